/** Writes blocks of content into an empty flow: for the first words of a text, for cells, and for what moves from the tree. */
import type * as Y from 'yjs'
import type { Block, Inline } from '../domain/content.ts'
import { attributesOf } from '../text/write-content.ts'
import { type BlockLooks, setLooks } from './block-looks.ts'
import { asEdges, blockKeys } from './flow-doc.ts'
import { putEmbeds, putLetters } from './put.ts'

/** A block of its own, out of its list. */
interface WrittenLine {
  readonly blockId: string
  readonly looks: BlockLooks
  readonly inlines: readonly Inline[]
}

export interface Ids {
  /** For blocks that have none. */
  readonly newBlockId: () => string
  readonly newBreakId: () => string
}

/** The lines of blocks in their order. `depth` is that of the item around them; its first line begins the item. */
function linesIn(blocks: readonly Block[], depth: number, ids: Ids): WrittenLine[] {
  const inside: BlockLooks = depth > 0 ? { depth } : {}
  let listBefore: Block | undefined
  return blocks.flatMap((block) => {
    const before = listBefore
    listBefore = block
    switch (block.type) {
      case 'paragraph':
      case 'heading': {
        const { blockId, inlines } = block
        const looks: BlockLooks =
          block.type === 'heading' ? { kind: 'heading', level: block.level, ...inside } : inside
        return [{ blockId: blockId === '' ? ids.newBlockId() : blockId, looks, inlines }]
      }
      case 'list':
        return block.items.flatMap((item, at) => {
          const lines = linesIn(item.blocks, depth + 1, ids)
          const beginsAnew = at === 0 && before?.type === 'list' && before.style === block.style
          const looks = { list: block.style, depth: depth + 1, ...(beginsAnew && { start: 1 }) }
          const [first, ...rest] = lines
          const isLine = first && item.blocks[0]?.type !== 'list'
          return isLine
            ? [{ ...first, looks: { ...first.looks, ...looks } }, ...rest]
            : [{ blockId: ids.newBlockId(), looks, inlines: [] }, ...lines]
        })
      case 'table':
        throw new Error('tables have flows of their own')
    }
  })
}

function putInlines(doc: Y.Doc, flow: Y.Text, inlines: readonly Inline[], ids: Ids): void {
  for (const inline of inlines) {
    const at = flow.length
    if (inline.type === 'words') putLetters(flow, at, inline.words, attributesOf(inline))
    else if (inline.type === 'line-break') putEmbeds(flow, at, { break: ids.newBreakId() })
    else {
      const { edge, bracketId } = inline
      asEdges(doc, () =>
        putEmbeds(flow, at, edge === 'open' ? { open: bracketId } : { close: bracketId }),
      )
    }
  }
}

/** In one transaction. Throws on a table, which is no part of a flow. */
export function writeFlow(doc: Y.Doc, flow: Y.Text, blocks: readonly Block[], ids: Ids): void {
  doc.transact(() => {
    for (const { blockId, looks, inlines } of linesIn(blocks, 0, ids)) {
      asEdges(doc, () => putEmbeds(flow, flow.length, { block: blockId }))
      setLooks(blockKeys(doc), blockId, looks)
      putInlines(doc, flow, inlines, ids)
      asEdges(doc, () => putEmbeds(flow, flow.length, { end: 1 }))
    }
  })
}
