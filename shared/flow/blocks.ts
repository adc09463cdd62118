/**
 * The blocks of a flow. A block runs from its opening edge to its end or the next opening edge. What stands outside of any block,
 * such as letters typed into one that somebody deleted meanwhile, is a paragraph of its own.
 *
 * Before: `{block: p1} First {end} stray {block: p2} Second`. Read: p1 "First", a paragraph without an id "stray", p2 "Second".
 */
import type * as Y from 'yjs'
import { type Token, tokensOf } from './tokens.ts'

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

/** All blocks in their order; a flow without any reads as one empty paragraph. */
export function blocksOf(flow: Y.Text): FlowBlock[] {
  const blocks: FlowBlock[] = []
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
    } else if (embed && 'end' in embed) close(token.index, true)
    else {
      open ??= { blockId: undefined, from: token.index, tokens: [] }
      open.tokens.push(token)
    }
  }
  close(flow.length, false)
  if (blocks.length > 0) return blocks
  return [{ blockId: undefined, from: 0, to: 0, hasEnd: false, tokens: [] }]
}

/** The block that a caret at this index stands in: the one that it is not past, else the last one. */
export function blockAt(flow: Y.Text, index: number): FlowBlock {
  const blocks = blocksOf(flow)
  const found = blocks.find(({ to }) => index <= to) ?? blocks.at(-1)
  if (!found) throw new Error('every flow has a block')
  return found
}
