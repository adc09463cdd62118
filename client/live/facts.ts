import type { Facts } from '#shared/record/facts'
import { useContentOf } from './open-texts.tsx'
import { serverNow } from './server-clock.ts'

/** How long ago an instant was by the server's clock, in milliseconds. */
export const since = (instant: string): number => serverNow() - Date.parse(instant)

/** What decisions need to know beside the state, as this device knows it: a preview, the server's facts decide. */
export function useFacts(): Facts {
  const contentOf = useContentOf()
  return { contentOf, since }
}
