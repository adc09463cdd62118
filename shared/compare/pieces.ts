/**
 * A change as people read it: a few words before, what is deleted, what is inserted, a few words behind; and how much it is.
 *
 * Before `The budget is public.`, changed to `The whole budget is public.`: unchanged `The `, inserted `whole `, unchanged `budget is public`.
 */

import { nameOf } from '../flow/ids.ts'
import { cellOf } from '../flow/tables.ts'
import { segmentsOf } from '../flow/words.ts'
import { noteEdge } from '../text/footnotes.ts'
import { type Change, type ChangePart, ownDeleted, ownInserted } from './changes.ts'
import type { Comparison } from './compare.ts'
import type { EntryPart } from './entries.ts'
import { bracketIdOf, isEdge, type Letter, lettersOf, tableIdOf, wholeIn } from './letters.ts'
import { eachThen, embedsIn, lettersThen, type Span } from './spans.ts'

export interface ChangePiece {
  readonly kind: 'unchanged' | 'deleted' | 'inserted'
  readonly words: string
}

/** Where a block begins in words in a row. */
export const paragraphMark = '¶'

/** The note that a letter is or was in. */
function noteOf(letter: Letter | undefined): string | undefined {
  const note = letter && (letter.marksNow['footnote'] ?? letter.marksThen['footnote'])
  return note === undefined ? undefined : JSON.stringify(note)
}

/** What a letter says beside the one before it: the ends of a footnote are small brackets, for words in a row bear no marks. */
function textOf(letter: Letter, before: Letter | undefined): string {
  const note = letter.text === noteEdge ? noteOf(letter) : undefined
  if (note === undefined) return letter.text
  return noteOf(before) === note ? '⁾' : '⁽'
}

/** Letters as words: a block's opening edge is a mark, its end nothing. */
export const wordsOf = (letters: readonly Letter[]): string =>
  letters
    .map((letter, at) => {
      if (!isEdge(letter)) return textOf(letter, letters[at - 1])
      return isEdge(letter, 'block') ? paragraphMark : ''
    })
    .join('')

/** Words as they are shown: paragraphs that come or go whole begin new lines, and only the break of a split or join is marked. */
function wordsShown(letters: readonly Letter[]): string {
  const whole = wholeIn(letters)
  return letters
    .map((letter, at) => {
      if (!isEdge(letter)) return textOf(letter, letters[at - 1])
      if (isEdge(letter, 'end') || tableIdOf(letter) !== undefined) return ''
      return whole.has(letter) ? '\n' : paragraphMark
    })
    .join('')
    .replace(/^\n+/, '')
}

/** What a span said, as words; of what nobody touched no letter is taken apart. */
export function wordsThen(span: Span): string {
  const pieces = span.type === 'unchanged' ? span.pieces : undefined
  if (!pieces) return wordsOf(lettersThen(span))
  return pieces.map((piece) => (piece.embed ? wordsOf(lettersOf(piece)) : piece.letters)).join('')
}

/** What a change does, beside the words. */
export type ChangeKind =
  | 'insert'
  | 'delete'
  | 'split'
  | 'join'
  | 'bracket'
  | 'lift'
  | 'formatting'
  | 'looks'
  | 'put table'
  | 'remove table'
  | 'put row'
  | 'remove row'
  | 'change row'
  | 'put column'
  | 'remove column'
  | 'change column'

function kindsOfPart(part: ChangePart): ChangeKind[] {
  if (part.type === 'entry') {
    const name = part.axis === 'rows' ? 'row' : 'column'
    return [part.was ? (part.is ? `change ${name}` : `remove ${name}`) : `put ${name}`]
  }
  if (part.type !== 'words') return [part.type]
  const kindOf = (letter: Letter, isInserted: boolean): ChangeKind => {
    if (tableIdOf(letter) !== undefined) return isInserted ? 'put table' : 'remove table'
    if (isEdge(letter)) return isInserted ? 'split' : 'join'
    if (bracketIdOf(letter) !== undefined) return isInserted ? 'bracket' : 'lift'
    return isInserted ? 'insert' : 'delete'
  }
  return [
    ...ownDeleted(part).map((letter) => kindOf(letter, false)),
    ...ownInserted(part).map((letter) => kindOf(letter, true)),
  ]
}

