/**
 * What an amendment changes, letter by letter as it was typed, where that stands in the amendment itself: for whoever is typing it.
 *
 * The base reads `The annual budget.`, the amendment `The annul budget now.`: at 8 `a` is deleted, and ` now` is inserted from 17 to 21.
 */
import { wordsFlow } from '../flow/flow-doc.ts'
import type { BasePlaces, FlowPlaces } from './base-places.ts'
import type { WordsPart } from './changes.ts'
import type { ComparedFlow, Comparison } from './compare.ts'
import { isEdge, type Letter, wholeIn } from './letters.ts'
import { paragraphMark, wordsOf } from './pieces.ts'
import { eachThen, type Span } from './spans.ts'

/** Words inserted from an offset to another, or deleted where both are the same; a break between paragraphs alone is the sign for it. */
export interface OwnChange {
  readonly kind: 'inserted' | 'deleted'
  readonly start: number
  readonly end: number
  readonly words: string
}

/** In the words, and in tasks and provisions by the flows of their cells. */
export interface OwnChanges {
  readonly words: readonly OwnChange[]
  readonly cells: ReadonlyMap<string, readonly OwnChange[]>
}

function* backwardsNow(span: Span): Generator<Letter> {
  if (span.type === 'unchanged' && span.pieces) yield* eachThen(span, 'end')
  else yield* (span.type === 'changed' ? span.inserted : span.is).toReversed()
}

/** The offset behind what stands before a span. */
function placeBefore(spans: readonly Span[], at: number, places: FlowPlaces): number {
  for (const span of spans.slice(0, Math.max(0, at)).toReversed())
    for (const { id } of backwardsNow(span)) {
      const offset = places.behind(id)
      if (offset !== undefined) return offset
    }
  return places.whole?.start ?? 0
}

function insertedIn({ span }: WordsPart, places: FlowPlaces): OwnChange[] {
  const whole = wholeIn(span.inserted)
  const changes: OwnChange[] = []
  for (const letter of span.inserted) {
    const [start, end] = [places.before(letter.id), places.behind(letter.id)]
    if (letter.stood || start === undefined || end === undefined) continue
    const last = changes.at(-1)
    if (isEdge(letter)) {
      if (!isEdge(letter, 'block') || whole.has(letter)) continue
      changes.push({ kind: 'inserted', start, end: start, words: paragraphMark })
    } else if (last && last.end === start && last.words !== paragraphMark)
      changes[changes.length - 1] = { ...last, end, words: last.words + letter.text }
    else changes.push({ kind: 'inserted', start, end, words: letter.text })
  }
  return changes
}

function deletedIn({ span }: WordsPart, at: number, places: FlowPlaces): OwnChange[] {
  const whole = wholeIn(span.deleted)
  const changes: OwnChange[] = []
  let [letters, offset]: [Letter[], number] = [[], at]
  const flush = () => {
    const words = wordsOf(letters.filter((letter) => !whole.has(letter)))
    if (words !== '') changes.push({ kind: 'deleted', start: offset, end: offset, words })
    letters = []
  }
  for (const letter of span.deleted)
    if (!letter.stands) letters.push(letter)
    else {
      flush()
      offset = places.behind(letter.id) ?? offset
    }
  flush()
  return changes
}

function changesInFlow(
  { flow, spans }: ComparedFlow,
  { changes }: Comparison,
  places: FlowPlaces,
): OwnChange[] {
  const parts = changes.flatMap((change) =>
    change.parts.flatMap((part) => (part.type === 'words' && part.flow === flow ? [part] : [])),
  )
  const own = parts.flatMap((part) => {
    const at = placeBefore(spans, spans.indexOf(part.span), places)
    return [...deletedIn(part, at, places), ...insertedIn(part, places)]
  })
  return own.toSorted((a, b) => a.start - b.start)
}

/** `places` are those of the amendment. */
export function ownChangesOf(comparison: Comparison, places: BasePlaces): OwnChanges {
  const words: OwnChange[] = []
  const cells = new Map<string, readonly OwnChange[]>()
  for (const compared of comparison.flows) {
    const { flow } = compared
    if (comparison.struck.has(flow)) continue
    const own = changesInFlow(compared, comparison, places.of(flow))
    if (flow === wordsFlow || !places.isRow(flow)) words.push(...own)
    else if (own.length > 0) cells.set(flow, own)
  }
  return { words: words.toSorted((a, b) => a.start - b.start), cells }
}
