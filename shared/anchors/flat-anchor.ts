/** Words that somebody selected in what they read, by their letters, and where anchored words stand in what is read now. */
import type * as Y from 'yjs'
import { tableOf } from '../copies/doc-copies.ts'
import type { WordsAnchor } from '../domain/thread.ts'
import { flatPlaces } from '../flow/flat-places.ts'
import { flowOf } from '../flow/flow-doc.ts'
import type { FlatRange } from '../text/flat-words.ts'
import { anchorLetters, locateLetters } from './words-anchor.ts'

const longestQuote = 2000

/** The anchor of a range of the flat text of the words, which says `quote`; undefined where it holds no words, or lies in several flows. */
export function anchorInFlat(
  doc: Y.Doc,
  start: number,
  end: number,
  quote: string,
): WordsAnchor | undefined {
  const places = flatPlaces(doc)
  const [first, last] = [places.placeBefore(start), places.placeBehind(end)]
  if (first.flow !== last.flow || quote.trim() === '') return undefined
  const letters = anchorLetters(flowOf(doc, first.flow), { start: first.index, end: last.index })
  return letters && { quote: quote.slice(0, longestQuote), letters }
}

/** Where each of these words stand in the flat text of the words; undefined for those that are gone. */
export function locateInFlat(
  doc: Y.Doc,
  anchors: readonly WordsAnchor[],
): (FlatRange | undefined)[] {
  if (anchors.length === 0) return []
  const places = flatPlaces(doc)
  const copies = tableOf(doc)
  const found: (FlatRange | undefined)[] = anchors.map(() => undefined)
  for (const name of places.flows) {
    const ranges = locateLetters(
      flowOf(doc, name),
      copies,
      anchors.map(({ letters }) => letters),
    )
    for (const [at, range] of ranges.entries()) {
      const start = range && places.offsetOf(range.start, name)
      const end = range && places.offsetOf(range.end, name)
      if (start !== undefined && end !== undefined && start < end) found[at] ??= { start, end }
    }
  }
  return found
}
