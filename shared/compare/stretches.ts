/**
 * Cuts a flow into what did not change, which is passed over in bulk, and what did, of which each letter is looked at. Blocks are whole,
 * and of a long paragraph a few words around each change are.
 *
 * Before `{p1}A paragraph.{end}{p2}The long … budget … is.{end}`, "budget" changed: `{p1}A paragraph.{end}` and what is far from "budget"
 * in p2 are stretches whose letters nobody asks for.
 */
import type { Piece } from '../flow/moments.ts'
import { firstBorder, lastBorder } from '../flow/words.ts'
import { blockIdOf, isEdge, isSameMarks, lettersOf } from './letters.ts'
import { lengthOf, partOf, type Span, spansOf, untouched } from './spans.ts'

/** So many letters that did not change are looked at on each side of a change, at least; longer words are not cut. */
const around = 16

const isAlike = ({ stood, stands, marksThen, marksNow }: Piece): boolean =>
  stood === stands && (!stood || isSameMarks(marksThen, marksNow))

/**
 * A run of pieces in a row that are alike, between others that are not: its middle need not be looked at. The words beside a change
 * are, and so are accents, which belong to what stands before them.
 */
function middleOf(run: readonly Piece[]): readonly [Piece[], Piece[], Piece[]] {
  const texts = run.map(({ embed, letters }) => (embed ? '\n' : letters))
  const text = texts.join('')
  if (text.length < 4 * around) return [[...run], [], []]
  const from = firstBorder(text, around)
  const to = lastBorder(text, text.length - around)
  if (from === undefined || to === undefined || to <= from) return [[...run], [], []]
  const parts: readonly [Piece[], Piece[], Piece[]] = [[], [], []]
  let at = 0
  for (const piece of run) {
    const end = at + lengthOf(piece)
    for (const [side, start, stop] of [
      [0, at, Math.min(end, from)],
      [1, Math.max(at, from), Math.min(end, to)],
      [2, Math.max(at, to), end],
    ] as const)
      if (start < stop) parts[side].push(partOf(piece, start - at, stop - at))
    at = end
  }
  return parts
}

/** The spans from a block's edge to the next one that stood and stands. */
function spansOfStretch(pieces: readonly Piece[], lasting: ReadonlySet<string>): Span[] {
  const alike = pieces.map(isAlike)
  if (!alike.includes(false)) return [untouched(pieces)]
  const spans: Span[] = []
  let touched: Piece[] = []
  let run: Piece[] = []
  const flush = () => {
    if (touched.length > 0) spans.push(...spansOf(touched.flatMap(lettersOf), lasting))
    touched = []
  }
  const endRun = () => {
    const [before, middle, behind] = middleOf(run)
    run = []
    touched.push(...before)
    if (middle.length === 0) return
    flush()
    spans.push(untouched(middle))
    touched.push(...behind)
  }
  for (const [at, piece] of pieces.entries())
    if (alike[at] && !isEdge(piece)) run.push(piece)
    else {
      endRun()
      touched.push(piece)
    }
  endRun()
  flush()
  return spans
}

/** The ids of blocks that stood and stand. */
function lastingIn(edges: readonly Piece[]): ReadonlySet<string> {
  const idsOf = (some: readonly Piece[]) => some.flatMap((edge) => blockIdOf(edge) ?? [])
  const now = new Set(idsOf(edges.filter(({ stands }) => stands)))
  return new Set(idsOf(edges.filter(({ stood }) => stood)).filter((id) => now.has(id)))
}

/** The spans of a flow, from all of its pieces. */
export function spansIn(all: readonly Piece[]): Span[] {
  const stretches: Piece[][] = []
  const edges: Piece[] = []
  let stretch: Piece[] = []
  for (const piece of all) {
    if (!piece.stood && !piece.stands) continue
    if (piece.embed && isEdge(piece, 'block')) {
      edges.push(piece)
      if (piece.stood && piece.stands && stretch.length > 0) {
        stretches.push(stretch)
        stretch = []
      }
    }
    stretch.push(piece)
  }
  if (stretch.length > 0) stretches.push(stretch)
  const lasting = lastingIn(edges)
  return stretches.flatMap((each) => spansOfStretch(each, lasting))
}
