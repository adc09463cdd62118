/** Whether what an update brings stays within what one text may hold and one member may have written of it. */
import * as Y from 'yjs'
import type { MemberId } from '#shared/domain/ids'
import { type Bound, type FlowBounded, flowBounds, mostClaims } from '#shared/flow/allowed-flow'
import type { Bindings } from '../../store/text-log.ts'
import type { DecodedUpdate } from '../decoded-update.ts'
import { type Brought, counted, type FlowTally, nothing } from './flow-tally.ts'

/** Deletions and insertions that cut a struct of the document in two, in one message: each makes Yjs move all that its author has written. */
const mostCuts = 5000
/** Ranges of deletions in one message beyond those that the text has. A page that comes back sends all of them anew. */
const mostNewDeletions = 20_000
/** So much of what one member may have written stays free to each when others have filled a text. */
const freeShare = 0.1

const kinds: readonly FlowBounded[] = [...counted, 'cells', 'pieces', 'clients']

/** How often an update cuts a struct of the document in two. */
function cutsBy(doc: Y.Doc, { structs, ds }: DecodedUpdate): number {
  let cuts = 0
  /** Whether a struct begins before this letter and ends behind it. */
  const isInside = (client: number, clock: number): boolean => {
    const own = doc.store.clients.get(client)
    if (!own || clock >= Y.getState(doc.store, client)) return false
    const struct = own[Y.findIndexSS(own, clock)]
    return struct instanceof Y.Item && !struct.deleted && struct.id.clock < clock
  }
  for (const [client, ranges] of ds.clients)
    for (const { clock, len } of ranges) {
      if (isInside(client, clock)) cuts += 1
      if (isInside(client, clock + len)) cuts += 1
    }
  for (const struct of structs)
    if (struct instanceof Y.Item && struct.origin) {
      const { client, clock } = struct.origin
      if (isInside(client, clock + 1)) cuts += 1
    }
  return cuts
}

/** Whether an update deletes, or cuts in two, more than a page could. */
export function deletesTooMuch(doc: Y.Doc, decoded: DecodedUpdate, tally: FlowTally): boolean {
  let ranges = 0
  for (const own of decoded.ds.clients.values()) ranges += own.length
  const known = tally.total().pieces + decoded.structs.length
  return ranges > known + mostNewDeletions || cutsBy(doc, decoded) > mostCuts
}

/** What a member has written of a text. */
function writtenBy(tally: FlowTally, bindings: Bindings, author: MemberId) {
  const cells = tally.cells.ofMember((client) => bindings.get(client) === author)
  const own = { ...nothing(), cells, pieces: 0, clients: 0 }
  for (const [client, owner] of bindings) {
    if (owner !== author) continue
    const written = tally.of(client)
    for (const kind of counted) own[kind] += written[kind]
    own.pieces += written.pieces
    own.clients += 1
  }
  return own
}

/** What bounds are asked of. */
export interface Filling {
  readonly tally: FlowTally
  readonly bindings: Bindings
  /** UTF-16 units that the text may hold, and a member may have written of it, where that is not what texts hold anyway. */
  readonly mostLetters?: number | undefined
}

/** Whether a text may take this of a member. Where others have filled it, each still has a share. */
export function isWithinFlowBounds(
  { tally, bindings, mostLetters }: Filling,
  author: MemberId,
  { counts, pieces, cells }: Brought,
  clients: number,
): boolean {
  if (counts.claims > mostClaims) return false
  const boundOf = (kind: FlowBounded): Bound =>
    kind === 'letters' && mostLetters !== undefined
      ? { text: mostLetters, member: mostLetters }
      : flowBounds[kind]
  const brought = { ...counts, pieces, cells, clients }
  const inAll = { ...tally.total(), clients: bindings.size }
  // Nobody has written more than all have: what one member has is looked for only in a text that is nearly full.
  const asked = kinds.filter((kind) => {
    const { text, member } = boundOf(kind)
    return brought[kind] > 0 && inAll[kind] + brought[kind] > Math.min(text, member)
  })
  if (asked.length === 0) return true
  const own = writtenBy(tally, bindings, author)
  return asked.every((kind) => {
    const { text, member } = boundOf(kind)
    const mine = own[kind] + brought[kind]
    return mine <= member && (inAll[kind] + brought[kind] <= text || mine <= member * freeShare)
  })
}
