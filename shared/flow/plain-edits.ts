/**
 * What a transaction did, where it did nothing but put and strike letters inside of blocks of the words: what was read of all other
 * blocks is still so. Of anything else, such as edges, marks, looks, rows and what an undo brings back, all has to be read anew.
 *
 * `{p1}One.{end}{p2}Two.{end}`, somebody types "x" behind "Two": block p2, one letter put.
 */
import * as Y from 'yjs'
import { isBlockEdge, readEmbed } from './embeds.ts'
import { flowOf, isCopyClient } from './flow-doc.ts'
import type { IdRange } from './ids.ts'

export interface PlainEdit {
  /** The blocks in which letters were put and struck, with their opening edges by their ids. */
  readonly blocks: ReadonlyMap<string, Y.Item>
  readonly put: readonly IdRange[]
  readonly struck: readonly IdRange[]
}

/** The block that an item stands in, and its edge; undefined outside of any, and behind an edge that was deleted. */
function blockOf(item: Y.Item): readonly [blockId: string, edge: Y.Item] | undefined {
  for (let { left } = item; left; left = left.left) {
    if (!(left.content instanceof Y.ContentEmbed)) continue
    const embed = readEmbed(left.content.embed)
    if (!embed || 'table' in embed) return undefined
    if (!isBlockEdge(embed)) continue
    return !left.deleted && 'block' in embed ? [embed.block, left] : undefined
  }
  return undefined
}

/** The structs under these ids, cut nowhere: the first and the last may be longer. */
function* structsIn(doc: Y.Doc, { client, clock, length }: IdRange): Generator<Y.Item | Y.GC> {
  const structs = doc.store.clients.get(client) ?? []
  for (let at = Y.findIndexSS(structs, clock); at < structs.length; at += 1) {
    const struct = structs[at]
    if (!struct || struct.id.clock >= clock + length) return
    yield struct
  }
}

/** The edit that a transaction made in the words, or in another flow; undefined where it did anything else. Work in proportion to what it did, and to its blocks. */
export function plainEditOf(
  transaction: Y.Transaction,
  flow = flowOf(transaction.doc),
): PlainEdit | undefined {
  const { doc, beforeState, afterState, deleteSet } = transaction
  const put = [...afterState].flatMap(([client, clock]): IdRange[] => {
    const before = beforeState.get(client) ?? 0
    return clock > before ? [{ client, clock: before, length: clock - before }] : []
  })
  const struck = [...deleteSet.clients].flatMap(([client, some]) =>
    some.map(({ clock, len }): IdRange => ({ client, clock, length: len })),
  )
  if (put.some(({ client }) => isCopyClient(client))) return undefined
  const blocks = new Map<string, Y.Item>()
  for (const range of [...put, ...struck])
    for (const struct of structsIn(doc, range)) {
      if (!(struct instanceof Y.Item) || struct.parent !== flow) return undefined
      if (!(struct.content instanceof Y.ContentString)) return undefined
      const block = blockOf(struct)
      if (block === undefined) return undefined
      blocks.set(...block)
    }
  return { blocks, put, struck }
}

/** Whether a document has had all letters of an edit, and has struck all that it struck. */
export function hasEdit(doc: Y.Doc, { put, struck }: PlainEdit): boolean {
  const isKnown = ({ client, clock, length }: IdRange) =>
    clock + length <= Y.getState(doc.store, client)
  const isStruck = (range: IdRange) =>
    isKnown(range) && [...structsIn(doc, range)].every(({ deleted }) => deleted)
  return put.every(isKnown) && struck.every(isStruck)
}
