/**
 * The editor's schema of a flow: one kind of block, whose looks are attributes, so that a change of kind moves no letter. Every
 * token of a flow is as long here as there: a block's two edges, letters, brackets' edges, line breaks.
 */
import { getSchema, Node } from '@tiptap/core'
import type { DOMOutputSpec } from '@tiptap/pm/model'
import { z } from 'zod'
import { BlockLooks, looksNames } from '#shared/flow/block-looks'
import { footnoteMark } from '../editor/footnote-mark.ts'
import { inlineKit, literalMark, raisedMarks } from '../editor/inline-kit.ts'

export const nodeNames = {
  block: 'block',
  table: 'table',
  bracket: 'bracket',
  lineBreak: 'lineBreak',
  unknown: 'unknown',
  unknownBlock: 'unknownBlock',
} as const

const documentOf = (content: string) => Node.create({ name: 'doc', topNode: true, content })

const absent = { default: null, rendered: false }

/** The looks that attributes say. */
export const looksIn = (attributes: Readonly<Record<string, unknown>>): BlockLooks =>
  Object.fromEntries(looksNames.map((name) => [name, attributes[name] ?? undefined]))

/** What an element of a flattened list says. */
function saidBy(element: HTMLElement): BlockLooks {
  const { dataset } = element
  const number = (said: string | undefined) => (said === undefined ? undefined : Number(said))
  return BlockLooks.parse({
    list: dataset['list'],
    depth: number(dataset['depth']),
    start: number(dataset['start']),
    continues: dataset['continues'] === undefined ? undefined : true,
    label: dataset['label'],
    dir: element.getAttribute('dir') ?? undefined,
  })
}

/** A heading that is an item: its letters stand in the item's own element. */
const headingIn = (level: 1 | 2 | 3 | undefined): DOMOutputSpec => [`h${level ?? 1}`, 0]

const Block = Node.create({
  name: nodeNames.block,
  group: 'block',
  content: 'inline*',
  defining: true,
  addAttributes: () => ({
    blockId: absent,
    // Drawn from a block that lacks an edge.
    isHalf: absent,
    ...Object.fromEntries(looksNames.map((name) => [name, absent])),
  }),
  // Lists have been made flat before.
  parseHTML: () => [
    { tag: 'p', getAttrs: (element) => saidBy(element) },
    ...([1, 2, 3] as const).map((level) => ({
      tag: `h${level}`,
      getAttrs: (element: HTMLElement) => ({ ...saidBy(element), kind: 'heading', level }),
    })),
  ],
  renderHTML({ node }) {
    const { kind, level, list, depth, label, dir } = looksIn(node.attrs)
    const attributes = {
      ...(depth !== undefined && { 'data-depth': depth }),
      ...(label !== undefined && { 'data-label': label }),
      ...(dir !== undefined && { dir }),
    }
    if (list !== undefined) return ['li', attributes, kind === 'heading' ? headingIn(level) : 0]
    return [kind === 'heading' ? `h${level ?? 1}` : 'p', attributes, 0]
  },
})

const atom = { group: 'inline', inline: true, atom: true, selectable: false } as const

const Bracket = Node.create({
  name: nodeNames.bracket,
  ...atom,
  addAttributes: () => ({ edge: { default: 'open' }, bracketId: { default: '' } }),
  parseHTML: () => [
    {
      tag: 'span[data-bracket]',
      getAttrs: ({ dataset }) => ({ edge: dataset['edge'], bracketId: dataset['bracket'] }),
    },
  ],
  renderHTML({ node: { attrs } }) {
    const { edge, bracketId } = attrs
    const attributes = { 'data-bracket': String(bracketId), 'data-edge': String(edge) }
    return ['span', attributes, edge === 'close' ? ']' : '[']
  },
})

const LineBreak = Node.create({
  name: nodeNames.lineBreak,
  ...atom,
  addAttributes: () => ({ breakId: { default: '' } }),
  parseHTML: () => [{ tag: 'br' }],
  renderHTML: () => ['br'],
})

/** Holds the place of what no page of this release writes. */
const Unknown = Node.create({ name: nodeNames.unknown, ...atom, renderHTML: () => ['span'] })

/** The same for what stands between blocks: a table in a cell. */
const UnknownBlock = Node.create({
  name: nodeNames.unknownBlock,
  atom: true,
  renderHTML: () => ['div'],
})

/** A cell as a table in it is pasted or drawn; its content is a document of the schema as JSON. */
export const PastedCells = z.array(
  z.array(
    z.object({
      header: z.boolean(),
      columnSpan: z.number().optional(),
      rowSpan: z.number().optional(),
      content: z.unknown(),
    }),
  ),
)
export type PastedCells = z.infer<typeof PastedCells>

/** A table in the words, as long as its embed: what is in it lies elsewhere. One that is pasted says what it holds until it is written. */
const Table = Node.create({
  name: nodeNames.table,
  atom: true,
  selectable: true,
  addAttributes: () => ({ tableId: absent, cells: absent }),
  parseHTML: () => [
    {
      tag: 'table',
      getAttrs: ({ dataset }) => ({
        tableId: dataset['table'] ?? null,
        cells: PastedCells.catch([]).parse(JSON.parse(dataset['cells'] ?? '[]')),
      }),
    },
  ],
  renderHTML: () => ['div'],
})

const inBlocks = [
  inlineKit({ listKeymap: false, hardBreak: false }),
  ...raisedMarks,
  literalMark,
  footnoteMark,
  Block,
  Bracket,
  LineBreak,
  Unknown,
]

/** What cells hold: no tables. */
export const cellSchema = [documentOf('(block | unknownBlock)+'), ...inBlocks, UnknownBlock]
/** The same as ProseMirror reads it. */
export const schemaInCells = getSchema(cellSchema)
export const flowSchema = [documentOf('(block | table)+'), ...inBlocks, Table]
