/**
 * Draws a flow as the editor's document. With two edges a block, an index of the flow is a position here. Only where a block lacks
 * an edge, and says so, are they counted one by one.
 */
import type { Mark, Node, Schema } from '@tiptap/pm/model'
import { Selection } from '@tiptap/pm/state'
import type * as Y from 'yjs'
import { type BlockLooks, isSameLooks, looksNames, looksOf } from '#shared/flow/block-looks'
import {
  blockBehind,
  type FlowBlock,
  type FlowPart,
  isTable,
  partsOf,
  startOf,
} from '#shared/flow/blocks'
import { blockKeys } from '#shared/flow/flow-doc'
import { lastAt } from '#shared/flow/ids'
import type { PlainEdit } from '#shared/flow/plain-edits'
import type { Marks, Token } from '#shared/flow/tokens'
import { nodeNames } from './flow-schema.ts'

const marksIn = (schema: Schema, marks: Marks): Mark[] =>
  Object.entries(marks).flatMap(([name, value]) => {
    const type = schema.marks[name]
    if (!type) return []
    return [type.create(typeof value === 'object' && value !== null ? { ...value } : {})]
  })

function inline(schema: Schema, token: Token): Node {
  const make = (name: string, attributes: Record<string, unknown> = {}): Node => {
    const type = schema.nodes[name]
    if (!type) throw new Error(`the schema has no ${name}`)
    return type.create(attributes)
  }
  if (token.type === 'letters') return schema.text(token.letters, marksIn(schema, token.marks))
  const { embed } = token
  if (embed && 'open' in embed)
    return make(nodeNames.bracket, { edge: 'open', bracketId: embed.open })
  if (embed && 'close' in embed)
    return make(nodeNames.bracket, { edge: 'close', bracketId: embed.close })
  if (embed && 'break' in embed) return make(nodeNames.lineBreak, { breakId: embed.break })
  return make(nodeNames.unknown)
}

/** A block or table as it was drawn; where it stood then, it may no longer. */
interface DrawnPart {
  readonly part: FlowPart
  readonly looks: BlockLooks
  readonly node: Node
}

export interface Drawing {
  readonly parts: readonly DrawnPart[]
  readonly nodes: readonly Node[]
}

/** Whether each block has both edges and an id that no other has. */
const isRegular = ({ parts }: Drawing): boolean =>
  parts.every(({ part }) => (isTable(part) ? part.tableId !== undefined : !isHalf(part)))

const isSameToken = (a: Token, b: Token | undefined): boolean =>
  b !== undefined &&
  a.id.client === b.id.client &&
  a.id.clock === b.id.clock &&
  a.length === b.length &&
  (a.type !== 'letters' ||
    b.type !== 'letters' ||
    a.marks === b.marks ||
    isSameMarks(a.marks, b.marks))

const isSameMarks = (a: Marks, b: Marks): boolean => JSON.stringify(a) === JSON.stringify(b)

const isSameBlock = (a: FlowBlock, b: FlowBlock): boolean =>
  a.hasEnd === b.hasEnd &&
  a.tokens.length === b.tokens.length &&
  a.tokens.every((token, at) => isSameToken(token, b.tokens[at]))

const isHalf = ({ blockId, hasEnd }: FlowBlock): boolean => blockId === undefined || !hasEnd

function drawBlock(schema: Schema, block: FlowBlock, looks: BlockLooks): Node {
  const attributes = Object.fromEntries(looksNames.map((name) => [name, looks[name] ?? null]))
  return schema.node(
    nodeNames.block,
    { blockId: block.blockId ?? null, isHalf: isHalf(block) || null, ...attributes },
    block.tokens.map((token) => inline(schema, token)),
  )
}

/** Where tables are not known, in a cell, something holds their place. */
const drawTable = (schema: Schema, tableId: string | null): Node =>
  schema.nodes[nodeNames.table]?.create({ tableId }) ?? schema.node(nodeNames.unknownBlock)

const idOf = (part: FlowPart): string | undefined => (isTable(part) ? part.tableId : part.blockId)

/** Draws all blocks and tables; those that are as they were `before` are the same nodes again. */
export function drawBlocks(schema: Schema, flow: Y.Text, before?: Drawing): Drawing {
  const keys = flow.doc ? blockKeys(flow.doc) : undefined
  const known = new Map(before?.parts.map((drawn) => [idOf(drawn.part), drawn]))
  const parts = partsOf(flow).map((part): DrawnPart => {
    const drawn = known.get(idOf(part))
    if (isTable(part)) {
      const isKept = drawn && isTable(drawn.part)
      const { tableId = null } = part
      const node = isKept ? drawn.node : drawTable(schema, tableId)
      return { part, looks: {}, node }
    }
    const looks = keys ? looksOf(keys, part.blockId) : {}
    const isKept =
      drawn &&
      !isTable(drawn.part) &&
      isSameLooks(drawn.looks, looks) &&
      isSameBlock(part, drawn.part)
    return { part, looks, node: isKept ? drawn.node : drawBlock(schema, part, looks) }
  })
  return { parts, nodes: parts.map(({ node }) => node) }
}

