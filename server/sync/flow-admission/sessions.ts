/**
 * Whose client ids an update writes under. A session has two, one for letters and one for edges, which differ in the highest bit
 * alone: whoever writes under one of them has the other too.
 *
 * Portugal types under 7. Edges under 0x80000007 are Portugal's then, and from anybody else they are refused.
 */
import type { MemberId } from '#shared/domain/ids'
import { edgeClient, letterClient } from '#shared/flow/flow-doc'
import type { Bindings } from '../../store/text-log.ts'

/** Yjs gives out 32-bit numbers. */
const greatestClient = 0xffff_ffff

/** Who owns a session; undefined while nobody has written in it. Null is the installation. */
export function ownerOf(bindings: Bindings, client: number): MemberId | null | undefined {
  const own = bindings.get(letterClient(client))
  return own === undefined ? bindings.get(edgeClient(client)) : own
}

/** The ids that are new to the text, or why the update may not write under those that it does. */
export function newClientsOf(
  bindings: Bindings,
  isClaimedElsewhere: (client: number) => boolean,
  author: MemberId,
  writing: Iterable<number>,
): readonly number[] | 'malformed' | 'foreign-author' {
  const fresh: number[] = []
  for (const client of writing) {
    if (client > greatestClient) return 'malformed'
    const owner = ownerOf(bindings, client)
    if (owner !== undefined && owner !== author) return 'foreign-author'
    if ([letterClient(client), edgeClient(client)].some(isClaimedElsewhere)) return 'foreign-author'
    if (!bindings.has(client)) fresh.push(client)
  }
  return fresh
}
