/**
 * What a document of flows may hold: the one table that the server admits content by. A flow (`flow`, `cell/<row>/<column>`) holds
 * letters, embeds and formats; a root map (`blocks`, `rows`, `columns`, `merges`) holds one scalar a key, and the key names what it is about. What a
 * page says of letters that it pasted stands in `claims`; `copies` and `brackets` are written by the installation alone.
 *
 * `blocks` with `p1.level = 2` is allowed; `p1.level = 7`, `p1.colour = 'red'`, a root that is called `notes`, and a table in a cell, are not.
 */
import { claimsRoot, copiesRoot } from '../copies/doc-copies.ts'
import { formerRoot } from '../migration/former-clocks.ts'
import { rowsNames } from '../text/content-names.ts'
import { rowFields } from '../text/content-rows.ts'
import { formatRules } from './allowed-formats.ts'
import { BlockLooks } from './block-looks.ts'
import { bracketsRoot } from './bracket-keys.ts'
import { Embed } from './embeds.ts'
import { wordsFlow } from './flow-doc.ts'
import { isOrderKey } from './order-keys.ts'
import { type Axis, cellOf, mergesRoot } from './tables.ts'

/** Counts up with each change of this table that makes a page of another release strike or miss words. The tree's was 1. */
export const contentSchema = 4

/** A root of a document of flows. */
export type FlowRoot =
  | { readonly is: 'words' | 'blocks' | 'claims' | 'merges' | Axis }
  | { readonly is: 'cell'; readonly cell: { readonly rowId: string; readonly columnId: string } }

/** The root that a name means; undefined where no text has such a root. */
export function flowRoot(name: string): FlowRoot | undefined {
  if (name === wordsFlow) return { is: 'words' }
  if (name === 'blocks' || name === 'rows' || name === 'columns') return { is: name }
  if (name === claimsRoot) return { is: 'claims' }
  if (name === mergesRoot) return { is: 'merges' }
  const cell = cellOf(name)
  return cell && { is: 'cell', cell }
}

/** Whether the installation alone writes a root, and nothing in it is ever deleted but by it. */
export const isInstallations = (name: string | undefined): boolean =>
  name === copiesRoot || name === bracketsRoot || name === formerRoot

/** The columns of tasks and of provisions; undefined for a table in the words, which says which it has. */
export const fixedFields = (table: string): ReadonlySet<string> | undefined => fields.get(table)
const fields: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  rowsNames.map((name) => [name, new Set<string>(rowFields[name])]),
)

type Check = (value: unknown) => boolean
const halfOfPair = /\p{Surrogate}/u
/** An id that every reader can write down. */
const isId: Check = (value) =>
  typeof value === 'string' && /^.{1,64}$/su.test(value) && !halfOfPair.test(value)

/**
 * Where a row or column stands, and whether it was removed: neither is ever deleted, so that words typed in its cells meanwhile are
 * kept.
 */
const entryRules: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['table', isId],
  ['order', isOrderKey],
  ['removed', (value) => typeof value === 'boolean'],
  ['heading', (value) => typeof value === 'boolean'],
])
/** The key under which a row or column says which table it belongs to: with it the row is there. */
export const entryBegins = 'table'

/** Whether a block may look so. */
function mayLook(name: string, value: unknown): boolean {
  if (!Object.hasOwn(BlockLooks.shape, name) || value === undefined) return false
  return Object.values(BlockLooks.parse({ [name]: value })).some((read) => read === value)
}

/** A key of a root map: which block, row or column it is about, and what it says of it. */
export interface FlowKey {
  readonly id: string
  readonly name: string
}

/** The two parts of a key; undefined for what names nobody, or nothing that can be said. */
export function readKey(root: FlowRoot, key: string): FlowKey | undefined {
  const [, id, name = ''] = /^(.{1,64})\.([a-z]+)$/su.exec(key) ?? []
  if (id === undefined) return undefined
  const isKnown =
    (root.is === 'blocks' && Object.hasOwn(BlockLooks.shape, name)) ||
    ((root.is === 'rows' || root.is === 'columns') && entryRules.has(name))
  // The name of a cell says where the id of its column begins.
  const isNamed = root.is !== 'columns' || !id.includes('/')
  return isKnown && isNamed ? { id, name } : undefined
}

/** Whether a value may stand under a key of a root map. */
export function mayBeValue(root: FlowRoot, { name }: FlowKey, value: unknown): boolean {
  if (root.is === 'blocks') return mayLook(name, value)
  const isFixed = name === entryBegins && root.is === 'columns' && fields.has(String(value))
  return !isFixed && entryRules.get(name)?.(value) === true
}

/** The two cells of a merge: of the first under its name, of the last its row and column; the first alone where it was split. */
export function cellsOfMerge(key: string, value: unknown): readonly string[] | undefined {
  if (!cellOf(key) || typeof value !== 'string' || halfOfPair.test(key + value)) return undefined
  if (value === '') return [key]
  const last = `cell/${value}`
  return cellOf(last) ? [key, last] : undefined
}

/** An embed of the strict schema, with an id that every reader can write down; undefined for any other. */
export function allowedEmbed(value: unknown): Embed | undefined {
  const embed = Embed.safeParse(value).data
  const isAllowed =
    embed &&
    Object.keys(Object(value)).length === 1 &&
    !halfOfPair.test(Object.values(embed).join()) &&
    !('table' in embed && fields.has(embed.table))
  return isAllowed ? embed : undefined
}

/** Whether words may have a format: its value where it begins, null where it ends. */
export function mayBeFormat(name: string, value: unknown): boolean {
  if (value === null) return formatRules.has(name)
  const href: unknown = Object(value).href
  if (typeof href === 'string' && halfOfPair.test(href)) return false
  return formatRules.get(name)?.(value) === true
}

/** How much of a kind one text may hold, and how much of it one member may have written. */
export interface Bound {
  readonly text: number
  readonly member: number
}
/** Far more than people write. */
export const flowBounds = {
  /** Client ids: a page takes up to three each time that it is opened: for letters, for copies, for edges. */
  clients: { text: 30_000, member: 3000 },
  /** UTF-16 units that stand. */
  letters: { text: 300_000, member: 300_000 },
  /** Edges of blocks and of brackets, and line breaks. */
  embeds: { text: 40_000, member: 30_000 },
  formats: { text: 40_000, member: 30_000 },
  /** Tasks and provisions, removed ones too. */
  rows: { text: 500, member: 400 },
  /** Rows, columns and cells of all tables in the words, removed ones too. */
  tableRows: { text: 4000, member: 3000 },
  columns: { text: 2000, member: 1500 },
  cells: { text: 20_000, member: 15_000 },
  /** Pastes of which their pages said where they are from. */
  claims: { text: 20_000, member: 5000 },
  /** What Yjs keeps apart, living or deleted: a letter, a word, or a page. */
  pieces: { text: 500_000, member: 300_000 },
} as const satisfies Record<string, Bound>
export type FlowBounded = keyof typeof flowBounds
/** Claims in one update: a page makes one for each flow that it pastes into. */
export const mostClaims = 500
