/**
 * Compares letters by their ids, and rounds to whole words, once for all that is shown or chosen. A word that was retyped as it was is
 * unchanged, whichever letters it is made of now.
 *
 * Before `The budget is public.` A branch deletes "budget is" and types "budget and plan are": of the ids, nine letters were deleted
 * and twelve inserted. Shown: `The budget `, deleted `is`, inserted `and plan are`, ` public.`
 * A branch that types "ly" behind "annual" shows deleted `annual`, inserted `annually`: no word is cut.
 */
import { diffArrays } from 'diff'
import { nameOf } from '../flow/ids.ts'
import type { Piece } from '../flow/moments.ts'
import { segmentsOf } from '../flow/words.ts'
import { isEdge, type Letter, letterAt, lettersOf, saidBy } from './letters.ts'

/** What stood and stands alike, one for one: `is` has other ids where it was retyped. */
export interface Unchanged {
  readonly type: 'unchanged'
  readonly was: readonly Letter[]
  readonly is: readonly Letter[]
  /** Of what nobody touched, what it is made of: its letters are taken apart where they are asked for. */
  readonly pieces?: readonly Piece[]
}
/** Whole words that stood, and those that stand in their place; a letter can be in both, as the end of a word whose start changed. */
export interface Changed {
  readonly type: 'changed'
  readonly deleted: readonly Letter[]
  readonly inserted: readonly Letter[]
}
export type Span = Unchanged | Changed

/** A stretch that nobody touched. */
export function untouched(pieces: readonly Piece[]): Unchanged {
  let letters: readonly Letter[] | undefined
  const taken = () => {
    letters ??= pieces.flatMap(lettersOf)
    return letters
  }
  return {
    type: 'unchanged',
    pieces,
    get was() {
      return taken()
    },
    get is() {
      return taken()
    },
  }
}

/** A piece from an offset to another. */
export const partOf = (piece: Piece, from: number, to: number): Piece =>
  piece.embed
    ? piece
    : {
        ...piece,
        id: { client: piece.id.client, clock: piece.id.clock + from },
        letters: piece.letters.slice(from, to),
      }

/** How many letters a piece is. */
export const lengthOf = ({ embed, letters }: Piece): number => (embed ? 1 : letters.length)

/** The embeds of an unchanged span, as they stood and as they stand. */
export function embedsIn(span: Unchanged): readonly (readonly [was: Letter, is: Letter])[] {
  if (span.pieces)
    return span.pieces
      .filter(({ embed }) => embed)
      .flatMap(lettersOf)
      .map((letter) => [letter, letter])
  return span.was.flatMap((was, at) => (was.embed ? [[was, span.is[at] ?? was] as const] : []))
}

/** What of a span stood. */
export const lettersThen = (span: Span): readonly Letter[] =>
  span.type === 'changed' ? span.deleted : span.was

/** The letters of a span as they stood, from its end on backwards or from its start on, one after the other. */
export function* eachThen(span: Span, from: 'start' | 'end'): Generator<Letter> {
  const pieces = span.type === 'unchanged' ? span.pieces : undefined
  if (!pieces) {
    const letters = lettersThen(span)
    yield* from === 'start' ? letters : letters.toReversed()
    return
  }
  for (const piece of from === 'start' ? pieces : pieces.toReversed())
    for (let step = 0; step < lengthOf(piece); step += 1) {
      const letter = letterAt(piece, from === 'start' ? step : lengthOf(piece) - 1 - step)
      if (letter) yield letter
    }
}

/** The words of a reading, and what stands between them. */
interface Words {
  readonly words: readonly (readonly Letter[])[]
  /** In which of them a letter is. */
  readonly at: ReadonlyMap<Letter, number>
}

/**
 * The words of one of the two readings. Words end at each block's edge of it, and between letters of both also at an edge of the other:
 * a split or a join cuts or makes no word, it is a change by itself.
 */
function wordsOf(letters: readonly Letter[], isRead: (letter: Letter) => boolean): Words {
  const words: Letter[][] = []
  let stretch: Letter[] = []
  const flush = () => {
    for (const { start, end } of segmentsOf(stretch.map(({ text }) => text).join('')))
      words.push(stretch.slice(start, end))
    stretch = []
  }
  let isParted = false
  const isOfBoth = (letter: Letter | undefined) => letter?.stood && letter.stands
  for (const letter of letters) {
    if (!isRead(letter)) {
      isParted ||= isEdge(letter)
      continue
    }
    if (isEdge(letter) || (isParted && isOfBoth(letter) && isOfBoth(stretch.at(-1)))) flush()
    isParted = false
    stretch.push(letter)
    if (isEdge(letter)) flush()
  }
  flush()
  return {
    words,
    at: new Map(words.flatMap((word, at) => word.map((letter) => [letter, at] as const))),
  }
}

/** Says which letters are in a word that stood and stands, of the same letters. */
function solidIn(then: Words, now: Words): (letter: Letter) => boolean {
  const solid = then.words.map((word) => {
    const [first] = word
    const place = first && now.at.get(first)
    if (place === undefined || now.words[place]?.length !== word.length) return false
    return word.every((letter) => now.at.get(letter) === place)
  })
  return (letter) => letter.stands && (solid[then.at.get(letter) ?? -1] ?? false)
}

/** Two words with one key are the same: they say the same, and have the same letters of those that stood and stand. */
const keyOf = (word: readonly Letter[], lasting: ReadonlySet<string>): string =>
  [
    word.map((letter) => saidBy(letter, lasting)).join(''),
    ...word.filter(({ stood, stands }) => stood && stands).map(({ id }) => nameOf(id)),
  ].join('\0')

