/**
 * What a document of flows holds of what is bounded, by the client id that wrote it, and which blocks and rows it has ever had.
 * Counted once when the text is opened, then carried on by what each transaction brings and deletes.
 */
import * as Y from 'yjs'
import type { DeclaredCopy } from '#shared/copies/declared-copy'
import { claimsRoot } from '#shared/copies/doc-copies'
import { entryBegins, fixedFields, readKey } from '#shared/flow/allowed-flow'
import { readEmbed } from '#shared/flow/embeds'
import { type Axis, axes } from '#shared/flow/tables'
import { openCells } from './cells.ts'
import { openRootNames } from './spots.ts'

/** What is counted one by one; pieces and client ids are counted where they lie. */
export const counted = [
  'letters',
  'embeds',
  'formats',
  'rows',
  'tableRows',
  'columns',
  'claims',
] as const
export type Counts = Record<(typeof counted)[number], number>
export const nothing = (): Counts => ({
  letters: 0,
  embeds: 0,
  formats: 0,
  rows: 0,
  tableRows: 0,
  columns: 0,
  claims: 0,
})

/** A row or column that begins. */
export interface Entry {
  readonly axis: Axis
  readonly id: string
  readonly table: string
  readonly client: number
}
/** What the begin of a row or column counts as. */
export const kindOf = ({ axis, table }: Pick<Entry, 'axis' | 'table'>): keyof Counts =>
  axis === 'columns' ? 'columns' : fixedFields(table) ? 'rows' : 'tableRows'

/** An opening edge of a block, or the place of a table. */
export interface Edge {
  readonly blockId: string
  readonly id: Y.ID
}
/** The opening edge of a bracket. */
export interface Opened {
  readonly bracketId: string
  readonly id: Y.ID
}
/** What an update adds to a document. */
export interface Brought {
  readonly counts: Counts
  readonly pieces: number
  readonly edges: readonly Edge[]
  readonly entries: readonly Entry[]
  readonly cells: number
  /** Brackets that it opens, and what it says of letters that it puts: the installation notes what is to be known of them. */
  readonly opened: readonly Opened[]
  readonly claims: readonly DeclaredCopy[]
  /** Whether an undo brings something back. */
  readonly redoes: boolean
}

export interface FlowTally {
  readonly rootName: (root: unknown) => string | undefined
  readonly total: () => Counts & { readonly pieces: number; readonly cells: number }
  /** What stands in it under this client id. */
  readonly of: (client: number) => Counts & { readonly pieces: number }
  /** All opening edges, and places of tables, that have ever borne this id. */
  readonly edges: (id: string) => Iterable<Y.ID>
  /** The table that a row or column belongs to; undefined where there has never been any. */
  readonly tableOf: (axis: Axis, id: string) => string | undefined
  readonly cells: Pick<ReturnType<typeof openCells>, 'broughtBy' | 'ofMember'>
  /** What was let in and is counted when its transaction has ended. */
  readonly expect: (client: number, brought: Brought) => void
}

/** What a struct counts as where it lives. */
function countOf(
  struct: Y.Item | Y.GC,
  entryIn: (item: Y.Item) => Entry | undefined,
  rootName: (root: unknown) => string | undefined,
): Partial<Counts> {
  if (!(struct instanceof Y.Item)) return {}
  const { content } = struct
  if (content instanceof Y.ContentString) return { letters: content.str.length }
  if (content instanceof Y.ContentEmbed) return { embeds: 1 }
  if (content instanceof Y.ContentFormat) return { formats: 1 }
  if (rootName(struct.parent) === claimsRoot) return { claims: 1 }
  const entry = entryIn(struct)
  return entry ? { [kindOf(entry)]: 1 } : {}
}

/** The block whose opening edge this is, or the table whose place. */
export function openedBy(content: unknown): string | undefined {
  const embed = content instanceof Y.ContentEmbed ? readEmbed(content.embed) : undefined
  if (!embed) return undefined
  return 'block' in embed ? embed.block : 'table' in embed ? embed.table : undefined
}

/** The bracket whose opening edge this is. */
export function bracketOpenedBy(content: unknown): string | undefined {
  const embed = content instanceof Y.ContentEmbed ? readEmbed(content.embed) : undefined
  return embed && 'open' in embed ? embed.open : undefined
}

/** Whether a letter came with a transaction. */
const isNewIn = ({ beforeState }: Y.Transaction, { client, clock }: Y.ID): boolean =>
  clock >= (beforeState.get(client) ?? 0)

/** The opening edges, rows and columns that there have ever been. */
function openNames() {
  const edges = new Map<string, Map<string, Y.ID>>()
  const entries = { rows: new Map<string, string>(), columns: new Map<string, string>() }
  const cells = openCells()
  const addEntry = (entry: Entry) => {
    const { axis, id, table } = entry
    if (entries[axis].has(id)) return
    entries[axis].set(id, table)
    if (kindOf(entry) !== 'rows') cells.add(entry)
  }
  const addEdge = ({ blockId, id }: Edge) => {
    const own = edges.get(blockId) ?? new Map<string, Y.ID>()
    edges.set(blockId, own.set(`${id.client}:${id.clock}`, id))
  }
  return { edges, entries, cells, addEdge, addEntry }
}

export function openFlowTally(doc: Y.Doc): FlowTally {
  const rootName = openRootNames(doc)
  /** The row or column that begins with an item. */
  const entryIn = ({ parent, parentSub, content, id: { client } }: Y.Item): Entry | undefined => {
    if (parentSub?.endsWith(`.${entryBegins}`) !== true) return undefined
    const axis = axes.find((each) => each === rootName(parent))
    const key = axis && readKey({ is: axis }, parentSub)
    const table: unknown = content.getContent().at(-1)
    return axis && key && typeof table === 'string'
      ? { axis, id: key.id, table, client }
      : undefined
  }
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
    const blockId = openedBy(item.content)
    if (blockId !== undefined) names.addEdge({ blockId, id: item.id })
    const entry = entryIn(item)
    if (entry) names.addEntry(entry)
  }
  const countFrom = (client: number, clock: number) => {
    const structs = doc.store.clients.get(client) ?? []
    for (let index = Y.findIndexSS(structs, clock); index < structs.length; index += 1) {
      const struct = structs[index]
      if (!(struct instanceof Y.Item)) continue
      nameOf(struct)
      if (!struct.deleted) count(client, countOf(struct, entryIn, rootName), 1)
    }
  }
  for (const client of doc.store.clients.keys()) countFrom(client, 0)
  // What is deleted still tells what it was until the transaction has ended.
  doc.on('afterTransaction', (transaction: Y.Transaction) => {
    for (const [client, counts] of expected) count(client, counts, -1)
    expected = []
    Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
      if (!isNewIn(transaction, struct.id))
        count(struct.id.client, countOf(struct, entryIn, rootName), -1)
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
      return { ...total, pieces, cells: names.cells.total() }
    },
    of: (client) => ({ ...(byClient.get(client) ?? nothing()), pieces: piecesOf(client) }),
    edges: (blockId) => names.edges.get(blockId)?.values() ?? [],
    tableOf: (axis, id) => names.entries[axis].get(id),
    cells: names.cells,
    expect(client, { counts, edges, entries }) {
      count(client, counts, 1)
      expected.push([client, counts])
      for (const edge of edges) names.addEdge(edge)
      for (const entry of entries) names.addEntry(entry)
    },
  }
}
