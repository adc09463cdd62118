/** How each block that holds words looks where it stands alone: a heading, an item with its number, a cell of a table. */
import type { Block, Inline } from '../domain/content.ts'
import { itemLabels } from './list-labels.ts'

/** `depth` counts the lists around a block; `marker` is what the list puts before it, empty but before an item's first block. */
export interface BlockLook {
  readonly heading: 1 | 2 | 3 | null
  readonly depth: number
  readonly marker: string
}

/** A block that holds words, with its look. */
export interface SeenBlock {
  readonly look: BlockLook
  readonly blockId: string
  readonly inlines: readonly Inline[]
}

/** The look of a paragraph that stands in no list. */
export const plainLook: BlockLook = { heading: null, depth: 0, marker: '' }

/** The blocks that hold words, in the order of `wordBlocks`. */
export function seenBlocks(blocks: readonly Block[], depth = 0): SeenBlock[] {
  return blocks.flatMap((block): SeenBlock[] => {
    switch (block.type) {
      case 'paragraph':
      case 'heading': {
        const heading = block.type === 'heading' ? block.level : null
        const { blockId, inlines, label: marker = '' } = block
        return [{ look: { heading, depth, marker }, blockId, inlines }]
      }
      case 'list': {
        const labels = itemLabels(block)
        return block.items.flatMap((item, index) =>
          seenBlocks(item.blocks, depth + 1).map((seen, place) => {
            const marker = place === 0 ? (labels[index]?.label ?? '') : seen.look.marker
            return { ...seen, look: { ...seen.look, marker } }
          }),
        )
      }
      case 'table':
        return block.rows.flat().flatMap((cell) => seenBlocks(cell.blocks, depth))
    }
  })
}
