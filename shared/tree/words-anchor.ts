/**
 * Anchors of comments on words. Two Yjs relative positions hold the words while their first and last characters live; the
 * quote with its context finds them again after a split, a move, a change of block or an undo. Both look only at what all
 * replicas share, so that all find the same words. When the words are gone nothing is found, rather than other words.
 */
import search from 'approx-string-match'
import { fromBase64 } from 'lib0/buffer'
import * as Y from 'yjs'
import { z } from 'zod'
import { type FlatDocument, flatten } from './flat-document.ts'

/** A quote that was the only one of its kind is found by itself from this many characters on. */
const tellingQuote = 8
/** How much of a quote must still be there, in pairs of neighbouring characters. */
const enoughOfQuote = 0.5
/** How much of what stood around a quote must stand around it where it is found. */
const enoughOfContext = 0.7
/** Letters that may have been typed between the quote and what stood around it. */
const slack = 8
/** Letters on each side by which changed words are found. */
const sideLength = 12

/**
 * Words that a comment was about, in events before version 3. `start` and `end` are Yjs relative positions (base64); the quote with the
 * 32 characters around it finds the words again when the positions no longer do (W3C Web Annotation, TextQuoteSelector).
 */
export const TreeAnchor = z.object({
  start: z.string(),
  end: z.string(),
  quote: z.string(),
  prefix: z.string(),
  suffix: z.string(),
  /** The quote stood nowhere else in the text: found anywhere, it is these words. */
  isOnly: z.literal(true).optional(),
})
export type TreeAnchor = z.infer<typeof TreeAnchor>

/** A range of the flat text. */
export interface FlatRange {
  readonly start: number
  readonly end: number
}

/** Letters without white space and line ends: a paragraph that is split or joined keeps them. */
interface Squeezed {
  readonly letters: string
  /** Flat offset of each letter. */
  readonly at: readonly number[]
}

function squeeze(flat: string): Squeezed {
  let letters = ''
  const at: number[] = []
  for (let offset = 0; offset < flat.length; offset += 1) {
    const letter = flat.charAt(offset)
    if (letter.trim() === '') continue
    letters += letter
    at.push(offset)
  }
  return { letters, at }
}

interface Edge {
  readonly offset: number
  /** Whether the very character at the edge of the quote is still there. */
  readonly isAlive: boolean
}

function edgeOf(document: FlatDocument, doc: Y.Doc, encoded: string): Edge | undefined {
  if (encoded === '') return undefined
  try {
    const relativePosition = Y.decodeRelativePosition(fromBase64(encoded))
    // An undone deletion is followed only by the replica that undid it: the others would find other words.
    const position = Y.createAbsolutePositionFromRelativePosition(relativePosition, doc, false)
    const run = document.runs.find((candidate) => candidate.text === position?.type)
    if (!run || !position) return undefined
    const { item } = relativePosition
    const holder = item && Y.getItem(doc.store, item)
    const isAlive = holder instanceof Y.Item && !holder.deleted
    return { offset: run.start + position.index, isAlive }
  } catch {
    return undefined // Not a relative position: the quote still may find the words.
  }
}

/** How much of the quote's letters these words still have, from 0 to 1. */
function share(words: string, quote: string): number {
  if (words.includes(quote)) return 1
  const pairs = new Map<string, number>()
  for (let at = 0; at + 2 <= words.length; at += 1) {
    const pair = words.slice(at, at + 2)
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1)
  }
  let kept = 0
  for (let at = 0; at + 2 <= quote.length; at += 1) {
    const pair = quote.slice(at, at + 2)
    const left = pairs.get(pair) ?? 0
    if (left === 0) continue
    kept += 1
    pairs.set(pair, left - 1)
  }
  return quote.length < 2 ? 0 : kept / (quote.length - 1)
}

/** The range without what lies at its edges and is none of the quote's letters. */
function trimmed(flat: string, { start, end }: FlatRange, quote: string): FlatRange | undefined {
  const { letters, at } = squeeze(flat.slice(start, end))
  let from = 0
  let to = letters.length
  while (to - from >= 2 && !quote.includes(letters.slice(from, from + 2))) from += 1
  while (to - from >= 2 && !quote.includes(letters.slice(to - 2, to))) to -= 1
  const first = at[from]
  const last = at[to - 1]
  if (first === undefined || last === undefined || to - from < 2) return undefined
  return { start: start + first, end: start + last + 1 }
}

