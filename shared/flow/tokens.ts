/**
 * Reads a flow as tokens: letters with their marks, and embeds. Marks end at the edges of blocks: each block begins without any,
 * whatever a format of an earlier one, cut by somebody's Enter, still says.
 */
import * as Y from 'yjs'
import { formatRules } from './allowed-formats.ts'
import { type Embed, isBlockEdge, readEmbed } from './embeds.ts'

/** Marks by name, with what their format says. */
export type Marks = Readonly<Record<string, unknown>>
export const noMarks: Marks = {}

interface At {
  /** Where it begins, counted in letters and embeds that stand. */
  readonly index: number
  readonly length: number
  /** Yjs' name for its first letter: it stays, whatever is put before. */
  readonly id: Y.ID
}
export type Letters = At & {
  readonly type: 'letters'
  readonly letters: string
  readonly marks: Marks
}
export type Token = Letters | (At & { readonly type: 'embed'; readonly embed: Embed | undefined })

export const withMark = (marks: Marks, name: string, value: unknown): Marks => {
  if (value !== null) return { ...marks, [name]: value }
  const { [name]: _, ...others } = marks
  return others
}

/** What a format says is judged once: it never changes. */
const judged = new WeakMap<object, boolean>()

/** Formats that no page of ours writes are as if they were not there: who writes beside them says nothing of them. */
function mayBeFormat({ key, value }: Y.ContentFormat): boolean {
  const rule = formatRules.get(key)
  if (!rule || value === null) return rule !== undefined
  if (typeof value !== 'object') return rule(value)
  const known = judged.get(value) ?? rule(value)
  judged.set(value, known)
  return known
}

/** The marks behind an item, from those before it. */
export function marksBehind(marks: Marks, { content, deleted }: Y.Item): Marks {
  if (deleted) return marks
  if (content instanceof Y.ContentFormat)
    return mayBeFormat(content) ? withMark(marks, content.key, content.value) : marks
  if (content instanceof Y.ContentEmbed && isBlockEdge(readEmbed(content.embed))) return noMarks
  return marks
}

/** The tokens from an item on; indices are counted from there. Up to the first that `isLast`, with it, or all. */
function tokensFrom(
  first: Y.Item | null,
  isLast?: (token: Extract<Token, { type: 'embed' }>) => boolean,
): Token[] {
  const tokens: Token[] = []
  let [marks, index] = [noMarks, 0]
  for (let item = first; item; item = item.right) {
    marks = marksBehind(marks, item)
    if (item.deleted || !item.countable) continue
    const { content, length, id } = item
    if (content instanceof Y.ContentString)
      tokens.push({ index, length, id, type: 'letters', letters: content.str, marks })
    else {
      const embed = content instanceof Y.ContentEmbed ? readEmbed(content.embed) : undefined
      const token = { index, length, id, type: 'embed' as const, embed }
      tokens.push(token)
      if (isLast?.(token)) break
    }
    index += length
  }
  return tokens
}

/** Work in proportion to what the flow has ever held. */
export const tokensOf = (flow: Y.Text): Token[] => tokensFrom(flow._start)

const endsBlock = ({ embed }: Extract<Token, { type: 'embed' }>): boolean =>
  isBlockEdge(embed) || (embed !== undefined && 'table' in embed)

/** The tokens behind an opening edge, with the edge or table that its block ends at. Work in proportion to the block. */
export const tokensBehind = (edge: Y.Item): Token[] => tokensFrom(edge.right, endsBlock)