export const kindsOf = ({ parts }: Change): ReadonlySet<ChangeKind> =>
  new Set(parts.flatMap(kindsOfPart))

/** How many words are shown around a change. */
const wordsAround = 4

/** They reach no farther than this many letters. */
const lettersAround = 200

/** The words beside a place among spans that nobody changed, up to the edge of their block. */
function beside(spans: readonly Span[], at: number, side: 'before' | 'behind'): Letter[] {
  const letters: Letter[] = []
  const [step, from] = side === 'before' ? ([-1, 'end'] as const) : ([1, 'start'] as const)
  const gathered = () => (side === 'before' ? letters.toReversed() : letters)
  let next = at + step
  for (let span = spans[next]; span?.type === 'unchanged'; span = spans[next]) {
    for (const letter of eachThen(span, from)) {
      if (isEdge(letter) || letters.length === lettersAround) return gathered()
      letters.push(letter)
    }
    next += step
  }
  return gathered()
}

/** The last words, or the first ones. */
function few(letters: readonly Letter[], side: 'before' | 'behind'): string {
  const text = wordsOf(letters)
  const words = segmentsOf(text).filter(({ isWord }) => isWord)
  if (side === 'before') return text.slice(words.at(-wordsAround)?.start ?? 0)
  return text.slice(0, words[wordsAround - 1]?.end ?? text.length)
}

const isSameLetter = (a: Letter, b: Letter): boolean => nameOf(a.id) === nameOf(b.id)

const holds = (span: Span, edge: Letter): boolean =>
  span.type === 'changed'
    ? span.inserted.includes(edge)
    : embedsIn(span).some(([was]) => isSameLetter(was, edge))

/** The first words of a block. */
function wordsBehind(spans: readonly Span[], edge: Letter): string {
  const at = spans.findIndex((span) => holds(span, edge))
  let isBehind = spans[at]?.type === 'changed'
  const letters: Letter[] = []
  for (const span of at < 0 ? [] : spans.slice(at))
    for (const letter of eachThen(span, 'start')) {
      if (isBehind && (isEdge(letter) || letters.length === lettersAround))
        return few(letters, 'behind')
      if (isBehind) letters.push(letter)
      isBehind ||= isSameLetter(letter, edge)
    }
  return few(letters, 'behind')
}

/** What stood in a row or column that goes or moves; nothing of one that comes, whose words are parts of their own. */
function entryPieces({ flows }: Comparison, { axis, id, was, is }: EntryPart): ChangePiece[] {
  if (!was) return []
  const words = flows.flatMap(({ flow, spans }) => {
    const cell = cellOf(flow)
    const isIn = cell && (axis === 'rows' ? cell.rowId : cell.columnId) === id
    return isIn ? [spans.map(wordsThen).join('').replaceAll(paragraphMark, '')] : []
  })
  const said = words.filter((each) => each.trim() !== '').join(' · ')
  return said === '' ? [] : [{ kind: is ? 'unchanged' : 'deleted', words: said }]
}

/** The parts of a change as pieces, one row of them a part. */
export function piecesOf(comparison: Comparison, { parts }: Change): ChangePiece[][] {
  return parts.map((part): ChangePiece[] => {
    if (part.type === 'entry') return entryPieces(comparison, part)
    const spans = comparison.flows.find((each) => each.flow === part.flow)?.spans ?? []
    if (part.type === 'looks') return [{ kind: 'unchanged', words: wordsBehind(spans, part.edge) }]
    if (part.type === 'formatting') {
      const words = wordsOf(part.span.was.slice(part.from, part.to))
      return [{ kind: 'unchanged', words }]
    }
    const at = spans.indexOf(part.span)
    const pieces: ChangePiece[] = [
      { kind: 'unchanged', words: few(beside(spans, at, 'before'), 'before') },
      { kind: 'deleted', words: wordsShown(part.span.deleted) },
      { kind: 'inserted', words: wordsShown(part.span.inserted) },
      { kind: 'unchanged', words: few(beside(spans, at, 'behind'), 'behind') },
    ]
    return pieces.filter(({ words }) => words !== '')
  })
}
