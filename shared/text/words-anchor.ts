/**
 * Anchors of comments on words. A Yjs relative position finds the words while their paragraph lives; the quote with its
 * context finds them again after a split, a move or a change of block; when they are gone, nothing is found.
 */
import search from 'approx-string-match'
import { fromBase64, toBase64 } from 'lib0/buffer'
import * as Y from 'yjs'
import type { WordsAnchor } from '../domain/thread.ts'
import { liftedEdge, nodeName, wordsName } from './content-names.ts'

const contextLength = 32
const longestQuote = 2000

interface Run {
  readonly text: Y.XmlText
  /** Flat offset of the run's first character. */
  readonly start: number
  readonly words: string
}

interface FlatDocument {
  readonly runs: readonly Run[]
  readonly flat: string
}

const wordBlockNames: readonly string[] = [nodeName.paragraph, nodeName.heading]

/** The flat text with the place of each Y.XmlText in it: the same text that `flatWords` gives for the read content. */
function flatten(doc: Y.Doc): FlatDocument {
  const runs: Run[] = []
  let flat = ''
  let isFirst = true
  const beginBlock = () => {
    if (!isFirst) flat += '\n'
    isFirst = false
  }
  const readInline = (child: unknown): void => {
    if (child instanceof Y.XmlText) {
      const delta: { insert?: unknown }[] = child.toDelta()
      const words = delta.map(({ insert }) => (typeof insert === 'string' ? insert : '')).join('')
      runs.push({ text: child, start: flat.length, words })
      flat += words
    } else if (child instanceof Y.XmlElement) {
      if (child.nodeName === nodeName.hardBreak) flat += '\n'
      else if (child.nodeName === nodeName.bracket) {
        const edge: unknown = child.getAttribute('edge')
        if (edge !== liftedEdge) flat += edge === 'close' ? ']' : '['
      } else child.toArray().forEach(readInline)
    }
  }
  const isInline = (child: unknown): boolean =>
    child instanceof Y.XmlText ||
    (child instanceof Y.XmlElement &&
      (child.nodeName === nodeName.hardBreak || child.nodeName === nodeName.bracket))
  const readBlocks = (parent: Y.XmlFragment): void => {
    const children = parent.toArray()
    if (children.length > 0 && children.every(isInline)) {
      beginBlock()
      children.forEach(readInline)
      return
    }
    for (const child of children) {
      if (!(child instanceof Y.XmlElement)) continue
      if (wordBlockNames.includes(child.nodeName)) {
        beginBlock()
        child.toArray().forEach(readInline)
      } else readBlocks(child)
    }
  }
  readBlocks(doc.getXmlFragment(wordsName))
  return { runs, flat }
}

/** Association towards the quoted words, so that typing at their edges does not widen the anchor. */
function relative(
  { runs }: FlatDocument,
  offset: number,
  edge: 'start' | 'end',
): string | undefined {
  const holds = (run: Run) =>
    edge === 'start'
      ? offset >= run.start && offset < run.start + run.words.length
      : offset > run.start && offset <= run.start + run.words.length
  const run = runs.find(holds)
  if (!run) return undefined
  const position = Y.createRelativePositionFromTypeIndex(
    run.text,
    offset - run.start,
    edge === 'start' ? 0 : -1,
  )
  return toBase64(Y.encodeRelativePosition(position))
}

/** An anchor for the flat range from `start` to `end`; undefined when it holds no words. */
export function anchorWords(doc: Y.Doc, start: number, end: number): WordsAnchor | undefined {
  const document = flatten(doc)
  const to = Math.min(end, start + longestQuote)
  const quote = document.flat.slice(start, to)
  if (start < 0 || quote.trim() === '') return undefined
  const first = relative(document, start, 'start')
  const last = relative(document, to, 'end')
  return {
    start: first ?? '',
    end: last ?? '',
    quote,
    prefix: document.flat.slice(Math.max(0, start - contextLength), start),
    suffix: document.flat.slice(to, to + contextLength),
  }
}

function absolute(document: FlatDocument, doc: Y.Doc, encoded: string): number | undefined {
  if (encoded === '') return undefined
  try {
    const position = Y.createAbsolutePositionFromRelativePosition(
      Y.decodeRelativePosition(fromBase64(encoded)),
      doc,
    )
    const run = document.runs.find((candidate) => candidate.text === position?.type)
    return run && position ? run.start + position.index : undefined
  } catch {
    return undefined // Not a relative position: the quote still may find the words.
  }
}

/** Where the anchored words are now, as a flat range; undefined when they are gone. */
export function locateWords(
  doc: Y.Doc,
  anchor: WordsAnchor,
): { readonly start: number; readonly end: number } | undefined {
  const document = flatten(doc)
  const { flat } = document
  const { quote, prefix, suffix } = anchor
  const start = absolute(document, doc, anchor.start)
  const end = absolute(document, doc, anchor.end)
  if (start !== undefined && end !== undefined && start < end) {
    const words = flat.slice(start, end)
    if (words === quote || words.includes(quote) || isAlike(words, quote)) return { start, end }
  }
  const expected = start ?? end ?? 0
  const exact = occurrences(flat, quote)
  if (exact.length > 0) {
    const context = (place: number) =>
      commonEnd(flat.slice(0, place), prefix) +
      commonStart(flat.slice(place + quote.length), suffix)
    const [best] = exact.toSorted(
      (a, b) => context(b) - context(a) || Math.abs(a - expected) - Math.abs(b - expected),
    )
    return best === undefined ? undefined : { start: best, end: best + quote.length }
  }
  const [nearest] = search(flat, quote, Math.floor(Math.min(quote.length, 64) / 4)).toSorted(
    (a, b) => a.errors - b.errors || Math.abs(a.start - expected) - Math.abs(b.start - expected),
  )
  return nearest && nearest.start < nearest.end
    ? { start: nearest.start, end: nearest.end }
    : undefined
}

const isAlike = (words: string, quote: string): boolean =>
  search(words, quote, Math.floor(quote.length / 4)).length > 0

function occurrences(flat: string, quote: string): number[] {
  const places: number[] = []
  for (
    let at = flat.indexOf(quote);
    at >= 0 && places.length < 200;
    at = flat.indexOf(quote, at + 1)
  )
    places.push(at)
  return places
}

function commonEnd(text: string, end: string): number {
  let length = 0
  while (length < end.length && text.at(-1 - length) === end.at(-1 - length)) length += 1
  return length
}

function commonStart(text: string, start: string): number {
  let length = 0
  while (length < start.length && text[length] === start[length]) length += 1
  return length
}
