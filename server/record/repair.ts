/** What a repair takes out of a text: which of the letters that stand in it came in the updates of one author, or of one moment. */
import * as Y from 'yjs'
import { type IsChosen, type TakenOut, takeOut } from '#shared/acts/take-out'
import type { MemberId, TextId } from '#shared/domain/ids'
import { has, type IdRange, idSet } from '#shared/flow/ids'
import type { CommandOf } from '#shared/record/command'
import type { Store, TextRecord } from '../store/store.ts'
import { inFlows } from '../store/text-log.ts'
import type { TextRooms } from '../sync/text-rooms-door.ts'

export type Repair = Pick<CommandOf<'repair-text'>, 'textId' | 'memberId' | 'from' | 'until'>

/** The records of a text's log that a repair is about. */
export const isMeant = ({ memberId, from, until }: Repair, { author, at }: TextRecord): boolean =>
  (memberId === null || author === memberId) &&
  (from === undefined || at >= from) &&
  (until === undefined || at <= until)

/**
 * What of the text is chosen. A letter counts for whoever typed it first, also where somebody else moved it or brought it back; with a
 * time, only what came into the text at that time. Throws `DamagedLog`.
 */
export function chosenFor(
  store: Pick<Store, 'readTextHistory'>,
  rooms: Pick<TextRooms, 'authorsOf' | 'authorsIn'>,
  repair: Repair,
): IsChosen {
  const { textId, memberId, from, until } = repair
  const [authors, authorOf] = [new Map(rooms.authorsOf(textId)), rooms.authorsIn(textId)]
  const ownOf = ({ client }: { readonly client: number }): MemberId | null =>
    authors.get(client) ?? null
  if (from === undefined && until === undefined)
    return (id, isLetter) => (isLetter ? authorOf(id) : ownOf(id)) === memberId

  /** What came in the records that are meant, by their authors. */
  const came = new Map<MemberId | null, IdRange[]>()
  const known = new Map<number, number>()
  for (const record of inFlows(store.readTextHistory(textId))) {
    const meant = isMeant(repair, record)
    for (const update of record.updates)
      for (const { id, length } of Y.decodeUpdate(update).structs) {
        const start = Math.max(id.clock, known.get(id.client) ?? 0)
        const end = id.clock + length
        if (end <= start) continue
        known.set(id.client, end)
        if (!meant) continue
        const own = came.get(record.author) ?? []
        came.set(record.author, own)
        own.push({ client: id.client, clock: start, length: end - start })
      }
  }
  const sets = [...came].map(([author, ranges]) => ({ author, ids: idSet(ranges) }))
  return (id, isLetter) => {
    const found = sets.find(({ ids }) => has(ids, id))
    if (!found) return false
    return !isLetter || authorOf(id) === found.author
  }
}

/** What the repair would take out of the text as the disk has it: only while no words are on their way there. */
export function takenOutOf(
  rooms: Pick<TextRooms, 'edit'>,
  textId: TextId,
  isChosen: IsChosen,
): TakenOut {
  let taken: TakenOut = { words: [], isAny: false }
  rooms
    .edit(textId, null, (copy) => {
      taken = takeOut(copy, isChosen)
    })
    .undo()
  return taken
}
