/** Writes content into an empty document of flows: for the first words of a text, and for what moves from the tree. */
import type * as Y from 'yjs'
import type { Block, Inline, TextContent } from '../domain/content.ts'
import { filledRows } from '../text/cell-slots.ts'
import { rowsNames } from '../text/content-names.ts'
import { contentRows } from '../text/content-rows.ts'
import { attributesOf } from '../text/marks.ts'
import { type BlockLooks, setLooks } from './block-looks.ts'
import { setBracketKeys } from './bracket-keys.ts'
import { asEdges, blockKeys, flowOf } from './flow-doc.ts'
import { putGrid } from './new-table.ts'
import { evenKeys } from './order-keys.ts'
import { putEmbeds, putLetters } from './put.ts'
import { axisKeys, cellFlow, cellOf } from './tables.ts'

type Table = Extract<Block, { type: 'table' }>
/** A block of its own, out of its list, or a table. */
export interface WrittenLine {
  readonly blockId: string
  readonly looks: BlockLooks
  readonly inlines: readonly Inline[]
  readonly table?: Table
}

export interface Ids {
  /** For blocks, tables, rows and columns that have none. */
  readonly newBlockId: () => string
  readonly newBreakId: () => string
  /** Runs what puts words into the document, under the name of whoever they are. */
  readonly putWords?: (words: Words, put: () => void) => void
}
type Words = Extract<Inline, { type: 'words' }>

/** The lines of blocks in their order. `depth` is that of the item around them; its first line begins the item. */
export function linesIn(blocks: readonly Block[], depth: number, ids: Ids): WrittenLine[] {
  const inside: BlockLooks = depth > 0 ? { depth } : {}
  let listBefore: Block | undefined
  return blocks.flatMap((block) => {
    const before = listBefore
    listBefore = block
    switch (block.type) {
      case 'paragraph':
      case 'heading': {
        const { blockId, inlines, label, direction } = block
        const looks: BlockLooks = {
          ...(block.type === 'heading' && { kind: 'heading', level: block.level }),
          ...inside,
          ...(label !== undefined && { label }),
          ...(direction !== undefined && { dir: direction }),
        }
        return [{ blockId: blockId === '' ? ids.newBlockId() : blockId, looks, inlines }]
      }
      case 'list':
        return block.items.flatMap((item, at) => {
          const lines = linesIn(item.blocks, depth + 1, ids)
          const beginsAnew = before?.type === 'list' && before.style === block.style
          const { start = beginsAnew ? 1 : undefined } = block
          const looks = {
            list: block.style,
            depth: depth + 1,
            ...(at === 0 && start !== undefined && { start }),
          }
          const [first, ...rest] = lines
          const isLine = first && !first.table && item.blocks[0]?.type !== 'list'
          return isLine
            ? [{ ...first, looks: { ...first.looks, ...looks } }, ...rest]
            : [{ blockId: ids.newBlockId(), looks, inlines: [] }, ...lines]
        })
      case 'table':
        return [{ blockId: ids.newBlockId(), looks: inside, inlines: [], table: block }]
    }
  })
}

function putInlines(doc: Y.Doc, flow: Y.Text, inlines: readonly Inline[], ids: Ids): void {
  for (const inline of inlines) {
    const at = flow.length
    if (inline.type === 'words') {
      const put = () => putLetters(flow, at, inline.words, attributesOf(inline))
      if (ids.putWords) ids.putWords(inline, put)
      else put()
    } else if (inline.type === 'line-break') putEmbeds(flow, at, { break: ids.newBreakId() })
    else {
      const { edge, bracketId } = inline
      asEdges(doc, () =>
        putEmbeds(flow, at, edge === 'open' ? { open: bracketId } : { close: bracketId }),
      )
      if (edge === 'open') setBracketKeys(doc, inline)
    }
  }
}

/** A table in a cell as its words: cells hold no tables. */
export const withoutTables = (blocks: readonly Block[]): Block[] =>
  blocks.flatMap((block): Block[] => {
    if (block.type === 'table')
      return block.rows.flatMap((row) => row.flatMap((cell) => withoutTables(cell.blocks)))
    if (block.type !== 'list') return [block]
    return [
      { ...block, items: block.items.map((item) => ({ blocks: withoutTables(item.blocks) })) },
    ]
  })

/** Writes the words of a text, or of a cell, in one transaction. */
export function writeFlow(doc: Y.Doc, flow: Y.Text, blocks: readonly Block[], ids: Ids): void {
  doc.transact(() => {
    for (const { blockId, looks, inlines, table } of linesIn(blocks, 0, ids)) {
      const opening = table ? { table: blockId } : { block: blockId }
      asEdges(doc, () => putEmbeds(flow, flow.length, opening))
      setLooks(blockKeys(doc), blockId, looks)
      if (table) {
        const rows = filledRows(table.rows, (header) => ({ header, blocks: [] }))
        for (const { flow: inside, cell } of putGrid(doc, blockId, rows, ids.newBlockId))
          writeFlow(doc, inside, withoutTables(cell.blocks), ids)
        continue
      }
      putInlines(doc, flow, inlines, ids)
      asEdges(doc, () => putEmbeds(flow, flow.length, { end: 1 }))
    }
  })
}

/** Writes tasks and provisions; rows whose id is none, or another's, get one of their own. */
function writeRows(doc: Y.Doc, content: TextContent, ids: Ids): void {
  const known = new Set<string>()
  for (const table of rowsNames) {
    const rows = contentRows(content, table)
    const orders = evenKeys(rows.length)
    for (const [at, { rowId: given, cells }] of rows.entries()) {
      const isOwn = cellOf(cellFlow(given, 'what'))?.rowId === given && !known.has(given)
      const rowId = isOwn ? given : ids.newBlockId()
      known.add(rowId)
      axisKeys(doc, 'rows').set(`${rowId}.table`, table)
      axisKeys(doc, 'rows').set(`${rowId}.order`, orders[at])
      for (const { field, cell } of cells) {
        const line: Block = { type: 'paragraph', blockId: '', inlines: cell }
        if (cell.length > 0) writeFlow(doc, flowOf(doc, cellFlow(rowId, field)), [line], ids)
      }
    }
  }
}

/** Writes a whole text, in one transaction. */
export function writeText(doc: Y.Doc, content: TextContent, ids: Ids): void {
  doc.transact(() => {
    writeFlow(doc, flowOf(doc), content.words, ids)
    writeRows(doc, content, ids)
  })
}
