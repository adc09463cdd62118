/** Reads a flow as the blocks of a text's content, its tables with their cells: what readers, copies, comparison and the record are made from. Writes nothing. */
import type * as Y from 'yjs'
import type { Block, Inline } from '../domain/content.ts'
import { noteOf } from '../text/footnotes.ts'
import { joinRuns, readMarks } from '../text/marks.ts'
import { type BlockLooks, looksOf } from './block-looks.ts'
import { blockBehind, blocksOf, type FlowBlock, isOnlyRead, isTable, partsOf } from './blocks.ts'
import { bracketKeysOf } from './bracket-keys.ts'
import { choicesIn, withChoicesOfBlocks } from './choices.ts'
import type { Embed } from './embeds.ts'
import { blockKeys, flowOf } from './flow-doc.ts'
import { placedCells, seenFlows } from './merges.ts'
import { nestLists } from './nest-lists.ts'
import type { PlainEdit } from './plain-edits.ts'
import { type Grid, gridsOf } from './tables.ts'
import type { Marks, Token } from './tokens.ts'

type Table = Extract<Block, { type: 'table' }>
export interface BlockLine {
  readonly looks: BlockLooks
  readonly block: Extract<Block, { type: 'paragraph' | 'heading' }>
}
/** A block or table as it stands in the flow: not yet in its list. */
export type Line = BlockLine | { readonly looks: BlockLooks; readonly block: Table }

/** The note that letters are in. */
const noteIn = (token: Token | undefined): string | undefined =>
  token?.type === 'letters' && token.marks['footnote'] !== undefined
    ? JSON.stringify(token.marks['footnote'])
    : undefined

/** What stands between letters of one note. */
function insideNotes(tokens: readonly Token[]): ReadonlySet<Token> {
  const inside = new Set<Token>()
  let [before, between]: [string | undefined, Token[]] = [undefined, []]
  for (const token of tokens) {
    if (token.type === 'embed') {
      between.push(token)
      continue
    }
    const note = noteIn(token)
    if (note !== undefined && note === before) for (const each of between) inside.add(each)
    ;[before, between] = [note, []]
  }
  return inside
}

/** Brackets of which both edges stand, the opening one first; half a bracket is none, and in a footnote there are none. */
export function wholeBrackets(blocks: readonly FlowBlock[]): ReadonlySet<string> {
  const [opened, whole] = [new Set<string>(), new Set<string>()]
  for (const { tokens } of blocks) {
    const inNotes = insideNotes(tokens)
    for (const token of tokens) {
      if (inNotes.has(token)) continue
      const embed: Embed = (token.type === 'embed' ? token.embed : undefined) ?? { end: 1 }
      if ('open' in embed) opened.add(embed.open)
      else if ('close' in embed && opened.has(embed.close)) whole.add(embed.close)
    }
  }
  return whole
}

function inlineOf(
  doc: Y.Doc,
  token: Extract<Token, { type: 'embed' }>,
  whole: ReadonlySet<string>,
): Inline[] {
  const embed: Embed = token.embed ?? { end: 1 }
  if ('break' in embed) return [{ type: 'line-break' }]
  const edge = 'open' in embed ? 'open' : 'close'
  const bracketId = 'open' in embed ? embed.open : 'close' in embed ? embed.close : ''
  return whole.has(bracketId)
    ? [
        {
          type: 'bracket',
          edge,
          bracketId,
          sponsors: '',
          ...(edge === 'open' && bracketKeysOf(doc, bracketId)),
        },
      ]
    : []
}

/** Letters with the same marks are read as one, however many pieces they were typed in. */
function inlinesOf(doc: Y.Doc, tokens: readonly Token[], whole: ReadonlySet<string>): Inline[] {
  const inlines: Inline[] = []
  let [words, marks]: [string, Marks | undefined] = ['', undefined]
  const endWords = () => {
    if (marks) inlines.push({ type: 'words', words, marks: readMarks(Object.entries(marks)) })
    ;[words, marks] = ['', undefined]
  }
  for (const token of tokens) {
    if (token.type === 'letters') {
      if (token.marks !== marks) endWords()
      words += token.letters
      marks = token.marks
    } else {
      endWords()
      inlines.push(...inlineOf(doc, token, whole))
    }
  }
  endWords()
  return joinRuns(inlines)
}

/** Blocks of a flow as lines, each with its looks. */
function readBlocks(doc: Y.Doc, blocks: readonly FlowBlock[]): BlockLine[] {
  const keys = blockKeys(doc)
  const whole = wholeBrackets(blocks)
  const lines = blocks.map(({ blockId, tokens }): BlockLine => {
    const looks = looksOf(keys, blockId)
    const inlines = choicesIn(inlinesOf(doc, tokens, whole))
    const { label, dir: direction } = looks
    const named = {
      blockId: blockId ?? '',
      ...(label !== undefined && { label }),
      ...(direction !== undefined && { direction }),
      inlines,
    }
    return looks.kind === 'heading'
      ? { looks, block: { type: 'heading', level: looks.level ?? 1, ...named } }
      : { looks, block: { type: 'paragraph', ...named } }
  })
  return withChoicesOfBlocks(lines)
}

