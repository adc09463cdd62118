/** How one text differs from another, change by change: in its words, its tasks and its provisions. */
import {
  type Cell,
  type ProvisionField,
  provisionFields,
  type TaskField,
  type TextContent,
  taskFields,
} from '../domain/content.ts'
import { type ComparedPiece, compareWordsOf } from './compare.ts'
import { flatInlines, wordBlocks } from './flat-words.ts'
import { withBreaks } from './paragraph-breaks.ts'

/** A paragraph or a cell that differs. */
export interface Change {
  readonly pieces: readonly ComparedPiece[]
  /** Which cell, in which row (from 1); null for a paragraph of the words. */
  readonly cell: {
    readonly rows: 'tasks' | 'provisions'
    readonly row: number
    readonly field: TaskField | ProvisionField
  } | null
}

interface CellAt {
  readonly key: string
  readonly at: NonNullable<Change['cell']>
  readonly cell: Cell
}

function cellsOf({ tasks, provisions }: TextContent): CellAt[] {
  return [
    ...tasks.flatMap((task, index) =>
      taskFields.map((field) => ({
        key: `${task.rowId}/${field}`,
        at: { rows: 'tasks' as const, row: index + 1, field },
        cell: task[field],
      })),
    ),
    ...provisions.flatMap((provision, index) =>
      provisionFields.map((field) => ({
        key: `${provision.rowId}/${field}`,
        at: { rows: 'provisions' as const, row: index + 1, field },
        cell: provision[field],
      })),
    ),
  ]
}

const line = (cell: Cell) => ({ type: 'paragraph' as const, blockId: 'cell', inlines: cell })
const isChanged = (pieces: readonly ComparedPiece[]): boolean =>
  pieces.some(({ kind, words }) => kind !== 'same' && words !== '')

/** What is different in `after`, in reading order; white space alone counts too. */
export function changesBetween(before: TextContent, after: TextContent): Change[] {
  const changes: Change[] = withBreaks(compareWordsOf(before.words, after.words))
    .filter(({ pieces }) => isChanged(pieces))
    .map(({ pieces }) => ({ pieces, cell: null }))
  const former = new Map(cellsOf(before).map((each) => [each.key, each]))
  const compare = (at: NonNullable<Change['cell']>, from: Cell, to: Cell) => {
    for (const { pieces } of compareWordsOf([line(from)], [line(to)]))
      if (isChanged(pieces)) changes.push({ pieces, cell: at })
  }
  for (const { key, at, cell } of cellsOf(after)) {
    compare(at, former.get(key)?.cell ?? [], cell)
    former.delete(key)
  }
  for (const { at, cell } of former.values()) compare(at, cell, [])
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
  const cells = new Map(cellsOf(after).map(({ key, cell }) => [key, flatInlines(cell)]))
  for (const { key, cell } of cellsOf(before))
    if (cells.get(key) !== flatInlines(cell)) places.add(key)
  return places
}
