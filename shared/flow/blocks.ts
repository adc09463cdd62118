/**
 * The blocks of a flow. A block runs from its opening edge to its end or the next opening edge. What stands outside of any block,
 * such as letters typed into one that somebody deleted meanwhile, is a paragraph of its own. Tables stand between blocks, as one embed each.
 *
 * Before: `{block: p1} First {end} stray {block: p2} Second`. Read: p1 "First", a paragraph without an id "stray", p2 "Second".
 */
import type * as Y from 'yjs'
import { type Token, tokensBehind, tokensOf } from './tokens.ts'

export interface FlowBlock {
  /** The id in its edge; undefined for what stands outside of any. */
  readonly blockId: string | undefined
  /** Where its first letter stands or would stand. */
  readonly from: number
  /** Behind its last letter. */
  readonly to: number
  /** Whether its end is an edge of its own. */
  readonly hasEnd: boolean
  /** Letters, brackets' edges and line breaks. */
  readonly tokens: readonly Token[]
}

/** A table in the words: its rows and columns are told by root maps, its cells are flows of their own. */
export interface FlowTable {
  /** Undefined for a second one with the id of another, which holds its place and is no table. */
  readonly tableId: string | undefined
  readonly index: number
}
export type FlowPart = FlowBlock | FlowTable

export const isTable = (part: FlowPart): part is FlowTable => 'tableId' in part
const isBlock = (part: FlowPart): part is FlowBlock => !isTable(part)

/** All blocks and tables in their order; without any block there is an empty paragraph at the end. */
export function partsOf(flow: Y.Text): FlowPart[] {
  const blocks: FlowPart[] = []
  const known = new Set<string>()
  let open: { blockId: string | undefined; from: number; tokens: Token[] } | undefined
  const close = (to: number, hasEnd: boolean) => {
    if (open) {
      const { blockId, from, tokens } = open
      blocks.push({ blockId, from, to, hasEnd, tokens })
    }
    open = undefined
  }
  for (const token of tokensOf(flow)) {
    const embed = token.type === 'embed' ? token.embed : undefined
    if (embed && 'block' in embed) {
      const { block } = embed
      // Two who gave edges to the same letters at once: one block.
      const isAgain = open?.blockId === block && open.tokens.length === 0
      if (!isAgain) close(token.index, false)
      // Of two edges with one id the first bears it.
      const blockId = isAgain || !known.has(block) ? block : undefined
      known.add(block)
      open = { blockId, from: token.index + 1, tokens: [] }
    } else if (embed && 'table' in embed) {
      close(token.index, false)
      blocks.push({ tableId: known.has(embed.table) ? undefined : embed.table, index: token.index })
      known.add(embed.table)
    } else if (embed && 'end' in embed) close(token.index, true)
    else {
      open ??= { blockId: undefined, from: token.index, tokens: [] }
      open.tokens.push(token)
    }
  }
  close(flow.length, false)
  if (blocks.some(isBlock)) return blocks
  const { length } = flow
  return [...blocks, { blockId: undefined, from: length, to: length, hasEnd: false, tokens: [] }]
}

/** The block of an opening edge; its indices are counted from its first letter. Undefined where it has no end of its own. */
export function blockBehind(edge: Y.Item, blockId: string): FlowBlock | undefined {
  const tokens = tokensBehind(edge)
  const end = tokens.pop()
  if (end?.type !== 'embed' || !end.embed || !('end' in end.embed)) return undefined
  return { blockId, from: 0, to: end.index, hasEnd: true, tokens }
}

/** The blocks of a flow, without its tables. */
export const blocksOf = (flow: Y.Text): FlowBlock[] => partsOf(flow).filter(isBlock)

/** Where a block's opening edge stands, or would stand, and where a table does. */
export const startOf = (part: FlowPart): number =>
  isTable(part) ? part.index : part.from - (part.blockId === undefined ? 0 : 1)
/** Behind a block's end, or behind a table. */
export const endOf = (part: FlowPart): number =>
  isTable(part) ? part.index + 1 : part.to + (part.hasEnd ? 1 : 0)

/** Whether a block is only read, and nothing of it stands. */
export const isOnlyRead = ({ blockId, hasEnd, tokens }: FlowBlock): boolean =>
  blockId === undefined && !hasEnd && tokens.length === 0

/** The block that a caret at this index stands in: the one that it is not past, else the last one. */
export function blockAt(flow: Y.Text, index: number): FlowBlock {
  const blocks = blocksOf(flow)
  const found = blocks.find(({ to }) => index <= to) ?? blocks.at(-1)
  if (!found) throw new Error('every flow has a block')
  return found
}
