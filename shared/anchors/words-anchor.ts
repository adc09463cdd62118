/**
 * The words that a comment is about: their letters, by Yjs' names, so that no other words are ever taken for them. They are found
 * wherever they or their copies stand, by the one table of copies: after a split, a move, an undo, after they were taken up.
 *
 * Before `one two three` with a comment on "two". Brazil splits behind it, deletes "wo" and types "wenty": the words are `twenty`'s
 * "t". Brazil undoes the deletion: they are "two" again. Deleted altogether they are nowhere.
 */
import type * as Y from 'yjs'
import type { CopyRange } from '../copies/copy-range.ts'
import type { Copies } from '../copies/table.ts'
import { blocksOf, type FlowBlock } from '../flow/blocks.ts'
import {
  behind,
  type IdRange,
  type IdSet,
  idSet,
  lastAt,
  rangesOf,
  union,
  without,
} from '../flow/ids.ts'
import type { Token } from '../flow/tokens.ts'
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

/** What of a range of originals is in a set, as ranges of its copies. */
const copiedIn = (set: IdSet, { copy, original, length }: CopyRange): IdRange[] =>
  (set.get(original.client) ?? []).flatMap(({ clock, len }) => {
    const from = Math.max(clock, original.clock)
    const to = Math.min(clock + len, original.clock + length)
    return to > from ? [{ ...behind(copy, from - original.clock), length: to - from }] : []
  })

/** Found once for each anchor and table. */
const known = new WeakMap<Copies, WeakMap<readonly IdRange[], IdSet>>()

/** These letters and all their copies, however often they were copied. */
function withCopies(letters: readonly IdRange[], copies: Copies): IdSet {
  const ofTable = known.get(copies) ?? new WeakMap<readonly IdRange[], IdSet>()
  known.set(copies, ofTable)
  let all = ofTable.get(letters) ?? idSet(letters)
  if (ofTable.has(letters)) return all
  for (;;) {
    const more = copies.ranges.flatMap((range) =>
      range.original.text === undefined ? copiedIn(all, range) : [],
    )
    const news = without(idSet(more), all)
    if (rangesOf(news).length === 0) break
    all = union(all, news)
  }
  ofTable.set(letters, all)
  return all
}

interface Found extends FlowRange {
  readonly letters: number
  /** Whether nothing but edges stands before its first letter in the block, or behind its last. */
  readonly isAtStart: boolean
  readonly isAtEnd: boolean
}

/** What of a run of letters is in a set: how many, and the places of the first and the last among them; undefined for none. */
function wantedIn(
  { id, length }: Pick<Token, 'id' | 'length'>,
  wanted: IdSet,
): { readonly letters: number; readonly first: number; readonly last: number } | undefined {
  const stretches = wanted.get(id.client) ?? []
  let [letters, first, last] = [0, -1, -1]
  for (let at = Math.max(0, lastAt(stretches, id.clock)); at < stretches.length; at += 1) {
    const { clock, len } = stretches[at] ?? { clock: 0, len: 0 }
    if (clock >= id.clock + length) break
    const [from, to] = [Math.max(clock, id.clock), Math.min(clock + len, id.clock + length)]
    if (from >= to) continue
    if (letters === 0) first = from - id.clock
    last = to - 1 - id.clock
    letters += to - from
  }
  return letters > 0 ? { letters, first, last } : undefined
}

/** Where a block holds letters of a set; undefined where it holds none. */
function foundIn({ tokens }: FlowBlock, wanted: IdSet): Found | undefined {
  const words = tokens.filter(({ type }) => type === 'letters')
  const [firstToken, lastToken] = [words[0], words.at(-1)]
  let found: Found | undefined
  for (const token of words) {
    const part = wantedIn(token, wanted)
    if (!part) continue
    const { letters, first, last } = part
    found = {
      start: found?.start ?? token.index + first,
      end: token.index + last + 1,
      letters: (found?.letters ?? 0) + letters,
      isAtStart: found?.isAtStart ?? (token === firstToken && first === 0),
      isAtEnd: token === lastToken && last === token.length - 1,
    }
  }
  return found
}

const hasLetters = ({ tokens }: FlowBlock): boolean => tokens.some(({ type }) => type === 'letters')

interface Written {
  readonly clock: number
  readonly length: number
  /** The place of its block. */
  readonly at: number
}

/** Tells which blocks hold any letter of a set, in their order: of each client what it wrote is looked up, not walked. */
function holdersIn(blocks: readonly FlowBlock[]): (wanted: IdSet) => number[] {
  const clients = new Map<number, Written[]>()
  for (const [at, { tokens }] of blocks.entries())
    for (const { id, length } of tokens) {
      const own = clients.get(id.client) ?? []
      clients.set(id.client, own)
      own.push({ clock: id.clock, length, at })
    }
  for (const own of clients.values()) own.sort((a, b) => a.clock - b.clock)
  return (wanted) => {
    const found = new Set<number>()
    for (const { client, clock, length } of rangesOf(wanted)) {
      const own = clients.get(client) ?? []
      for (let next = Math.max(0, lastAt(own, clock)); next < own.length; next += 1) {
        const written = own[next]
        if (!written || written.clock >= clock + length) break
        if (written.clock + written.length > clock) found.add(written.at)
      }
    }
    return [...found].toSorted((a, b) => a - b)
  }
}

/** Two finds in blocks that follow each other, without anything between, as one. */
const asOne = (first: Found, second: Found): Found => ({
  ...second,
  start: first.start,
  letters: first.letters + second.letters,
  isAtStart: first.isAtStart,
})

/**
 * Where each of the anchored words are now; undefined for those that are gone. Where they were scattered over the text it is where
 * most of them stand, in one block, or in those that it was split into.
 */
export function locateLetters(
  flow: Y.Text,
  copies: Copies,
  anchors: readonly (readonly IdRange[])[],
): (FlowRange | undefined)[] {
  if (anchors.length === 0) return []
  const blocks = blocksOf(flow).filter(hasLetters)
  const holdersOf = holdersIn(blocks)
  return anchors.map((anchor) => {
    const wanted = withCopies(anchor, copies)
    let best: Found | undefined
    let run: Found | undefined
    let before = -1
    for (const at of holdersOf(wanted)) {
      const block = blocks[at]
      const found = block && foundIn(block, wanted)
      const goesOn = at === before + 1 && run?.isAtEnd && found?.isAtStart
      run = goesOn && run && found ? asOne(run, found) : found
      before = at
      if (run && run.letters > (best?.letters ?? 0)) best = run
    }
    return best && { start: best.start, end: best.end }
  })
}
