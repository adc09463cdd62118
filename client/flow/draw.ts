/** Draws a flow as the editor's document. With two edges a block, an index of the flow is a position here, but for half blocks. */
import type { Mark, Node, Schema } from '@tiptap/pm/model'
import type * as Y from 'yjs'
import { looksNames, looksOf } from '#shared/flow/block-looks'
import { blocksOf, type FlowBlock } from '#shared/flow/blocks'
import { blockKeys } from '#shared/flow/flow-doc'
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

export function draw(schema: Schema, flow: Y.Text): Node {
  const keys = flow.doc ? blockKeys(flow.doc) : undefined
  const blocks = blocksOf(flow).map(({ blockId, tokens }) => {
    const looks = keys ? looksOf(keys, blockId) : {}
    const attributes = Object.fromEntries(looksNames.map((name) => [name, looks[name] ?? null]))
    return schema.node(
      nodeNames.block,
      { blockId: blockId ?? null, ...attributes },
      tokens.map((token) => inline(schema, token)),
    )
  })
  return schema.node('doc', null, blocks)
}

const before = ({ from, blockId }: FlowBlock): number => from - (blockId === undefined ? 0 : 1)

/** Where a position of the document lies in the flow that it was drawn from. */
export function indexAt(flow: Y.Text, doc: Node, position: number): number {
  const at = doc.resolve(position)
  const blocks = blocksOf(flow)
  const block = blocks[at.index(0)]
  if (!block) return flow.length
  return at.depth === 0 ? before(block) : block.from + at.parentOffset
}

/** Where an index of the flow lies in the document that is drawn from it. */
export function positionAt(flow: Y.Text, index: number): number {
  let position = 1
  for (const { from, to } of blocksOf(flow)) {
    if (index <= to) return position + Math.max(0, index - from)
    position += to - from + 2
  }
  return position - 2
}