/** Beyond this many words, what was deleted and what was inserted have nothing in common: the time to look for it grows with both. */
const mostChanges = 2_000

type Word = readonly Letter[]

const isSpace = (word: Word): boolean =>
  word.every(({ text, embed }) => !embed && /^\s$/.test(text))

/** What lies between two words that are unchanged: the same at its start and its end is unchanged too. */
function between(
  then: readonly Word[],
  now: readonly Word[],
  lasting: ReadonlySet<string>,
): Span[] {
  const isSame = (a: Word | undefined, b: Word | undefined): boolean =>
    a !== undefined && b !== undefined && keyOf(a, lasting) === keyOf(b, lasting)
  const most = Math.min(then.length, now.length)
  let start = 0
  while (start < most && isSame(then[start], now[start])) start += 1
  let end = 0
  while (end < most - start && isSame(then.at(-1 - end), now.at(-1 - end))) end += 1
  const unchanged = (from: number, to: number, fromNow: number): Span[] =>
    from === to
      ? []
      : [
          {
            type: 'unchanged',
            was: then.slice(from, to).flat(),
            is: now.slice(fromNow, fromNow + to - from).flat(),
          },
        ]
  const deleted = then.slice(start, then.length - end).flat()
  const inserted = now.slice(start, now.length - end).flat()
  return [
    ...unchanged(0, start, 0),
    ...(deleted.length + inserted.length > 0
      ? [{ type: 'changed' as const, deleted, inserted }]
      : []),
    ...unchanged(then.length - end, then.length, now.length - end),
  ]
}

/** Aligns what lies between two solid words, by its words; white space goes with them. */
function aligned(
  then: readonly Word[],
  now: readonly Word[],
  lasting: ReadonlySet<string>,
): Span[] {
  const placesIn = (words: readonly Word[]) =>
    words.flatMap((word, at) => (isSpace(word) ? [] : [{ at, key: keyOf(word, lasting) }]))
  const [places, placesNow] = [placesIn(then), placesIn(now)]
  const keys = (some: readonly { readonly key: string }[]) => some.map(({ key }) => key)
  const parts = diffArrays(keys(places), keys(placesNow), { maxEditLength: mostChanges }) ?? []
  const spans: Span[] = []
  let [at, to, done, doneNow] = [0, 0, 0, 0]
  for (const { added, removed, count } of parts)
    for (let step = 0; step < count; step += 1) {
      const [place, placeNow] = [places[at], placesNow[to]]
      if (!added) at += 1
      if (!removed) to += 1
      if (added || removed || !place || !placeNow) continue
      spans.push(
        ...between(then.slice(done, place.at), now.slice(doneNow, placeNow.at), lasting),
        ...between([then[place.at] ?? []], [now[placeNow.at] ?? []], lasting),
      )
      ;[done, doneNow] = [place.at + 1, placeNow.at + 1]
    }
  return [...spans, ...between(then.slice(done), now.slice(doneNow), lasting)]
}

/** White space alone between two changes belongs to both: people read a passage deleted and a passage inserted, not every second word. */
const isBetween = ({ was }: Unchanged): boolean => isSpace(was)

/** Spans without two of a type beside each other. */
function joined(spans: readonly Span[]): Span[] {
  const all: Span[] = []
  for (const span of spans) {
    const last = all.at(-1)
    if (last?.type === 'changed' && span.type === 'changed')
      all[all.length - 1] = {
        type: 'changed',
        deleted: [...last.deleted, ...span.deleted],
        inserted: [...last.inserted, ...span.inserted],
      }
    else if (last?.type === 'unchanged' && span.type === 'unchanged')
      all[all.length - 1] = {
        type: 'unchanged',
        was: [...last.was, ...span.was],
        is: [...last.is, ...span.is],
      }
    else all.push(span)
  }
  return all
}

const grouped = (spans: readonly Span[]): Span[] =>
  joined(
    spans.map((span, at) =>
      span.type === 'unchanged' && at > 0 && at < spans.length - 1 && isBetween(span)
        ? { type: 'changed', deleted: span.was, inserted: span.is }
        : span,
    ),
  )

/**
 * The letters of a stretch in the order of the flow, those that stood at neither moment left out, as spans. `lasting` are the ids of
 * blocks that stood and stand: their edges are no other's.
 */
export function spansOf(letters: readonly Letter[], lasting: ReadonlySet<string>): Span[] {
  const then = wordsOf(letters, ({ stood }) => stood)
  const now = wordsOf(letters, ({ stands }) => stands)
  const isSolid = solidIn(then, now)
  const spans: Span[] = []
  const distinct = (places: readonly (number | undefined)[]): number[] => [
    ...new Set(places.filter((place) => place !== undefined)),
  ]
  for (let at = 0; at < letters.length; ) {
    const first = letters[at]
    if (!first) break
    const isRunSolid = isSolid(first)
    let end = at + 1
    for (let next = letters[end]; next && isSolid(next) === isRunSolid; next = letters[end])
      end += 1
    const run = letters.slice(at, end)
    at = end
    if (isRunSolid) spans.push({ type: 'unchanged', was: run, is: run })
    else {
      const places = (words: Words) => distinct(run.map((letter) => words.at.get(letter)))
      spans.push(
        ...aligned(
          places(then).map((place) => then.words[place] ?? []),
          places(now).map((place) => now.words[place] ?? []),
          lasting,
        ),
      )
    }
  }
  return grouped(joined(spans))
}
