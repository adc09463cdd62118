/**
 * How much a text holds of what is bounded, by the client id that wrote it. Counted once when the text is opened, then carried
 * on by what each transaction brings and strikes.
 */
import * as Y from 'yjs'
import { isNewIn } from '#shared/text/changed-items'
import type { Brought } from './content-admission.ts'

type Kind = 'blocks' | 'formats' | 'rows' | 'letters'
type Counts = Record<Kind, number>

export interface ContentTally {
  /** What the whole text holds. */
  readonly total: () => Brought
  /** What stands in it under this client id. */
  readonly of: (client: number) => Brought
}

const nothing = (): Counts => ({ blocks: 0, formats: 0, rows: 0, letters: 0 })

function kindOf(struct: Y.Item | Y.GC | undefined): Kind | undefined {
  if (!(struct instanceof Y.Item)) return undefined
  const { content } = struct
  if (content instanceof Y.ContentString) return 'letters'
  if (content instanceof Y.ContentFormat) return 'formats'
  if (!(content instanceof Y.ContentType)) return undefined
  if (content.type instanceof Y.XmlElement) return 'blocks'
  return content.type instanceof Y.Map ? 'rows' : undefined
}

function openTally(doc: Y.Doc): ContentTally {
  const total = nothing()
  const byClient = new Map<number, Counts>()
  const count = (client: number, kind: Kind, by: number) => {
    const own = byClient.get(client) ?? nothing()
    byClient.set(client, own)
    own[kind] += by
    total[kind] += by
  }
  const countFrom = (client: number, clock: number) => {
    const structs = doc.store.clients.get(client) ?? []
    for (let index = Y.findIndexSS(structs, clock); index < structs.length; index += 1) {
      const struct = structs[index]
      const kind = struct?.deleted === false ? kindOf(struct) : undefined
      if (struct && kind) count(client, kind, kind === 'letters' ? struct.length : 1)
    }
  }
  for (const client of doc.store.clients.keys()) countFrom(client, 0)
  // What is struck still tells what it was until the transaction has ended.
  doc.on('afterTransaction', (transaction: Y.Transaction) => {
    Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
      const kind = isNewIn(transaction, struct.id) ? undefined : kindOf(struct)
      if (kind) count(struct.id.client, kind, kind === 'letters' ? -struct.length : -1)
    })
    for (const [client, clock] of transaction.afterState) {
      const before = transaction.beforeState.get(client) ?? 0
      if (before < clock) countFrom(client, before)
    }
  })
  const piecesOf = (client: number) => doc.store.clients.get(client)?.length ?? 0
  return {
    total() {
      let pieces = 0
      for (const own of doc.store.clients.values()) pieces += own.length
      return { ...total, pieces }
    },
    of: (client) => ({ ...(byClient.get(client) ?? nothing()), pieces: piecesOf(client) }),
  }
}

/** A document with its tally. */
export const withTally = <Rebuilt extends { readonly doc: Y.Doc }>(rebuilt: Rebuilt) => ({
  ...rebuilt,
  tally: openTally(rebuilt.doc),
})
