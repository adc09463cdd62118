/**
 * Finds words in the flows of a text: its words and the cells of its tables. What stands between letters without being one, such as the edge of
 * a bracket, parts no word; what is in a bracket, or changed by a tabled amendment, is found and says so.
 *
 * Sought "should be" in `The fund [should] be public`: one match, which is in a bracket.
 */
import type * as Y from 'yjs'
import { blocksOf, type FlowBlock } from '#shared/flow/blocks'
import { isBracketEdge } from '#shared/flow/embeds'
import { flowOf } from '#shared/flow/flow-doc'
import { type Marks, noMarks } from '#shared/flow/tokens'
import { segmentsOf } from '#shared/flow/words'

export interface Sought {
  readonly words: string
  readonly isCaseSensitive: boolean
  readonly isWholeWords: boolean
}

/** Why a match is left alone where all are replaced. */
export type Guard = 'bracket' | 'amendment'
export interface Match {
  readonly flow: string
  /** Indices of the flow, the end behind the last letter. */
  readonly start: number
  readonly end: number
  readonly guard: Guard | undefined
  /** Whether the edge of a bracket stands among its letters. */
  readonly isParted: boolean
  /** Of its first letter. */
  readonly marks: Marks
  /** Whether its block has both edges, as all have in which anybody typed. */
  readonly isInBlock: boolean
}

interface Range {
  readonly start: number
  readonly end: number
}

/** Signs over letters that writers leave out as they like: Arabic vowels and Hebrew points. */
const points = /[\u0591-\u05c7\u064b-\u065f\u0670]/u

/** A block as the letters that are searched, each with its index in the flow. */
interface Searched {
  readonly text: string
  readonly indices: readonly number[]
  readonly marks: readonly Marks[]
  /** Indices at which an edge of a bracket stands. */
  readonly edges: readonly number[]
  /** For each letter, whether it stands in a bracket. */
  readonly inBracket: readonly boolean[]
}

const folded = (letter: string, { isCaseSensitive }: Sought): string => {
  const lower = isCaseSensitive ? letter : letter.toLowerCase()
  // A letter that gets longer by folding would shift all behind it.
  return lower.length === letter.length ? lower : letter
}

function searched({ tokens }: FlowBlock, depth: number, sought: Sought, isPointed: boolean) {
  let text = ''
  let open = depth
  const [indices, edges, inBracket]: [number[], number[], boolean[]] = [[], [], []]
  const marks: Marks[] = []
  const add = (letter: string, index: number, own: Marks = noMarks) => {
    text += letter
    marks.push(own)
    indices.push(index)
    inBracket.push(open > 0)
  }
  for (const token of tokens) {
    if (token.type === 'letters')
      for (let at = 0; at < token.length; at += 1) {
        const letter = token.letters[at] ?? ''
        if (isPointed || !points.test(letter))
          add(folded(letter, sought), token.index + at, token.marks)
      }
    else if (token.embed && 'break' in token.embed) add('\n', token.index)
    else if (token.embed && isBracketEdge(token.embed)) {
      edges.push(token.index)
      open = Math.max(0, open + ('open' in token.embed ? 1 : -1))
    }
  }
  return { block: { text, indices, edges, inBracket, marks } satisfies Searched, open }
}

function bordersOf(text: string): ReadonlySet<number> {
  const borders = new Set<number>()
  for (const { start, end } of segmentsOf(text)) borders.add(start).add(end)
  return borders
}

/** All matches in one flow, in their order. `amended` are the stretches that tabled amendments change. */
export function matchesIn(
  doc: Y.Doc,
  name: string,
  sought: Sought,
  amended: readonly Range[],
): Match[] {
  const isPointed = points.test(sought.words)
  const words = Array.from({ length: sought.words.length }, (_, at) =>
    folded(sought.words[at] ?? '', sought),
  ).join('')
  if (words.trim() === '') return []
  const matches: Match[] = []
  let depth = 0
  for (const each of blocksOf(flowOf(doc, name))) {
    const { block, open } = searched(each, depth, sought, isPointed)
    depth = open
    const borders = sought.isWholeWords ? bordersOf(block.text) : undefined
    for (let at = block.text.indexOf(words); at >= 0; ) {
      const end = at + words.length
      const isWhole = !borders || (borders.has(at) && borders.has(end))
      const [first, last] = [block.indices[at], block.indices[end - 1]]
      if (isWhole && first !== undefined && last !== undefined) {
        const range = { start: first, end: last + 1 }
        const isParted = block.edges.some((edge) => edge > range.start && edge < range.end)
        const isBracketed = isParted || block.inBracket.slice(at, end).some(Boolean)
        const isAmended = amended.some(
          (other) => other.start < range.end && range.start < other.end,
        )
        const guard = isBracketed ? 'bracket' : isAmended ? 'amendment' : undefined
        matches.push({
          flow: name,
          ...range,
          guard,
          isParted,
          marks: block.marks[at] ?? noMarks,
          isInBlock: each.blockId !== undefined && each.hasEnd,
        })
      }
      at = block.text.indexOf(words, isWhole ? end : at + 1)
    }
  }
  return matches
}
