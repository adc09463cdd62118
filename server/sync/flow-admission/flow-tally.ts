/**
 * What a document of flows holds of what is bounded, by the client id that wrote it, and which blocks and rows it has ever had.
 * Counted once when the text is opened, then carried on by what each transaction brings and deletes.
 */
import * as Y from 'yjs'
import { flowRoot, readKey, rowBegins } from '#shared/flow/allowed-flow'
import { readEmbed } from '#shared/flow/embeds'
import { isNewIn } from '#shared/text/changed-items'
import { openRootNames } from './spots.ts'

/** What is counted one by one; pieces and client ids are counted where they lie. */
export const counted = ['letters', 'embeds', 'formats', 'rows'] as const
export type Counts = Record<(typeof counted)[number], number>
export const nothing = (): Counts => ({ letters: 0, embeds: 0, formats: 0, rows: 0 })

/** An opening edge. */
export interface Edge {
  readonly blockId: string
  readonly id: Y.ID
}
/** What an update adds to a document. */
export interface Brought {
  readonly counts: Counts
  readonly pieces: number
  readonly edges: readonly Edge[]
  readonly rows: ReadonlySet<string>
}

export interface FlowTally {
  readonly rootName: (root: unknown) => string | undefined
  readonly total: () => Counts & { readonly pieces: number }
  /** What stands in it under this client id. */
  readonly of: (client: number) => Counts & { readonly pieces: number }
  /** All opening edges that have ever borne this id. */
  readonly edges: (blockId: string) => Iterable<Y.ID>
  readonly hasRow: (rowId: string) => boolean
  /** What was let in and is counted when its transaction has ended. */
  readonly expect: (client: number, brought: Brought) => void
}

/** What a struct counts as where it lives. */
function countOf(struct: Y.Item | Y.GC, isRows: (type: unknown) => boolean): Partial<Counts> {
  if (!(struct instanceof Y.Item)) return {}
  const { content, parent, parentSub } = struct
  if (content instanceof Y.ContentString) return { letters: content.str.length }
  if (content instanceof Y.ContentEmbed) return { embeds: 1 }
  if (content instanceof Y.ContentFormat) return { formats: 1 }
  const isRow = parentSub?.endsWith(`.${rowBegins}`) === true && isRows(parent)
  return isRow ? { rows: 1 } : {}
}

/** The block whose opening edge this is. */
export function blockOpenedBy(content: unknown): string | undefined {
  const embed = content instanceof Y.ContentEmbed ? readEmbed(content.embed) : undefined
  return embed && 'block' in embed ? embed.block : undefined
}

/** The opening edges and rows that there have ever been. */
function openNames() {
  const edges = new Map<string, Map<string, Y.ID>>()
  const rows = new Set<string>()
  const addEdge = ({ blockId, id }: Edge) => {
    const own = edges.get(blockId) ?? new Map<string, Y.ID>()
    edges.set(blockId, own.set(`${id.client}:${id.clock}`, id))
  }
  return { edges, rows, addEdge }
}

export function openFlowTally(doc: Y.Doc): FlowTally {
  const rootName = openRootNames(doc)
  const isRows = (type: unknown) => rootName(type) === 'rows'
  const [total, byClient, names] = [nothing(), new Map<number, Counts>(), openNames()]
  let expected: [client: number, counts: Counts][] = []

  const count = (client: number, counts: Partial<Counts>, by: 1 | -1) => {
    const own = byClient.get(client) ?? nothing()
    byClient.set(client, own)
    for (const kind of counted) {
      own[kind] += by * (counts[kind] ?? 0)
      total[kind] += by * (counts[kind] ?? 0)
    }
  }
  const nameOf = (item: Y.Item) => {
    const blockId = blockOpenedBy(item.content)
    if (blockId !== undefined) names.addEdge({ blockId, id: item.id })
    const rows = item.parentSub === null || !isRows(item.parent) ? undefined : flowRoot('rows')
    const key = rows && readKey(rows, item.parentSub ?? '')
    if (key?.name === rowBegins) names.rows.add(key.id)
  }
  const countFrom = (client: number, clock: number) => {
    const structs = doc.store.clients.get(client) ?? []
    for (let index = Y.findIndexSS(structs, clock); index < structs.length; index += 1) {
      const struct = structs[index]
      if (!(struct instanceof Y.Item)) continue
      nameOf(struct)
      if (!struct.deleted) count(client, countOf(struct, isRows), 1)
    }
  }
  for (const client of doc.store.clients.keys()) countFrom(client, 0)
  // What is deleted still tells what it was until the transaction has ended.
  doc.on('afterTransaction', (transaction: Y.Transaction) => {
    for (const [client, counts] of expected) count(client, counts, -1)
    expected = []
    Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
      if (!isNewIn(transaction, struct.id)) count(struct.id.client, countOf(struct, isRows), -1)
    })
    for (const [client, clock] of transaction.afterState) {
      const before = transaction.beforeState.get(client) ?? 0
      if (before < clock) countFrom(client, before)
    }
  })
  const piecesOf = (client: number) => doc.store.clients.get(client)?.length ?? 0
  return {
    rootName,
    total() {
      let pieces = 0
      for (const own of doc.store.clients.values()) pieces += own.length
      return { ...total, pieces }
    },
    of: (client) => ({ ...(byClient.get(client) ?? nothing()), pieces: piecesOf(client) }),
    edges: (blockId) => names.edges.get(blockId)?.values() ?? [],
    hasRow: (rowId) => names.rows.has(rowId),
    expect(client, { counts, edges, rows }) {
      count(client, counts, 1)
      expected.push([client, counts])
      for (const edge of edges) names.addEdge(edge)
      for (const row of rows) names.rows.add(row)
    },
  }
}
