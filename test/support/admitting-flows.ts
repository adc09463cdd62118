/** A server of one text of flows without its sockets: admits what comes, applies it, and hands on what everybody must get. */
import * as Y from 'yjs'
import type { Bindings } from '#server/store/text-log'
import { decodeUpdate } from '#server/sync/decoded-update'
import { admitFlowUpdate } from '#server/sync/flow-admission/admit-flow-update'
import { openFlowTally } from '#server/sync/flow-admission/flow-tally'
import { MemberId, mintId } from '#shared/domain/ids'
import { newFlowDoc } from '#shared/flow/flow-doc'
import type { WordsRefusal } from '#shared/protocol/frames'

export const memberNamed = (name: number): MemberId =>
  mintId(MemberId, 'm', new Uint8Array(24).fill(name))

/** Opens it with what a document holds, which the installation wrote. It keeps what is deleted: what is brought back is compared with it. */
export function openFlowServer(from: Y.Doc) {
  const doc = newFlowDoc(0x7fff_0000, { gc: false })
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(from))
  const tally = openFlowTally(doc)
  const bindings: Bindings = new Map([...doc.store.clients.keys()].map((client) => [client, null]))
  const log: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => log.push(update))
  const judge = (author: MemberId, update: Uint8Array) => {
    const decoded = decodeUpdate(update)
    return decoded
      ? admitFlowUpdate({ doc, tally, bindings, isClaimedElsewhere: () => false }, author, decoded)
      : { admitted: false as const, why: 'malformed' as const }
  }
  return {
    doc,
    tally,
    bindings,
    /** What everybody got, in order. */
    log,
    judge,
    /** Undefined when the update was let in. */
    receive(author: MemberId, update: Uint8Array): WordsRefusal | undefined {
      const admission = judge(author, update)
      if (!admission.admitted) return admission.why
      for (const client of admission.newClients) bindings.set(client, author)
      Y.applyUpdate(doc, update)
      if (doc.store.pendingStructs ?? doc.store.pendingDs) throw new Error('something waits')
      return undefined
    },
  }
}
export type FlowServer = ReturnType<typeof openFlowServer>

/** What a page has beyond the server: as a page that comes back sends it. */
export const newsOf = (page: Y.Doc, server: FlowServer): Uint8Array =>
  Y.encodeStateAsUpdate(page, Y.encodeStateVector(server.doc))
