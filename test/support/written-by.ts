/** Who wrote what in a live text, as everybody can work it out: from its document, and from the members that the API tells. */
import type * as Y from 'yjs'
import { authorRuns } from '#shared/attribution/authors'
import { tableOf } from '#shared/copies/doc-copies'
import { flowOf } from '#shared/flow/flow-doc'
import { TextAuthors } from '#shared/protocol/api'
import type { Served } from './served.ts'

export const authorsOf = async (room: Served, textId: string, seat = 'Chair') =>
  TextAuthors.parse(
    await (
      await fetch(`${room.url}/api/texts/${textId}/authors`, { headers: room.as(seat) })
    ).json(),
  ).authors

/** The words of a text in stretches of one author each, by the seat; `nobody` is the installation. */
export async function wordsBySeat(
  room: Served,
  doc: Y.Doc,
  textId: string,
  seat = 'Chair',
): Promise<[words: string, seat: string | undefined][]> {
  const known = await authorsOf(room, textId, seat)
  const memberOf = new Map(known.map(({ clientId, memberId }) => [clientId, memberId]))
  const seatOf = new Map<string | null, string>(
    Object.entries(room.members).map(([name, member]) => [member, name]),
  )
  const flow = flowOf(doc)
  const letters: string[] = []
  for (const { insert } of flow.toDelta())
    letters.push(...(typeof insert === 'string' ? insert.split('') : ['']))
  return authorRuns(flow, tableOf(doc), ({ client }) => memberOf.get(client) ?? null).map(
    ({ start, end, author }) => [
      letters.slice(start, end).join(''),
      author === null ? 'nobody' : seatOf.get(author),
    ],
  )
}
