/**
 * The editor's schema of a flow: one kind of block, whose looks are attributes, so that a change of kind moves no letter. Every
 * token of a flow is as long here as there: a block's two edges, letters, brackets' edges, line breaks.
 */
import { Node } from '@tiptap/core'
import type { BlockLooks } from '#shared/flow/block-looks'
import { looksNames } from '#shared/flow/block-looks'
import { inlineKit } from '../editor/inline-kit.ts'

export const nodeNames = {
  block: 'block',
  bracketEdge: 'bracketEdge',
  lineBreak: 'lineBreak',
  unknown: 'unknown',
} as const

const Document = Node.create({ name: 'doc', topNode: true, content: 'block+' })

const absent = { default: null, rendered: false }

/** The looks that attributes say. */
export const looksIn = (attributes: Readonly<Record<string, unknown>>): BlockLooks =>
  Object.fromEntries(looksNames.map((name) => [name, attributes[name] ?? undefined]))

const Block = Node.create({
  name: nodeNames.block,
  group: 'block',
  content: 'inline*',
  defining: true,
  addAttributes: () => ({
    blockId: absent,
    ...Object.fromEntries(looksNames.map((name) => [name, absent])),
  }),
  parseHTML: () => [{ tag: 'p' }, { tag: 'h1' }, { tag: 'h2' }, { tag: 'h3' }, { tag: 'li' }],
  renderHTML({ node }) {
    const { kind, level, list, depth } = looksIn(node.attrs)
    if (kind === 'heading') return [`h${level ?? 1}`, 0]
    if (list === undefined) return ['p', 0]
    return ['p', { role: 'listitem', 'aria-level': depth ?? 1, 'data-list': list }, 0]
  },
})

const atom = { group: 'inline', inline: true, atom: true, selectable: false } as const

const BracketEdge = Node.create({
  name: nodeNames.bracketEdge,
  ...atom,
  addAttributes: () => ({ edge: { default: 'open' }, bracketId: { default: '' } }),
  renderHTML: ({ node }) => ['span', {}, node.attrs['edge'] === 'close' ? ']' : '['],
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

export const flowSchema = [
  Document,
  inlineKit({ listKeymap: false, hardBreak: false }),
  Block,
  BracketEdge,
  LineBreak,
  Unknown,
]
