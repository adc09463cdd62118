/** Reads a flow as the blocks of a text's content: what readers, copies, comparison and the record are made from. Writes nothing. */
import type * as Y from 'yjs'
import type { Block, Inline } from '../domain/content.ts'
import { joinRuns, readMarks } from '../text/read-inlines.ts'
import { type BlockLooks, looksOf } from './block-looks.ts'
import { blocksOf, type FlowBlock } from './blocks.ts'
import type { Embed } from './embeds.ts'
import { blockKeys } from './flow-doc.ts'
import { nestLists } from './nest-lists.ts'
import type { Token } from './tokens.ts'

/** A block as it stands in the flow: not yet in its list. */
export interface Line {
  readonly looks: BlockLooks
  readonly block: Extract<Block, { type: 'paragraph' | 'heading' }>
}

/** Brackets of which both edges stand, the opening one first; half a bracket is none. */
function wholeBrackets(blocks: readonly FlowBlock[]): ReadonlySet<string> {
  const [opened, whole] = [new Set<string>(), new Set<string>()]
  for (const { tokens } of blocks)
    for (const token of tokens) {
      const embed: Embed = (token.type === 'embed' ? token.embed : undefined) ?? { end: 1 }
      if ('open' in embed) opened.add(embed.open)
      else if ('close' in embed && opened.has(embed.close)) whole.add(embed.close)
    }
  return whole
}

function inlineOf(token: Token, whole: ReadonlySet<string>): Inline[] {
  if (token.type === 'letters') {
    const marks = readMarks(new Map(Object.entries(token.marks)))
    return [{ type: 'words', words: token.letters, marks }]
  }
  const embed: Embed = token.embed ?? { end: 1 }
  if ('break' in embed) return [{ type: 'line-break' }]
  const edge = 'open' in embed ? 'open' : 'close'
  const bracketId = 'open' in embed ? embed.open : 'close' in embed ? embed.close : ''
  return whole.has(bracketId) ? [{ type: 'bracket', edge, bracketId, sponsors: '' }] : []
}

/** The blocks of a flow, each with its looks. */
export function linesOf(flow: Y.Text): Line[] {
  const keys = flow.doc ? blockKeys(flow.doc) : undefined
  const blocks = blocksOf(flow)
  const whole = wholeBrackets(blocks)
  return blocks.map(({ blockId, tokens }) => {
    const looks = keys ? looksOf(keys, blockId) : {}
    const inlines = joinRuns(tokens.flatMap((token) => inlineOf(token, whole)))
    const named = { blockId: blockId ?? '', inlines }
    return looks.kind === 'heading'
      ? { looks, block: { type: 'heading', level: looks.level ?? 1, ...named } }
      : { looks, block: { type: 'paragraph', ...named } }
  })
}

/** The content of a flow, with its lists as lists. */
export const readFlow = (flow: Y.Text): Block[] => nestLists(linesOf(flow))
