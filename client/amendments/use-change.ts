import { useDeferredValue, useMemo } from 'react'
import type * as Y from 'yjs'
import type { TextContent } from '#shared/domain/content'
import type { Amendment } from '#shared/domain/text'
import { wordsWithoutPlace } from '#shared/text/amended-words'
import { amendmentChanges } from '#shared/text/amendment-changes'
import {
  type Change,
  changesBetween,
  formChangesBetween,
  placesChanged,
} from '#shared/text/changes'
import { compareWordsOf } from '#shared/text/compare'
import { isSameContent } from '#shared/text/same-content'
import { useTextContent, useTextRoom } from '../live/open-texts.tsx'

export interface AmendedChange {
  readonly changes: readonly Change[]
  readonly places: ReadonlySet<string>
  /** Words of the amendment whose paragraph is gone from the text. */
  readonly withoutPlace: string
}

/** The changes of words, then those of form; whatever else the documents tell when there are none. */
function changesIn(
  base: Y.Doc,
  amendment: Y.Doc,
  before: TextContent,
  after: TextContent,
): Change[] {
  const blocks = compareWordsOf(before.words, after.words)
  const changes = [
    ...changesBetween(before, after, blocks),
    ...formChangesBetween(before, after, blocks),
  ]
  if (changes.length > 0 || isSameContent(before, after)) return changes
  return amendmentChanges(base, amendment)
}

/** What an open amendment changes in its base, as both change; undefined until both are here. */
export function useAmendedChange({
  textId,
  baseTextId,
}: Pick<Amendment, 'textId' | 'baseTextId'>): AmendedChange | undefined {
  const base = useTextRoom(baseTextId)
  const room = useTextRoom(textId)
  // Comparing may lag behind: whoever types in the base does not wait for it.
  const before = useDeferredValue(useTextContent(baseTextId))
  const after = useDeferredValue(useTextContent(textId))
  return useMemo(
    () =>
      before &&
      after && {
        changes: changesIn(base.doc, room.doc, before, after),
        places: placesChanged(before, after),
        withoutPlace: wordsWithoutPlace(base.doc, room.doc),
      },
    [before, after, base, room],
  )
}
