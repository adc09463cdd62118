/**
 * What the document of a text may hold: the one table that the server admits words by, that a page knows by whether it can show
 * a text, and that the editor's schema is held against by a test.
 */
import { isSafeAddress, liftedEdge, nodeName, rowsNames } from './content-names.ts'
import { rowFields } from './content-rows.ts'

/** Counts up with each change of this table that makes a page of another release strike or miss words. */
export const contentSchema = 1

/** Tells whether a value may stand where it was found. Whatever was sent may come in. */
export type Check = (value: unknown) => boolean

const isOneOf =
  (...values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value)
const isWhole =
  (least: number, most: number): Check =>
  (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
const isShortText =
  (most: number): Check =>
  (value) =>
    typeof value === 'string' && value.length <= most

/** Longest values, in UTF-16 units. */
const longest = { id: 64, sponsors: 2000, instant: 64, address: 4096 } as const
/** Columns or rows that one cell may span. */
const mostSpanned = 100
const widestColumn = 10_000

const isSpan = isWhole(1, mostSpanned)
const isWidths: Check = (value) =>
  Array.isArray(value) && value.length <= mostSpanned && value.every(isWhole(0, widestColumn))

/** One kind of node: the nodes that may stand in it, and what its attributes may be. */
interface NodeRule {
  readonly children: readonly string[]
  readonly attributes: Readonly<Record<string, Check>>
}

/** The name by which the table speaks of a Y.XmlText. */
export const wordsInside = 'text'

const { paragraph, heading, bulletList, orderedList, listItem } = nodeName
const { table, tableRow, tableCell, tableHeader, hardBreak, bracket } = nodeName
const blocks: readonly string[] = [paragraph, heading, bulletList, orderedList, table]
const inlines: readonly string[] = [wordsInside, hardBreak, bracket]
const blockId = { id: isShortText(longest.id) }
const cell: NodeRule = {
  children: blocks,
  attributes: {
    colspan: isSpan,
    rowspan: isSpan,
    colwidth: isWidths,
    align: isOneOf('left', 'center', 'right'),
  },
}

/** Every kind of node. */
export const nodeRules: ReadonlyMap<string, NodeRule> = new Map([
  [paragraph, { children: inlines, attributes: blockId }],
  [heading, { children: inlines, attributes: { ...blockId, level: isWhole(1, 3) } }],
  [bulletList, { children: [listItem], attributes: {} }],
  [
    orderedList,
    {
      children: [listItem],
      attributes: { start: isWhole(-999_999, 999_999), type: isOneOf('1', 'a', 'A', 'i', 'I') },
    },
  ],
  [listItem, { children: blocks, attributes: {} }],
  [table, { children: [tableRow], attributes: {} }],
  [tableRow, { children: [tableCell, tableHeader], attributes: {} }],
  [tableCell, cell],
  [tableHeader, cell],
  [hardBreak, { children: [], attributes: {} }],
  [
    bracket,
    {
      children: [],
      attributes: {
        edge: isOneOf('open', 'close', liftedEdge),
        bracketId: isShortText(longest.id),
        sponsors: isShortText(longest.sponsors),
        putAt: isShortText(longest.instant),
        optionOf: isShortText(longest.id),
      },
    },
  ],
])

/** What may stand at the root of the words, and in a cell of a task or provision. */
export const rootChildren: readonly string[] = blocks

const isPlain: Check = (value) =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0

/** The attributes of a link; a page lends nobody its styles, and opens nobody its window. */
const linkAttributes: ReadonlyMap<string, Check> = new Map<string, Check>([
  [
    'href',
    (value) => typeof value === 'string' && value.length <= longest.address && isSafeAddress(value),
  ],
  ['target', isOneOf(null, '_blank')],
  ['rel', isOneOf(null, 'noopener noreferrer nofollow')],
  ['class', isOneOf(null)],
  ['title', isOneOf(null)],
])
const isLink: Check = (value) =>
  typeof value === 'object' &&
  value !== null &&
  Object.hasOwn(value, 'href') &&
  Object.entries(value).every(([name, each]) => linkAttributes.get(name)?.(each) ?? false)

/** Every format of words, with what its value may be where it begins; it ends with null. */
export const formatRules: ReadonlyMap<string, Check> = new Map([
  ['bold', isPlain],
  ['italic', isPlain],
  ['underline', isPlain],
  ['link', isLink],
])

/** The cells of a row of each table of a text. */
export const rowCells: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  rowsNames.map((name) => [name, new Set<string>(rowFields[name])]),
)

/** Where the id of a row stands in it. */
export const rowIdKey = 'rowId'
export const isRowId: Check = isShortText(longest.id)

/** How much of a kind one text may hold, and how much of it one member may have written: far more than people write. */
export interface Bound {
  readonly text: number
  readonly member: number
}
export const contentBounds = {
  /** Yjs client ids: a page takes a new one each time that it is opened and typed in. */
  clients: { text: 10_000, member: 1000 },
  /** Paragraphs, headings, lists, items, tables, their rows and cells, breaks and edges of brackets. */
  blocks: { text: 20_000, member: 15_000 },
  /** Begins and ends of formats. */
  formats: { text: 40_000, member: 30_000 },
  /** Tasks and provisions. */
  rows: { text: 500, member: 400 },
  /** Characters of words and cells: some hundred pages. */
  letters: { text: 300_000, member: 300_000 },
  /** What Yjs keeps apart, living or struck: a letter, a word, or a page. */
  pieces: { text: 500_000, member: 300_000 },
} as const satisfies Record<string, Bound>
export type Bounded = keyof typeof contentBounds

/** Children of one node, where so many of them would make a page compute for minutes. */
export const mostChildren: ReadonlyMap<string, number> = new Map([
  [table, 1000],
  [tableRow, 100],
])
