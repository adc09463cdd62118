/**
 * Whether somebody can have seen the two neighbours that a new struct names side by side. Yjs sorts what is put at one place at
 * once by those neighbours, and all replicas agree only on what was put between two that stood together. An update that names
 * two others makes those who get it before their own words read another text than those who get it after.
 *
 * `a` and `c` with `b` put between them: who has not seen `b` may put `x` between `a` and `c`. But when `c` itself was put behind
 * `b`, whoever knows `c` knows `b`, and nobody can have put anything between `a` and `c`.
 *
 * In general: between neighbours `o` and `r` there may now stand what neither knew. `o` knew all that it was put beside, and of it
 * its own right neighbour is the nearest on that side; `r` knew its own left one. So all is well unless one of these two stands
 * between `o` and `r`, or `r` is not behind `o` at all. It is looked up in the order that Yjs will give the new structs too.
 */
import * as Y from 'yjs'
import { type Arrival, type Arrivals, isSame, lastUpTo, originOf, type Run } from './arrivals.ts'

/** Steps that one update may make Yjs take in search of its places. Whoever works offline takes a few. */
export const mostSteps = 200_000

/** What it costs to cut a run in two, in steps: Yjs moves all that its author has written behind it. */
const stepsOfCut = 20

/** A stretch of a run that nothing was put into. */
interface Piece {
  readonly run: Run
  readonly from: number
  /** The clock behind its last letter. */
  readonly to: number
}

export type Neighbours = 'honest' | 'dishonest' | 'too-far'

const keyOf = ({ client, clock }: Y.ID): string => `${client}:${clock}`
const isIn = ({ run, from, to }: Piece, id: Y.ID | null): boolean =>
  id !== null && id.client === run.id.client && id.clock >= from && id.clock < to
const endOf = ({ run, to }: Piece): Y.ID => Y.createID(run.id.client, to - 1)
const startOf = ({ run, from }: Piece): Y.ID => Y.createID(run.id.client, from)

/**
 * The document's sequences with what an update adds to them, while the document itself stays as it is. `firstOf` tells what stands
 * first in a sequence of the document.
 */
export function openPlaces<Sequence>(
  arrivals: Arrivals,
  firstOf: (sequence: Sequence) => Y.ID | null,
) {
  /** Where runs are cut, in order. */
  const cuts = new Map<Run, number[]>()
  /** What now stands behind a letter, and first in a sequence. */
  const nexts = new Map<string, Y.ID | null>()
  const firsts = new Map<Sequence, Y.ID>()
  let steps = 0

  const pieceAt = (id: Y.ID): Piece | undefined => {
    const run = arrivals.runAt(id)
    if (!run) return undefined
    const own = cuts.get(run) ?? []
    const at = lastUpTo(own, id.clock, (cut) => cut)
    return {
      run,
      from: own[at] ?? run.id.clock,
      to: own[at + 1] ?? run.id.clock + run.length,
    }
  }
  /** Makes a piece begin here. */
  const cut = (id: Y.ID) => {
    const piece = pieceAt(id)
    if (!piece || piece.from === id.clock || piece.to <= id.clock) return
    const own = cuts.get(piece.run) ?? []
    cuts.set(piece.run, own)
    own.splice(lastUpTo(own, id.clock, (each) => each) + 1, 0, id.clock)
    steps += stepsOfCut
  }
  const behind = (piece: Piece): Y.ID | null => {
    const next = nexts.get(keyOf(endOf(piece)))
    if (next !== undefined) return next
    const { run, to } = piece
    if (to < run.id.clock + run.length) return Y.createID(run.id.client, to)
    return run instanceof Y.Item ? (run.right?.id ?? null) : null
  }
  const nextTo = (left: Y.ID | null, sequence: Sequence): Y.ID | null => {
    if (!left) return firsts.get(sequence) ?? firstOf(sequence)
    const piece = pieceAt(left)
    return piece ? behind(piece) : null
  }

  /** Whether the two were side by side to whoever knew only them and what they build on. */
  const wereBeside = ({ origin, rightOrigin }: Arrival, sequence: Sequence): boolean => {
    const [left, right] = [
      origin && arrivals.runAt(origin),
      rightOrigin && arrivals.runAt(rightOrigin),
    ]
    const knownRight = left ? left.rightOrigin : null
    const knownLeft = right && rightOrigin ? originOf(right, rightOrigin) : null
    if (isSame(knownRight, rightOrigin) || isSame(knownLeft, origin)) return true
    if (!origin || !rightOrigin) return false
    for (let at = nextTo(origin, sequence); at; ) {
      const piece = pieceAt(at)
      if (isSame(at, rightOrigin)) return true
      if (!piece || isIn(piece, knownRight) || isIn(piece, knownLeft)) return false
      if ((steps += 1) > mostSteps) return false
      at = behind(piece)
    }
    return false
  }

  /** The letter behind which Yjs will put it. */
  const leftOf = ({ id, origin, rightOrigin }: Arrival, sequence: Sequence): Y.ID | null => {
    let left = origin
    const [conflicting, passed] = [new Set<string>(), new Set<string>()]
    const known = (at: Y.ID, seen: ReadonlySet<string>): boolean => {
      const piece = pieceAt(at)
      return piece !== undefined && seen.has(keyOf(startOf(piece)))
    }
    for (let at = nextTo(origin, sequence); at && !isSame(at, rightOrigin); ) {
      const piece = pieceAt(at)
      if (!piece || (steps += 1) > mostSteps) return left
      const itsOrigin = originOf(piece.run, at)
      passed.add(keyOf(at))
      conflicting.add(keyOf(at))
      if (isSame(itsOrigin, origin)) {
        if (piece.run.id.client < id.client) {
          left = endOf(piece)
          conflicting.clear()
        } else if (isSame(piece.run.rightOrigin, rightOrigin)) return left
      } else if (itsOrigin && known(itsOrigin, passed)) {
        if (!known(itsOrigin, conflicting)) {
          left = endOf(piece)
          conflicting.clear()
        }
      } else return left
      at = behind(piece)
    }
    return left
  }

  return {
    /** Places one more struct in a sequence, those before it in the order of causes being placed. */
    place(arrival: Arrival, sequence: Sequence): Neighbours {
      const { id, length, origin, rightOrigin } = arrival
      if (origin) cut(Y.createID(origin.client, origin.clock + 1))
      if (rightOrigin) cut(rightOrigin)
      if (!wereBeside(arrival, sequence)) return steps > mostSteps ? 'too-far' : 'dishonest'
      const left = leftOf(arrival, sequence)
      const right = nextTo(left, sequence)
      if (left) nexts.set(keyOf(left), id)
      else firsts.set(sequence, id)
      nexts.set(keyOf(Y.createID(id.client, id.clock + length - 1)), right)
      return steps > mostSteps ? 'too-far' : 'honest'
    },
  }
}
