/** What a repair takes out of a text: which of the letters that stand in it came in the updates of one author, or of one moment. */
import * as Y from 'yjs'
import type { MemberId, TextId } from '#shared/domain/ids'
import type { CommandOf } from '#shared/record/command'
import { openAuthorRanges } from '#shared/text/author-ranges'
import { type IsChosen, type TakenOut, takeOut } from '#shared/text/take-out'
import type { Store, TextRecord } from '../store/store.ts'
import type { TextRooms } from '../sync/text-rooms-door.ts'

export type Repair = Pick<CommandOf<'repair-text'>, 'textId' | 'memberId' | 'from' | 'until'>

/** The records of a text's log that a repair is about. */
export const isMeant = ({ memberId, from, until }: Repair, { author, at }: TextRecord): boolean =>
  (memberId === null || author === memberId) &&
  (from === undefined || at >= from) &&
  (until === undefined || at <= until)

/**
 * What of the text is chosen. A letter counts for whoever wrote it, also where somebody else's split or list has written it anew;
 * with a time, only what came into the text at that time. Rejects with `DamagedLog`.
 */
export async function chosenFor(
  store: Store,
  lineage: readonly TextId[],
  repair: Repair,
): Promise<IsChosen> {
  const { memberId, from, until } = repair
  const { authors, kept } = await store.attributionOf(lineage)
  const ranges = openAuthorRanges(kept)
  const ownOf = ({ client }: Y.ID): MemberId | null => authors.get(client) ?? null
  const authorOf = (id: Y.ID): MemberId | null => {
    const range = ranges.find(id.client, id.clock)
    return range ? range.author : ownOf(id)
  }
  if (from === undefined && until === undefined)
    return (id, isLetter) => (isLetter ? authorOf(id) : ownOf(id)) === memberId

  /** What came in the records, each range with its author. */
  const came = openAuthorRanges<MemberId | null>()
  const known = new Map<number, number>()
  for (const record of store.readTextHistory(repair.textId)) {
    const meant = isMeant(repair, record)
    for (const update of record.updates)
      for (const { id, length } of Y.decodeUpdate(update).structs) {
        const start = Math.max(id.clock, known.get(id.client) ?? 0)
        const end = id.clock + length
        if (end <= start) continue
        known.set(id.client, end)
        if (meant) came.add(id.client, start, end - start, record.author)
      }
  }
  return (id, isLetter) => {
    const range = came.find(id.client, id.clock)
    if (!range) return false
    return !isLetter || authorOf(id) === range.author
  }
}

/** What the repair would take out of the text as the disk has it: only while no words are on their way there. */
export function takenOutOf(rooms: TextRooms, textId: TextId, isChosen: IsChosen): TakenOut {
  let taken: TakenOut = { words: [], isAny: false }
  rooms.changedCopy(textId, null, (copy) => {
    taken = takeOut(copy, isChosen)
  })
  return taken
}
