/**
 * Where the changes of an amendment are drawn in its base: the list of changes that cards show, as offsets into the flat texts that the
 * base has now.
 *
 * The base reads `The budget is.`, and an amendment puts "whole" before "budget" and begins a paragraph behind "is.": `whole ` put at 4,
 * and a paragraph put at 14.
 */
import { type AmendmentPassage, withoutSharedSpace } from '../text/amendment-passages.ts'
import type { BasePlaces, FlowPlaces } from './base-places.ts'
import type { ChangePart, FormattingPart, LooksPart } from './changes.ts'
import type { Comparison } from './compare.ts'
import { isEdge, type Letter, wholeIn } from './letters.ts'
import { paragraphMark, wordsOf } from './pieces.ts'
import { type Changed, eachThen, type Span } from './spans.ts'

const put = (as: AmendmentPassage['as'], at: number, words: string): AmendmentPassage => ({
  as,
  start: at,
  end: at,
  put: words,
})

/** What is deleted: stretches of letters that stand side by side in the base, and breaks between paragraphs. */
function deletedIn(deleted: readonly Letter[], places: FlowPlaces): AmendmentPassage[] {
  const whole = wholeIn(deleted)
  const passages: AmendmentPassage[] = []
  let endedAt: number | undefined
  for (const letter of deleted) {
    const [start, end] = [places.before(letter.id), places.behind(letter.id)]
    // The base has deleted it since.
    if (start === undefined || end === undefined) continue
    const last = passages.at(-1)
    if (!isEdge(letter)) {
      if (last?.as === 'words' && last.end === start) passages.splice(-1, 1, { ...last, end })
      else passages.push({ as: 'words', start, end, put: '' })
    } else if (!whole.has(letter)) {
      if (isEdge(letter, 'block')) passages.push(put('join', endedAt ?? start, ''))
      endedAt = isEdge(letter, 'end') ? start : undefined
    }
  }
  return passages.filter(({ as, start, end }) => as !== 'words' || start < end)
}

/** What is inserted at a place: words, paragraphs, and breaks in one. */
function insertedAt(inserted: readonly Letter[], at: number): AmendmentPassage[] {
  const whole = wholeIn(inserted)
  const passages: AmendmentPassage[] = []
  let [letters, isParagraph]: [Letter[], boolean] = [[], false]
  const flush = () => {
    const words = wordsOf(letters)
    if (words !== '') passages.push(put(isParagraph ? 'paragraph' : 'words', at, words))
    letters = []
  }
  for (const letter of inserted)
    if (isEdge(letter)) {
      flush()
      isParagraph = isEdge(letter, 'block') && whole.has(letter)
      if (isEdge(letter, 'block') && !isParagraph) passages.push(put('split', at, paragraphMark))
    } else letters.push(letter)
  flush()
  return passages
}

/** The offset behind the last letter before a span that stands in the base. */
export function placeBefore(
  spans: readonly Span[],
  at: number,
  places: FlowPlaces,
): number | undefined {
  for (let before = at - 1; before >= 0; before -= 1) {
    const span = spans[before]
    for (const { id } of span ? eachThen(span, 'end') : []) {
      const offset = places.behind(id)
      if (offset !== undefined) return offset
    }
  }
  return places.whole?.start
}

/** `at` is where the span stands in the base, where nothing of it does. */
function passagesOfSpan({ deleted, inserted }: Changed, at: number, places: FlowPlaces) {
  const gone = deletedIn(deleted, places)
  const last = gone.at(-1)
  const [first, ...others] = insertedAt(inserted, last?.end ?? at)
  if (!first) return gone
  if (last?.as !== 'words' || first.as !== 'words') return [...gone, first, ...others]
  const words = wordsOf(deleted.filter((letter) => !isEdge(letter)))
  const struck = words.slice(last.start - last.end)
  return [...gone.slice(0, -1), withoutSharedSpace({ ...last, put: first.put }, struck), ...others]
}

function formOf(part: FormattingPart | LooksPart, places: FlowPlaces): AmendmentPassage[] {
  const letters = part.type === 'formatting' ? part.span.was.slice(part.from, part.to) : []
  const [first, last] = [letters[0], letters.at(-1)]
  const [start, end] =
    part.type === 'looks'
      ? [places.block(part.edge.id)?.start, places.block(part.edge.id)?.end]
      : [first && places.before(first.id), last && places.behind(last.id)]
  if (start === undefined || end === undefined || start >= end) return []
  return [{ as: 'form', start, end, put: '' }]
}

/** All of a cell that stands in the base. */
export const wholeOf = (places: FlowPlaces, as: 'words' | 'form'): AmendmentPassage[] => {
  const { whole } = places
  return whole && whole.start < whole.end ? [{ as, ...whole, put: '' }] : []
}

/**
 * The passages of one flow. `at` is where a cell that the base has not is drawn: all that is put in it is drawn as paragraphs there;
 * without such a place it is drawn elsewhere.
 */
export function passagesInFlow(
  { flows, changes, struck }: Comparison,
  flow: string,
  base: BasePlaces,
  at?: number,
): AmendmentPassage[] {
  const places = base.of(flow)
  if (struck.has(flow)) return wholeOf(places, 'words')
  const spans = flows.find((each) => each.flow === flow)?.spans ?? []
  const isHere = (part: ChangePart) => part.type !== 'entry' && part.flow === flow
  const parts = changes.flatMap((change) => change.parts.filter(isHere))
  const passages = parts.flatMap((part): AmendmentPassage[] => {
    if (part.type === 'entry') return []
    if (part.type !== 'words') return formOf(part, places)
    const place = placeBefore(spans, spans.indexOf(part.span), places)
    if (place !== undefined) return passagesOfSpan(part.span, place, places)
    const words = wordsOf(part.span.inserted).replaceAll(paragraphMark, ' ').trim()
    return at === undefined || words === '' ? [] : [put('paragraph', at, words)]
  })
  return inOrder(passages)
}

const inOrder = (passages: readonly AmendmentPassage[]): AmendmentPassage[] =>
  passages.toSorted((a, b) => a.start - b.start || a.end - b.end)
