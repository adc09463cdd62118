/** The changes of an amendment that can each be taken up by themselves. */
import type * as Y from 'yjs'
import type { Change } from './changes.ts'
import { type ComparedPiece, isAlike } from './compare.ts'
import type { Kind } from './kind-of.ts'
import { isMarkedAlike, type Line, layOver, type Unit } from './laid-over.ts'
import { wordsAfter, wordsBefore } from './near-words.ts'
import { paragraphBreak, rejoined, withBreaks } from './paragraph-breaks.ts'

/** One change: it keeps its id for as long as its first letter is there. */
export interface AmendmentChange extends Change {
  readonly changeId: string
  readonly struck: string
  readonly put: string
}

/** A stretch of a line that belongs to a change. */
interface Part {
  readonly line: Line
  readonly start: number
  readonly end: number
}
/** A change with where it stands. */
export interface PlacedChange {
  readonly change: AmendmentChange
  readonly parts: readonly Part[]
}

const isChanged = (unit: Unit): boolean =>
  unit.kind !== 'same' || (unit.on === 'letter' && !isMarkedAlike(unit.before, unit.after))

const wordsOf = (units: readonly Unit[]): string => units.map(({ words }) => words).join('')

/** What stands between two changes that nobody would tell apart: part of a word, or white space. */
const isOneWith = (between: string): boolean =>
  /^\s*$/.test(between) || /^[\p{L}\p{N}\p{M}]+$/u.test(between)

function partsOf(line: Line): Part[] {
  const { units, around } = line
  if (around !== 'same') return [{ line, start: 0, end: units.length }]
  const parts: { line: Line; start: number; end: number }[] = []
  for (const [place, unit] of units.entries()) {
    if (!isChanged(unit)) continue
    const last = parts.at(-1)
    if (last && isOneWith(wordsOf(units.slice(last.end, place)))) last.end = place + 1
    else parts.push({ line, start: place, end: place + 1 })
  }
  return parts
}

const unitsIn = ({ line, start, end }: Part): readonly Unit[] => line.units.slice(start, end)

function wordsOfKind(parts: readonly Part[], kind: Kind): string {
  return parts
    .map((part) => wordsOf(unitsIn(part).filter((unit) => unit.kind === kind)).trim())
    .filter((words) => words !== '')
    .join(' ')
}

const isWhole = ({ line }: Part): boolean => line.around !== 'same'

const bracketsIn = (parts: readonly Part[]): string[] =>
  parts
    .flatMap(unitsIn)
    .flatMap((unit) => (unit.on === 'node' && unit.bracketId !== '' ? [unit.bracketId] : []))

/**
 * Whether one cannot stand without the other: cells of one row, edges of one bracket, or words that were struck here and
 * written again there, as an editor does it when a paragraph is split, merged, moved or made a list.
 */
function belongTogether(a: readonly Part[], b: readonly Part[]): boolean {
  const whole = a[0]?.line.whole ?? ''
  if (whole !== '' && whole === b[0]?.line.whole) return true
  const brackets = bracketsIn(a)
  if (brackets.length > 0 && bracketsIn(b).some((id) => brackets.includes(id))) return true
  const isMoved = (from: readonly Part[], to: readonly Part[]) => {
    const [struck, put] = [wordsOfKind(from, 'struck'), wordsOfKind(to, 'put')]
    if (struck === '' || put === '') return false
    // Words of a paragraph that came or went as a whole may have been changed on the way.
    const isOfParagraph = from.some(isWhole) || to.some(isWhole)
    return struck === put || (isOfParagraph && isAlike(struck, put))
  }
  return isMoved(a, b) || isMoved(b, a)
}

function groupsOf(lines: readonly Line[]): Part[][] {
  const groups: Part[][] = []
  const leading: Part[] = []
  for (const part of lines.flatMap(partsOf)) {
    // An empty paragraph is no change to choose: it goes with the one before it.
    if (part.end === part.start) (groups.at(-1) ?? leading).push(part)
    else {
      const earlier = groups.find((group) => belongTogether(group, [part]))
      if (earlier) earlier.push(part)
      else groups.push([part])
    }
  }
  groups[0]?.push(...leading)
  return groups
}

/** A few words of the line before or after a part. */
function contextOf({ line, start, end }: Part, side: 'before' | 'after'): string {
  const isPlain = (unit: Unit) => unit.kind !== 'put'
  return side === 'before'
    ? wordsBefore(wordsOf(line.units.slice(0, start).filter(isPlain)))
    : wordsAfter(wordsOf(line.units.slice(end).filter(isPlain)))
}

const pieceOf = { same: 'same', struck: 'deleted', put: 'inserted' } as const

/** Pieces in a row as few as they can be; a break between paragraphs stays by itself. */
function merged(pieces: Iterable<ComparedPiece>): ComparedPiece[] {
  const all: { kind: ComparedPiece['kind']; words: string }[] = []
  for (const { kind, words } of pieces) {
    const last = all.at(-1)
    const isBreak = words === paragraphBreak || last?.words === paragraphBreak
    if (last?.kind === kind && !isBreak) last.words += words
    else if (words !== '') all.push({ kind, words })
  }
  return all
}

const same = (words: string): ComparedPiece => ({ kind: 'same', words })

function piecesOf(parts: readonly Part[]): ComparedPiece[] {
  const blocks = parts
    .filter(({ start, end }) => end > start)
    .map((part) => ({
      pieces: merged([
        same(contextOf(part, 'before')),
        ...unitsIn(part).map(({ kind, words }) => ({ kind: pieceOf[kind], words })),
        same(contextOf(part, 'after')),
      ]),
    }))
  return merged(
    withBreaks(rejoined(blocks)).flatMap(({ pieces }, place) =>
      place > 0 ? [same(' … '), ...pieces] : pieces,
    ),
  )
}

/** The changes among lines, in reading order. */
export function placedChanges(lines: readonly Line[]): PlacedChange[] {
  return groupsOf(lines).flatMap((parts) => {
    const first = parts[0] && unitsIn(parts[0])[0]
    if (!first) return []
    const change = {
      changeId: first.id,
      pieces: piecesOf(parts),
      cell: parts[0]?.line.cell ?? null,
      struck: wordsOfKind(parts, 'struck'),
      put: wordsOfKind(parts, 'put'),
    }
    return [{ change, parts }]
  })
}

/** What an amendment changes in its base, each change by itself. */
export const amendmentChanges = (base: Y.Doc, amendment: Y.Doc): AmendmentChange[] =>
  placedChanges(layOver(base, amendment).lines).map(({ change }) => change)