/**
 * The blocks of a drawing in which letters alone came and went, by their ids and opening edges, as they are now; undefined where all has
 * to be drawn again. Work in proportion to these blocks.
 */
export function drawEdited(
  schema: Schema,
  flow: Y.Text,
  drawing: Drawing,
  edges: PlainEdit['blocks'],
): Drawing | undefined {
  const keys = flow.doc && blockKeys(flow.doc)
  if (!keys || !isRegular(drawing)) return undefined
  const parts = [...drawing.parts]
  for (const [blockId, edge] of edges) {
    const at = parts.findIndex(({ part }) => !isTable(part) && part.blockId === blockId)
    const part = blockBehind(edge, blockId)
    if (!part || !parts[at]) return undefined
    // One's own acts are not drawn: the looks that were may not be those that are.
    const looks = looksOf(keys, blockId)
    parts[at] = { part, looks, node: drawBlock(schema, part, looks) }
  }
  return { parts, nodes: parts.map(({ node }) => node) }
}

export const draw = (schema: Schema, flow: Y.Text): Node =>
  schema.node('doc', null, [...drawBlocks(schema, flow).nodes])

/** Whether no block that lacks an edge stands between two positions of a document. */
export function hasWholeBlocks(doc: Node, from = 0, to = doc.content.size): boolean {
  const [first, last] = [doc.resolve(from).index(0), doc.resolve(to).index(0)]
  for (let at = first; at <= last; at += 1)
    if (doc.maybeChild(at)?.attrs['isHalf'] === true) return false
  return true
}

/** Where each block and table stands in the flow that a document shows as it is; nothing where every index is a position. */
function startsIn(flow: Y.Text, doc: Node): readonly FlowPart[] | 'regular' {
  // Nor is there an edge too many, which is not drawn.
  const isRegular = doc.content.size === flow.length && hasWholeBlocks(doc)
  return isRegular ? 'regular' : partsOf(flow)
}

/** Where a position of the document lies in the flow, whose blocks and tables these are. */
export function indexIn(
  parts: readonly FlowPart[],
  flow: Y.Text,
  doc: Node,
  position: number,
): number {
  const at = doc.resolve(position)
  const part = parts[at.index(0)]
  if (!part) return flow.length
  return at.depth === 0 || isTable(part) ? startOf(part) : part.from + at.parentOffset
}

/** Tells where positions of a document lie in the flow that it shows. */
export function indicesIn(flow: Y.Text, doc: Node): (position: number) => number {
  const parts = startsIn(flow, doc)
  return (position) => (parts === 'regular' ? position : indexIn(parts, flow, doc, position))
}

export const indexAt = (flow: Y.Text, doc: Node, position: number): number =>
  indicesIn(flow, doc)(position)

/** Gives the position itself, or the nearest in a block: behind it, else before it. Where many are asked for, blocks are looked up. */
function nearestInBlock(doc: Node): (position: number) => number {
  const starts: { readonly clock: number; readonly size: number; readonly holdsText: boolean }[] =
    []
  doc.forEach(({ nodeSize, isTextblock }, offset) => {
    starts.push({ clock: offset, size: nodeSize, holdsText: isTextblock })
  })
  return (position) => {
    const at = lastAt(starts, position)
    const block = starts[at]
    if (block && position > block.clock && position < block.clock + block.size) return position
    const [behind, before] =
      block?.clock === position ? [block, starts[at - 1]] : [starts[at + 1], block]
    if (behind?.holdsText) return position + 1
    if (before?.holdsText) return position - 1
    return Selection.near(doc.resolve(position)).head
  }
}

/** Tells where indices of a flow lie in the document that shows it: always in a block. */
export function positionsIn(flow: Y.Text, doc: Node): (index: number) => number {
  const parts = startsIn(flow, doc)
  const inBlock = nearestInBlock(doc)
  if (parts === 'regular') return (index) => inBlock(Math.min(index, doc.content.size))
  return (index) => {
    let position = 0
    for (const part of parts) {
      if (isTable(part)) {
        if (index <= part.index) return inBlock(position)
        position += 1
        continue
      }
      const { from, to } = part
      if (index <= to) return position + 1 + Math.max(0, index - from)
      position += to - from + 2
    }
    return inBlock(position)
  }
}

export const positionAt = (flow: Y.Text, doc: Node, index: number): number =>
  positionsIn(flow, doc)(index)
