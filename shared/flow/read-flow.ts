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

/**
 * Brackets that stand side by side, at most a space between them, are options of one choice: `[quarterly] [annually]`. For each the
 * name of its choice, which is its first bracket's.
 */
function choicesIn(inlines: readonly Inline[]): Inline[] {
  const names = new Map<string, string>()
  let closed: string | undefined
  for (const inline of inlines) {
    if (inline.type === 'bracket' && inline.edge === 'open' && closed !== undefined) {
      const name = names.get(closed) ?? closed
      names.set(closed, name).set(inline.bracketId, name)
    }
    if (inline.type === 'bracket') closed = inline.edge === 'close' ? inline.bracketId : undefined
    else if (inline.type !== 'words' || inline.words !== ' ') closed = undefined
  }
  return inlines.map((inline) => {
    const optionOf = inline.type === 'bracket' ? names.get(inline.bracketId) : undefined
    return inline.type === 'bracket' && inline.edge === 'open' && optionOf !== undefined
      ? { ...inline, optionOf }
      : inline
  })
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
    const inlines = choicesIn(joinRuns(tokens.flatMap((token) => inlineOf(token, whole))))
    const named = { blockId: blockId ?? '', inlines }
    return looks.kind === 'heading'
      ? { looks, block: { type: 'heading', level: looks.level ?? 1, ...named } }
      : { looks, block: { type: 'paragraph', ...named } }
  })
}

/** The content of a flow, with its lists as lists. */
export const readFlow = (flow: Y.Text): Block[] => nestLists(linesOf(flow))
