/**
 * Checks what a page declares of a paste: these letters, which I put here, are those ones. It holds for letters that say the same, a whole
 * word among them, in the order in which they stand or stood in one flow of a text that the member may read; anything else is its
 * typist's own. What others typed between them meanwhile, or deleted of them, does not make them somebody else's: which letters were meant
 * is told by their ids.
 *
 * Before `The budget is public.`: Brazil cuts "budget is " and pastes it elsewhere as 3-4 to 3-13. Declared, it holds: these letters are
 * still Portugal's. "udge" holds no whole word, "is budget" is another order, "Budget is" says something else: refused, Brazil's own.
 */
import { z } from 'zod'
import type { Embed } from '../flow/embeds.ts'
import { behind, type LetterId, nameOf } from '../flow/ids.ts'
import { segmentsOf } from '../flow/words.ts'
import { type CopyRange, joined, letterId } from './copy-range.ts'

/** As many letters as a text may hold. */
export const longest = 300_000
/** Letters that were written together, and lie together in the source. */
const Stretch = letterId.extend({ length: z.int().positive().max(longest) })
/** A page makes several claims of what lies in more pieces. */
export const mostStretches = 1000

/** What a page says beside its update. */
export const DeclaredCopy = z.strictObject({
  /** The first letter of what was pasted; as many as the originals have follow it in their order. */
  copy: letterId,
  originals: z.array(Stretch).min(1).max(mostStretches),
  /** The text that the originals stand in, where that is another. */
  text: z.string().min(1).optional(),
  /** Whether the originals were taken away: dragged, moved, cut. */
  isMoved: z.boolean(),
})
export type DeclaredCopy = z.infer<typeof DeclaredCopy>

/** How many letters it is about. */
export const lettersIn = ({ originals }: Pick<DeclaredCopy, 'originals'>): number =>
  originals.reduce((sum, { length }) => sum + length, 0)

/** The originals one by one, in the order in which they were pasted. */
export const originalsOf = ({ originals }: DeclaredCopy): LetterId[] =>
  originals.flatMap(({ client, clock, length }) =>
    Array.from({ length }, (_, at) => behind({ client, clock }, at)),
  )

/** A letter, or an embed, which counts as one. */
export interface CopiedLetter {
  readonly id: LetterId
  readonly letter: string | Embed | undefined
}

/** Embeds bear ids of their own wherever they stand: two of a kind say the same. */
const said = ({ letter }: CopiedLetter): string =>
  typeof letter === 'string' ? letter : `\uFFFC${Object.keys(letter ?? {}).join(',')}`

const isEdge = (letter: CopiedLetter | undefined): boolean => typeof letter?.letter !== 'string'

/** Whether a whole word lies from an index to another: words end at embeds. */
function holdsWord(letters: readonly CopiedLetter[], from: number, to: number): boolean {
  let [start, end] = [from, to]
  while (!isEdge(letters[start - 1])) start -= 1
  while (!isEdge(letters[end])) end += 1
  const around = letters
    .slice(start, end)
    .map(({ letter }) => (typeof letter === 'string' ? letter : '\n'))
    .join('')
  return segmentsOf(around).some(
    (word) => word.isWord && from <= start + word.start && start + word.end <= to,
  )
}

const placeOf = (letters: readonly CopiedLetter[], id: LetterId): number =>
  letters.findIndex((letter) => nameOf(letter.id) === nameOf(id))

/**
 * The ranges that a declared copy gives; undefined when it does not hold. `source` are the originals in the order in which they stand in
 * their flow, with what stood around them; `pasted` the letters of the flow that it was put into, as they stand from the first on.
 */
export function verifiedCopy(
  claim: DeclaredCopy,
  source: readonly CopiedLetter[],
  pasted: readonly CopiedLetter[],
): CopyRange[] | undefined {
  const originals = originalsOf(claim)
  const [first] = originals
  const { length } = originals
  const [from, at] = [first ? placeOf(source, first) : -1, placeOf(pasted, claim.copy)]
  if (from < 0 || at < 0 || from + length > source.length || at + length > pasted.length)
    return undefined
  const ranges: CopyRange[] = []
  for (const [offset, original] of originals.entries()) {
    const [was, is] = [source[from + offset], pasted[at + offset]]
    if (!was || !is || said(was) !== said(is)) return undefined
    if (nameOf(was.id) !== nameOf(original) || nameOf(is.id) === nameOf(original)) return undefined
    const letter = claim.text === undefined ? original : { ...original, text: claim.text }
    ranges.push({
      copy: is.id,
      original: letter,
      length: 1,
      by: 'member',
      ...(claim.isMoved && { isMoved: true }),
    })
  }
  return holdsWord(source, from, from + length) ? joined(ranges) : undefined
}
