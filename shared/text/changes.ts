/** How one text differs from another, change by change: in its words, its tasks and its provisions. */
import type { Cell, TextContent } from '../domain/content.ts'
import { type Form, formatsBetween, formsBetween } from './block-form.ts'
import { seenBlocks } from './block-looks.ts'
import { type ComparedPiece, compareWordsOf } from './compare.ts'
import type { RowsName } from './content-names.ts'
import { cellKey, contentCells, type RowField } from './content-rows.ts'
import { flatInlines, wordBlocks } from './flat-words.ts'
import { withBreaks } from './paragraph-breaks.ts'

/** A paragraph or a cell that differs. */
export interface Change {
  readonly pieces: readonly ComparedPiece[]
  /** Which cell, in which row (from 1); null for a paragraph of the words. */
  readonly cell: {
    readonly rows: RowsName
    readonly row: number
    readonly field: RowField
  } | null
  /** What the words become where they stay as they are, as far as that is known. */
  readonly forms?: readonly Form[]
}

const cellsByKey = (content: TextContent) =>
  new Map(contentCells(content).map((each) => [cellKey(each.rowId, each.field), each]))
const line = (cell: Cell) => ({ type: 'paragraph' as const, blockId: 'cell', inlines: cell })
const isChanged = (pieces: readonly ComparedPiece[]): boolean =>
  pieces.some(({ kind, words }) => kind !== 'same' && words !== '')

/** Whether words stay as they are and only look otherwise. */
export const isFormOnly = ({ pieces }: Pick<Change, 'pieces'>): boolean =>
  pieces.every(({ kind }) => kind === 'same')

/** Whether there are two wordings, which a bracket could hold: form and white space alone make none. */
export const isReworded = (changes: readonly Change[]): boolean =>
  changes.some(({ pieces }) =>
    pieces.some(({ kind, words }) => kind !== 'same' && words.trim() !== ''),
  )

/** What is different in `after`, in reading order; white space alone counts too. `blocks` are the words of both, compared. */
export function changesBetween(
  before: TextContent,
  after: TextContent,
  blocks = compareWordsOf(before.words, after.words),
): Change[] {
  const changes: Change[] = withBreaks(blocks)
    .filter(({ pieces }) => isChanged(pieces))
    .map(({ pieces }) => ({ pieces, cell: null }))
  const former = cellsByKey(before)
  const compare = ({ rows, row, field }: NonNullable<Change['cell']>, from: Cell, to: Cell) => {
    for (const { pieces } of compareWordsOf([line(from)], [line(to)]))
      if (isChanged(pieces)) changes.push({ pieces, cell: { rows, row, field } })
  }
  for (const [key, each] of cellsByKey(after)) {
    compare(each, former.get(key)?.cell ?? [], each.cell)
    former.delete(key)
  }
  for (const each of former.values()) compare(each, each.cell, [])
  return changes
}

/** Where `after` shapes words that it leaves as they are, in reading order. `blocks` are the words of both, compared. */
export function formChangesBetween(
  before: TextContent,
  after: TextContent,
  blocks = compareWordsOf(before.words, after.words),
): Change[] {
  const [was, is] = [seenBlocks(before.words), seenBlocks(after.words)]
  const changes: Change[] = []
  for (const { from, to, pieces } of blocks) {
    const [former, shaped] = [was[from ?? -1], is[to ?? -1]]
    if (!former || !shaped || pieces.length === 0 || isChanged(pieces)) continue
    const forms = formsBetween(former, shaped)
    if (forms.length > 0) changes.push({ pieces, cell: null, forms })
  }
  const former = cellsByKey(before)
  for (const [key, { cell, rows, row, field }] of cellsByKey(after)) {
    const words = flatInlines(cell)
    const earlier = former.get(key)?.cell ?? []
    if (words === '' || words !== flatInlines(earlier)) continue
    const forms = formatsBetween(earlier, cell)
    if (forms.length > 0)
      changes.push({ pieces: [{ kind: 'same', words }], cell: { rows, row, field }, forms })
  }
  return changes
}

/** The places of `before` that `after` changes: two amendments that share one compete. */
export function placesChanged(before: TextContent, after: TextContent): ReadonlySet<string> {
  const places = new Set<string>()
  const blocks = (content: TextContent) =>
    wordBlocks(content.words).map((block, index) => ({
      key: block.blockId === '' ? `block ${index}` : block.blockId,
      words: flatInlines(block.inlines),
    }))
  const there = new Map(blocks(after).map(({ key, words }) => [key, words]))
  for (const { key, words } of blocks(before)) if (there.get(key) !== words) places.add(key)
  const cells = cellsByKey(after)
  for (const [key, { cell }] of cellsByKey(before))
    if (flatInlines(cells.get(key)?.cell ?? []) !== flatInlines(cell)) places.add(key)
  return places
}
