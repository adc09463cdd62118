/**
 * The flat text of blocks: their words in document order, blocks joined by a line feed. Every character counts one
 * UTF-16 unit; a bracket's edge and a line break count one. Anchors and comparison speak in offsets into it.
 */
import type { Block, Inline } from '../domain/content.ts'

/** A range of the flat text. */
export interface FlatRange {
  readonly start: number
  readonly end: number
}

/** One inline as flat text. */
export function flatInline(inline: Inline): string {
  switch (inline.type) {
    case 'words':
      return inline.words
    case 'line-break':
      return '\n'
    case 'bracket':
      return inline.edge === 'open' ? '[' : ']'
  }
}

/** Inlines as flat text. */
export const flatInlines = (inlines: readonly Inline[]): string => inlines.map(flatInline).join('')

/** The blocks that hold words themselves, in document order: paragraphs and headings, also inside lists and tables. */
export function wordBlocks(blocks: readonly Block[]): Extract<Block, { inlines: Inline[] }>[] {
  return blocks.flatMap((block) => {
    switch (block.type) {
      case 'paragraph':
      case 'heading':
        return [block]
      case 'list':
        return block.items.flatMap((item) => wordBlocks(item.blocks))
      case 'table':
        return block.rows.flat().flatMap((cell) => wordBlocks(cell.blocks))
    }
  })
}

/** The flat text of a text's words. */
export const flatWords = (blocks: readonly Block[]): string =>
  wordBlocks(blocks)
    .map((block) => flatInlines(block.inlines))
    .join('\n')
