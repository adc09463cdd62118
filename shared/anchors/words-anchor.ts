/**
 * The words that a comment is about: their letters, by Yjs' names, so that no other words are ever taken for them. They are found
 * wherever they or their copies stand, by the one table of copies: after a split, a move, an undo, after they were taken up.
 *
 * Before `one two three` with a comment on "two". Brazil splits behind it, deletes "wo" and types "wenty": the words are `twenty`'s
 * "t". Brazil undoes the deletion: they are "two" again. Deleted altogether they are nowhere.
 */
import type * as Y from 'yjs'
import type { Copies } from '../copies/table.ts'
import { blocksOf, type FlowBlock } from '../flow/blocks.ts'
import { behind, has, type IdRange, type IdSet, idSet, meets, rangesOf } from '../flow/ids.ts'
import { AnchoredLetters } from './anchored-letters.ts'

/** A range of a flow, by its indices. */
export interface FlowRange {
  readonly start: number
  readonly end: number
}

/** The letters of a range, at most as many as a comment can be about; undefined where there are none. */
export function anchorLetters(
  flow: Y.Text,
  { start, end }: FlowRange,
): AnchoredLetters | undefined {
  const ranges: IdRange[] = []
  for (const { tokens } of blocksOf(flow))
    for (const { type, index, length, id } of tokens) {
      const [from, to] = [Math.max(start, index), Math.min(end, index + length)]
      if (type !== 'letters' || from >= to) continue
      const first = behind(id, from - index)
      const last = ranges.at(-1)
      if (last?.client === id.client && last.clock + last.length === first.clock)
        ranges[ranges.length - 1] = { ...last, length: last.length + to - from }
      else ranges.push({ ...first, length: to - from })
    }
  const parsed = AnchoredLetters.safeParse(ranges)
  return parsed.success ? parsed.data : undefined
}

/** These letters and all their copies, however often they were copied. */
function withCopies(letters: readonly IdRange[], copies: Copies): IdSet {
  let all = idSet(letters)
  for (;;) {
    const more = copies.ranges.flatMap(({ copy, original, length }): IdRange[] =>
      original.text === undefined
        ? Array.from({ length }, (_, at) => at)
            .filter((at) => has(all, behind(original, at)) && !has(all, behind(copy, at)))
            .map((at) => ({ ...behind(copy, at), length: 1 }))
        : [],
    )
    if (more.length === 0) return all
    all = idSet([...rangesOf(all), ...more])
  }
}

interface Found extends FlowRange {
  readonly letters: number
  /** Whether nothing but edges stands before its first letter in the block, or behind its last. */
  readonly isAtStart: boolean
  readonly isAtEnd: boolean
}

/** Where a block holds letters of a set; undefined where it holds none. */
function foundIn({ tokens }: FlowBlock, wanted: IdSet): Found | undefined {
  if (!tokens.some(({ id, length }) => meets(wanted, id, length))) return undefined
  const places = tokens.flatMap(({ type, index, length, id }) =>
    type === 'letters'
      ? Array.from({ length }, (_, at) => ({
          index: index + at,
          isWanted: has(wanted, behind(id, at)),
        }))
      : [],
  )
  const found = places.filter(({ isWanted }) => isWanted)
  const [first, last] = [found[0], found.at(-1)]
  return (
    first &&
    last && {
      start: first.index,
      end: last.index + 1,
      letters: found.length,
      isAtStart: first === places[0],
      isAtEnd: last === places.at(-1),
    }
  )
}

const hasLetters = ({ tokens }: FlowBlock): boolean => tokens.some(({ type }) => type === 'letters')

/**
 * Where each of the anchored words are now; undefined for those that are gone. Where they were scattered over the text it is where
 * most of them stand, in one block, or in those that it was split into.
 */
export function locateLetters(
  flow: Y.Text,
  copies: Copies,
  anchors: readonly AnchoredLetters[],
): (FlowRange | undefined)[] {
  if (anchors.length === 0) return []
  const blocks = blocksOf(flow).filter(hasLetters)
  return anchors.map((anchor) => {
    const wanted = withCopies(anchor, copies)
    let best: Found | undefined
    let run: Found | undefined
    for (const block of blocks) {
      const found = foundIn(block, wanted)
      run =
        found && run?.isAtEnd && found.isAtStart
          ? {
              ...found,
              start: run.start,
              letters: run.letters + found.letters,
              isAtStart: run.isAtStart,
            }
          : found
      if (run && run.letters > (best?.letters ?? 0)) best = run
    }
    return best && { start: best.start, end: best.end }
  })
}
