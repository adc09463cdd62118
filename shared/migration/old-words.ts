/**
 * Words of the tree, in which texts were kept before flows, with the name that Yjs gave each letter: so that whatever held on to a letter
 * finds it in the flow that the text moves to.
 */
import type * as Y from 'yjs'
import type { Block, Inline, TextContent } from '../domain/content.ts'
import type { IdRange } from '../flow/ids.ts'
import { sha256Hex } from '../record/chain.ts'
import { readMarks } from '../text/marks.ts'
import { itemOf } from '../tree/amended-words.ts'
import { readContent } from '../tree/read-content.ts'
import { inlinesBelow } from '../tree/read-inlines.ts'
import { textPieces } from '../tree/text-runs.ts'
import { type Table, type TableElements, tableElements } from './old-tables.ts'

export interface OldText {
  readonly content: TextContent
  /** The letters that words of the content were read from. */
  readonly lettersOf: (words: Inline) => IdRange | undefined
  /** The elements that a table was read from. */
  readonly elementsOf: (table: Table) => TableElements | undefined
}

/** A name for a block that has none of its own, the same wherever the same element is read: in a base and in its amendments. */
const nameFor = ({ client, clock }: Y.ID): string => sha256Hex(`${client}-${clock}`).slice(0, 12)

/** The blocks, each with a name that no block before it has. `elementOf` tells which element a line of words was read from. */
function named(
  blocks: readonly Block[],
  elementOf: (line: readonly Inline[]) => Y.ID | undefined,
  taken: Set<string>,
): Block[] {
  return blocks.map((block): Block => {
    switch (block.type) {
      case 'list': {
        const items = block.items.map((item) => ({ blocks: named(item.blocks, elementOf, taken) }))
        return { ...block, items }
      }
      case 'table': {
        const rows = block.rows.map((row) =>
          row.map((cell) => ({ ...cell, blocks: named(cell.blocks, elementOf, taken) })),
        )
        return { ...block, rows }
      }
      default: {
        const isOwn = block.blockId !== '' && !taken.has(block.blockId)
        const element = elementOf(block.inlines)
        const blockId = isOwn || !element ? block.blockId : nameFor(element)
        taken.add(blockId)
        return { ...block, blockId }
      }
    }
  })
}

/** Reads a text out of its tree. Words are in pieces, none of which two people wrote: `isOneAuthors` tells where to cut. */
export function readOldText(
  doc: Y.Doc,
  isOneAuthors: (client: number, clock: number, next: number) => boolean,
): OldText {
  const letters = new Map<Inline, IdRange>()
  const wordsOf = (text: Y.XmlText): Inline[] =>
    textPieces(text).flatMap(({ words, formats, id: { client, clock } }) => {
      const pieces: Inline[] = []
      const marks = readMarks(formats)
      for (let from = 0, to = 1; from < words.length; from = to, to += 1) {
        while (to < words.length && isOneAuthors(client, clock + to - 1, clock + to)) to += 1
        const piece: Inline = { type: 'words', words: words.slice(from, to), marks }
        letters.set(piece, { client, clock: clock + from, length: to - from })
        pieces.push(piece)
      }
      return pieces
    })
  const elements = new Map<readonly Inline[], Y.ID>()
  const content = readContent(doc, (line) => {
    const inlines = inlinesBelow(line, wordsOf)
    const item = itemOf(line)
    if (item) elements.set(inlines, item.id)
    return inlines
  })
  const words = named(content.words, (line) => elements.get(line), new Set())
  return {
    content: { ...content, words },
    lettersOf: (piece) => letters.get(piece),
    elementsOf: tableElements(doc, words),
  }
}
