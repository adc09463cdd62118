import { useDeferredValue, useMemo } from 'react'
import type { Amendment } from '#shared/domain/text'
import { useTextContent, useTextRoom } from '../live/open-texts.tsx'
import { type Compared, comparedOf } from './compared.ts'

/** What an amendment changes in its base, as both change; undefined until both are here. */
export function useAmendedChange({
  textId,
  baseTextId,
}: Pick<Amendment, 'textId' | 'baseTextId'>): Compared | undefined {
  const base = useTextRoom(baseTextId)
  const room = useTextRoom(textId)
  // Comparing may lag behind: whoever types in the base does not wait for it.
  const before = useDeferredValue(useTextContent(baseTextId))
  const after = useDeferredValue(useTextContent(textId))
  return useMemo(
    () => before && after && comparedOf(base.doc, room.doc),
    [before, after, base, room],
  )
}
