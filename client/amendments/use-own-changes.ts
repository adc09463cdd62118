import { useMemo } from 'react'
import type { OwnChanges } from '#shared/compare/own-changes'
import type { TextId } from '#shared/domain/ids'
import { useTextView } from '../drafting/text-view.tsx'
import { useTextContent, useTextRoom } from '../live/open-texts.tsx'
import { useRecord } from '../live/record.tsx'
import { comparedOf } from './compared.ts'

/** What an amendment that is being drafted inserts and deletes, where it stands in its own words; undefined for any other text. */
export function useOwnChanges(textId: TextId): OwnChanges | undefined {
  const baseTextId = useRecord(({ texts }) => {
    const text = texts[textId]
    return text?.kind === 'amendment' && text.standing === 'private' ? text.baseTextId : undefined
  })
  const view = useTextView()
  // Without a base the text stands for it, of which nothing is asked.
  const base = useTextRoom(baseTextId ?? textId)
  const room = useTextRoom(textId)
  const before = useTextContent(baseTextId ?? textId)
  const after = useTextContent(textId)
  return useMemo(
    () =>
      baseTextId && view === 'markup' && before && after
        ? comparedOf(base.doc, room.doc).own()
        : undefined,
    [baseTextId, view, before, after, base, room],
  )
}
