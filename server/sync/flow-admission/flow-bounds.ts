/** Whether what an update brings stays within what one text may hold and one member may have written of it. */
import type * as Y from 'yjs'
import type { MemberId } from '#shared/domain/ids'
import { type FlowBounded, flowBounds } from '#shared/flow/allowed-flow'
import type { Bindings } from '../../store/text-log.ts'
import { cutsBy } from '../content-bounds.ts'
import type { DecodedUpdate } from '../decoded-update.ts'
import { type Brought, counted, type FlowTally, nothing } from './flow-tally.ts'

/** Deletions and insertions that cut a struct of the document in two, in one message: each makes Yjs move all that its author has written. */
const mostCuts = 5000
/** Ranges of deletions in one message beyond those that the text has. A page that comes back sends all of them anew. */
const mostNewDeletions = 20_000
/** So much of what one member may have written stays free to each when others have filled a text. */
const freeShare = 0.1

const kinds: readonly FlowBounded[] = [...counted, 'cells', 'pieces', 'clients']

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

/** Whether a text may take this of a member. Where others have filled it, each still has a share. */
export function isWithinFlowBounds(
  tally: FlowTally,
  bindings: Bindings,
  author: MemberId,
  { counts, pieces, cells }: Brought,
  clients: number,
): boolean {
  const brought = { ...counts, pieces, cells, clients }
  const inAll = { ...tally.total(), clients: bindings.size }
  const asked = kinds.filter(
    (kind) =>
      brought[kind] > 0 && inAll[kind] + brought[kind] > flowBounds[kind].member * freeShare,
  )
  if (asked.length === 0) return true
  const own = writtenBy(tally, bindings, author)
  return asked.every((kind) => {
    const { text, member } = flowBounds[kind]
    const mine = own[kind] + brought[kind]
    return mine <= member && (inAll[kind] + brought[kind] <= text || mine <= member * freeShare)
  })
}
