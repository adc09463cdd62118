/**
 * Letters that are to be put behind others, by these. Stretches of letters that stay are cut only where something comes behind one of them.
 *
 * Before: "TYPED " goes behind the letter 1-6. Of the piece 1-0 to 1-9 the first seven letters are kept, then come the six, then the other three.
 */
import { partOf } from '../compare/spans.ts'
import { type IdRange, type LetterId, lastAt } from '../flow/ids.ts'
import type { Piece } from '../flow/moments.ts'
import type { Kept, Wanted, WantedLetter } from '../flow/wanted.ts'

interface Group {
  readonly clock: number
  readonly letters: WantedLetter[]
}

export interface MovedLetters {
  readonly put: (anchor: LetterId, letter: WantedLetter) => void
  /** What goes behind a letter, each with where. */
  readonly behind: (anchor: LetterId) => WantedLetter[]
  /** Pieces as they are wanted: those that stand are kept, and behind each letter comes what goes there. */
  readonly among: (pieces: readonly Piece[]) => (Wanted | Kept)[]
}

export function openMovedLetters(): MovedLetters {
  const clients = new Map<number, Group[]>()
  let isSorted = true
  const groupsOf = (client: number): readonly Group[] => {
    if (!isSorted) for (const groups of clients.values()) groups.sort((a, b) => a.clock - b.clock)
    isSorted = true
    return clients.get(client) ?? []
  }
  const groupAt = ({ client, clock }: LetterId): Group | undefined => {
    const groups = groupsOf(client)
    const found = groups[lastAt(groups, clock)]
    return found?.clock === clock ? found : undefined
  }
  const groupsIn = ({ client, clock, length }: IdRange): readonly Group[] => {
    const groups = groupsOf(client)
    return groups.slice(lastAt(groups, clock - 1) + 1, lastAt(groups, clock + length - 1) + 1)
  }
  const placed = (client: number, { clock, letters }: Group): WantedLetter[] => {
    // One object for all: by it they are known to go on behind each other.
    const anchor = { client, clock }
    return letters.map((each) => ({ ...each, behind: anchor }))
  }
  return {
    put(anchor, letter) {
      const known = groupAt(anchor)
      if (known) {
        known.letters.push(letter)
        return
      }
      const groups = clients.get(anchor.client) ?? []
      clients.set(anchor.client, groups)
      groups.push({ clock: anchor.clock, letters: [letter] })
      isSorted = false
    },
    behind(anchor) {
      const group = groupAt(anchor)
      return group ? placed(anchor.client, group) : []
    },
    among(pieces) {
      const wanted: (Wanted | Kept)[] = []
      let kept: Piece[] = []
      const keep = (piece: Piece, from: number, to: number) => {
        if (piece.stands && from < to) kept.push(partOf(piece, from, to))
      }
      const endKept = () => {
        if (kept.length > 0) wanted.push({ kept })
        kept = []
      }
      for (const piece of pieces) {
        const { id, letters } = piece
        let from = 0
        for (const group of groupsIn({
          client: id.client,
          clock: id.clock,
          length: letters.length,
        })) {
          const to = group.clock - id.clock + 1
          keep(piece, from, to)
          from = to
          endKept()
          wanted.push(...placed(id.client, group))
        }
        keep(piece, from, letters.length)
      }
      endKept()
      return wanted
    },
  }
}