/** Where each of the anchored words are now, as flat ranges; undefined for those that are gone. Reads the document once. */
export function locateAll(
  doc: Y.Doc,
  anchors: readonly TreeAnchor[],
): readonly (FlatRange | undefined)[] {
  if (anchors.length === 0) return []
  const document = flatten(doc)
  let squeezed: Squeezed | undefined
  return anchors.map((anchor) => {
    const start = edgeOf(document, doc, anchor.start)
    const end = edgeOf(document, doc, anchor.end)
    const { letters: quote } = squeeze(anchor.quote)
    const held = start && end && start.offset < end.offset ? { start, end } : undefined
    const range = held && { start: held.start.offset, end: held.end.offset }
    const words = range ? squeeze(document.flat.slice(range.start, range.end)).letters : ''
    const isKept = share(words, quote) >= enoughOfQuote
    if (range && isKept && held.start.isAlive && held.end.isAlive) return range
    squeezed ??= squeeze(document.flat)
    const expected = start?.offset ?? end?.offset ?? 0
    const quoted = quotes(squeezed, anchor, quote, expected)
    // Where the first or last character has gone, the range may have grown over other words.
    const rest = isKept && share(quote, words) >= enoughOfContext ? range : undefined
    const found = quoted.exact()
    if (found) return found
    const near = rest ?? quoted.similar()
    return near && trimmed(document.flat, near, quote)
  })
}

/** Finds the quote by its letters and what stands around it. */
function quotes(
  { letters, at }: Squeezed,
  { prefix, suffix, isOnly }: TreeAnchor,
  quote: string,
  expected: number,
): { exact(): FlatRange | undefined; similar(): FlatRange | undefined } {
  // Only what stands in the same paragraph moves with the words.
  const before = squeeze(prefix.slice(prefix.lastIndexOf('\n') + 1)).letters
  const after = squeeze(suffix.split('\n')[0] ?? '').letters
  const rangeOf = (from: number, to: number): FlatRange | undefined => {
    const start = at[from]
    const last = at[to - 1]
    return start === undefined || last === undefined ? undefined : { start, end: last + 1 }
  }
  /** How much of the words around still stands around, on both sides; something may have been typed in between. */
  const likeness = (from: number, to: number): number => {
    const left = share(letters.slice(Math.max(0, from - before.length - slack), from), before)
    const right = share(letters.slice(to, to + after.length + slack), after)
    const sides = [before === '' ? [] : left, after === '' ? [] : right].flat()
    if (sides.some((side) => side < enoughOfQuote)) return 0
    return (left * before.length + right * after.length) / (before.length + after.length)
  }
  const isHere = (from: number, to: number): boolean =>
    before.length + after.length >= tellingQuote && likeness(from, to) >= enoughOfContext
  const distance = (place: number) => Math.abs((at[place] ?? 0) - expected)
  return {
    exact() {
      const places = occurrences(letters, quote)
      const score = (place: number) => likeness(place, place + quote.length)
      // A quote that stood nowhere else is itself wherever it stands; a merge may have doubled it.
      const isItself = isOnly && quote.length >= tellingQuote
      const [best] = places
        .filter((place) => isItself || isHere(place, place + quote.length))
        .toSorted((a, b) => score(b) - score(a) || distance(a) - distance(b))
      return best === undefined ? undefined : rangeOf(best, best + quote.length)
    },
    /** The words between what stood before and what stood after, when they still are mostly the quote's. */
    similar() {
      const head = before.slice(-sideLength)
      const tail = after.slice(0, sideLength)
      if (Math.min(head.length, tail.length) < sideLength / 2) return undefined
      const starts = search(letters, head, 1)
        .map(({ end }) => end)
        .filter((start) => letters.charAt(start - 1) === head.at(-1))
      const ends = search(letters, tail, 1)
        .map(({ start }) => start)
        .filter((end) => letters.charAt(end) === tail.at(0))
      const [nearest] = starts
        .flatMap((start) => ends.map((end) => ({ start, end })))
        .filter(({ start, end }) => {
          const isNear = start < end && end - start <= quote.length * 1.5
          const words = isNear ? letters.slice(start, end) : ''
          return Math.min(share(words, quote), share(quote, words)) >= enoughOfQuote
        })
        .toSorted((a, b) => distance(a.start) - distance(b.start))
      return nearest && rangeOf(nearest.start, nearest.end)
    },
  }
}

function occurrences(flat: string, quote: string): number[] {
  const places: number[] = []
  if (quote === '') return places
  for (
    let at = flat.indexOf(quote);
    at >= 0 && places.length < 200;
    at = flat.indexOf(quote, at + 1)
  )
    places.push(at)
  return places
}