/** The blocks of a flow, each with its looks, without its tables. */
export function linesOf(flow: Y.Text): BlockLine[] {
  const { doc } = flow
  if (!doc) throw new Error('a flow is a root of its document')
  return readBlocks(doc, blocksOf(flow))
}

/** The blocks of a cell. Nobody has written in it where it has no flow yet. */
export const readCell = (doc: Y.Doc, name: string): Block[] =>
  doc.share.has(name)
    ? nestLists(linesOf(flowOf(doc, name)))
    : [{ type: 'paragraph', blockId: '', inlines: [] }]

/** A table as content; none where it has no cells. */
function tableOf(doc: Y.Doc, grid: Grid): Table | undefined {
  if (grid.rows.length === 0 || grid.columns.length === 0) return undefined
  return {
    type: 'table',
    rows: placedCells(grid).map((row) =>
      row.map((cell) => ({
        header: cell.header,
        ...(cell.size.columns > 1 && { columnSpan: cell.size.columns }),
        ...(cell.size.rows > 1 && { rowSpan: cell.size.rows }),
        blocks: seenFlows(doc, cell).flatMap((flow) => readCell(doc, flow)),
      })),
    ),
  }
}

/** The content of a text's words, with its lists as lists and its tables as tables. */
export function readFlow(flow: Y.Text): Block[] {
  const { doc } = flow
  if (!doc) throw new Error('a flow is a root of its document')
  const gridOf = gridsOf(doc)
  const parts = partsOf(flow)
  const blocks = parts.flatMap((part) => (isTable(part) ? [] : [part]))
  const lines = readBlocks(doc, blocks).values()
  return nestLists(
    parts.flatMap((part): Line[] => {
      if (!isTable(part)) {
        const line = lines.next().value
        // Where a text ends with a table nothing stands behind it.
        return line && (parts.length === 1 || !isOnlyRead(part)) ? [line] : []
      }
      const table = part.tableId === undefined ? undefined : tableOf(doc, gridOf(part.tableId))
      const { depth } = looksOf(blockKeys(doc), part.tableId)
      return table ? [{ looks: depth === undefined ? {} : { depth }, block: table }] : []
    }),
  )
}

/** Puts other blocks in place of those of the same ids, also in lists; what holds none of them stays the same object. */
function withBlocks(
  blocks: readonly Block[],
  anewOf: (block: BlockLine['block']) => BlockLine['block'],
): Block[] {
  return blocks.map((block): Block => {
    if (block.type === 'table') return block
    if (block.type !== 'list') return anewOf(block)
    const items = block.items.map((item) => {
      const own = withBlocks(item.blocks, anewOf)
      return own.some((each, at) => each !== item.blocks[at]) ? { ...item, blocks: own } : item
    })
    return items.some((item, at) => item !== block.items[at]) ? { ...block, items } : block
  })
}

/** Whether what a block says follows from its own letters: it is in no brackets as a whole, and has no footnotes. */
const isReadAlone = (inlines: readonly Inline[]): boolean =>
  inlines.at(-1)?.type !== 'bracket' && inlines.every((inline) => noteOf(inline) === undefined)

/**
 * What `readFlow` gives after a plain edit, from what it gave before: the blocks of the edit are read anew, all others are the same objects.
 * Undefined where all has to be read. A block in brackets as a whole may become an option of one beside it by its words, and what brackets
 * stand in a footnote depends on the letters around them.
 */
export function readEdited(
  doc: Y.Doc,
  before: readonly Block[],
  edges: PlainEdit['blocks'],
): Block[] | undefined {
  const left = new Set(edges.keys())
  let isRegular = true
  const blocks = withBlocks(before, (block) => {
    // One of two with one id, or outside of any.
    if (block.blockId === '') isRegular = false
    const edge = edges.get(block.blockId)
    if (!edge || !left.delete(block.blockId)) return block
    const whole = new Set(
      block.inlines.flatMap((inline) => (inline.type === 'bracket' ? inline.bracketId : [])),
    )
    const tokens = blockBehind(edge, block.blockId)?.tokens
    const inlines = choicesIn(inlinesOf(doc, tokens ?? [], whole))
    if (!tokens || ![block.inlines, inlines].every(isReadAlone)) isRegular = false
    return { ...block, inlines }
  })
  return isRegular && left.size === 0 ? blocks : undefined
}
