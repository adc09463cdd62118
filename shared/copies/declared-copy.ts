/**
 * Checks what a page declares of a paste: these letters, which I put here, are those ones. It holds for one unbroken run of at least one
 * whole word, in its order, from a text that the member may read; anything else is its typist's own.
 *
 * Before `The budget is public.`: Brazil cuts "budget is " and pastes it elsewhere as 3-4 to 3-13. Declared, it holds: these letters are
 * still Portugal's. "udge" holds no whole word, "budget public" is no run, "Budget is" says something else: refused, Brazil's own.
 */
import { z } from 'zod'
import type { Embed } from '../flow/embeds.ts'
import { type LetterId, nameOf } from '../flow/ids.ts'
import { segmentsOf } from '../flow/words.ts'
import { CopyRange, joined, letterId } from './copy-range.ts'

/** What a page says beside its update. */
export const DeclaredCopy = z.strictObject({
  /** The first letter of the source, and of what was pasted; as many follow each in their order. */
  original: CopyRange.shape.original,
  copy: letterId,
  length: z.int().positive().max(300_000),
})
export type DeclaredCopy = z.infer<typeof DeclaredCopy>

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
 * The ranges that a declared copy gives; undefined when it does not hold. `source` are the letters of the flow that it was taken from, as
 * they stood then, none where the member may not read them; `pasted` those of the flow that it was put into, as they stand behind it.
 */
export function verifiedCopy(
  { original, copy, length }: DeclaredCopy,
  source: readonly CopiedLetter[],
  pasted: readonly CopiedLetter[],
): CopyRange[] | undefined {
  const [from, at] = [placeOf(source, original), placeOf(pasted, copy)]
  if (from < 0 || at < 0 || from + length > source.length || at + length > pasted.length)
    return undefined
  const ranges: CopyRange[] = []
  for (let offset = 0; offset < length; offset += 1) {
    const [was, is] = [source[from + offset], pasted[at + offset]]
    if (!was || !is || said(was) !== said(is) || nameOf(was.id) === nameOf(is.id)) return undefined
    const { text } = original
    const letter = text === undefined ? was.id : { ...was.id, text }
    ranges.push({ copy: is.id, original: letter, length: 1, by: 'member' })
  }
  return holdsWord(source, from, from + length) ? joined(ranges) : undefined
}
