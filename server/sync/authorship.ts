/** Who wrote what in a text: whoever typed a letter first, through the table of copies, also from one text into another. */
import { writersIn } from '#shared/attribution/writers'
import { tableOf } from '#shared/copies/doc-copies'
import type { Origin } from '#shared/copies/table'
import { type MemberId, TextId } from '#shared/domain/ids'
import type { LetterId } from '#shared/flow/ids'
import type { FlatRange } from '#shared/text/flat-words'
import type { Store } from '../store/store.ts'
import type { TextRoom } from './room-context.ts'

export interface Authorship {
  /** The members who wrote these words of a text, as the disk has it, in the order in which they come. */
  readonly writersOf: (textId: TextId, range: FlatRange) => MemberId[]
  /** Tells who typed a letter of a text first; null is the installation, or nobody known. */
  readonly authorsIn: (textId: TextId) => (id: LetterId) => MemberId | null
}

export function openAuthorship(
  store: Pick<Store, 'hasText'>,
  withRoom: <T>(textId: TextId, use: (room: TextRoom) => T) => T,
): Authorship {
  const authorIn = (
    authors: ReadonlyMap<number, MemberId | null>,
    { client, text }: Pick<Origin, 'client' | 'text'>,
  ): MemberId | null => {
    const other = TextId.safeParse(text).data
    if (!other || !store.hasText(other)) return authors.get(client) ?? null
    return withRoom(other, (room) => room.authors().get(client) ?? null)
  }
  return {
    writersOf: (textId, range) =>
      withRoom(textId, (room) => {
        const authors = room.authors()
        return writersIn(room.savedDoc(), range, (origin) => authorIn(authors, origin))
      }),
    authorsIn: (textId) =>
      withRoom(textId, (room) => {
        const [table, authors] = [tableOf(room.savedDoc()), room.authors()]
        return (id) => authorIn(authors, table.originalOf(id))
      }),
  }
}
