import type { Facts } from '#shared/record/facts'
import { useContentOf } from './open-texts.tsx'

/** What decisions need to know beside the state, as this device knows it: a preview, the server's facts decide. */
export function useFacts(): Facts {
  const contentOf = useContentOf()
  return { contentOf, since: (instant) => Date.now() - Date.parse(instant) }
}
