/**
 * Whose client ids an update writes under. A session has several, for letters, for edges and for what an undo puts back, which
 * are 2^32 apart: whoever writes under one of them has the others too.
 *
 * Portugal types under 7. Edges under 2^33 + 7 are Portugal's then, and from anybody else they are refused.
 */
import type { MemberId } from '#shared/domain/ids'
import { clientsOfSession } from '#shared/flow/flow-doc'
import type { Bindings } from '../../store/text-log.ts'

/** Who owns a session; undefined while nobody has written in it. Null is the installation. */
const ownerOf = (bindings: Bindings, session: readonly number[]): MemberId | null | undefined =>
  session.map((client) => bindings.get(client)).find((owner) => owner !== undefined)

/** The ids that are new to the text, or why the update may not write under those that it does. */
export function newClientsOf(
  bindings: Bindings,
  isClaimedElsewhere: (client: number) => boolean,
  author: MemberId,
  writing: Iterable<number>,
): readonly number[] | 'malformed' | 'foreign-author' {
  const fresh: number[] = []
  for (const client of writing) {
    const session = clientsOfSession(client)
    if (!session.includes(client)) return 'malformed'
    const owner = ownerOf(bindings, session)
    if (owner !== undefined && owner !== author) return 'foreign-author'
    if (session.some(isClaimedElsewhere)) return 'foreign-author'
    if (!bindings.has(client)) fresh.push(client)
  }
  return fresh
}
