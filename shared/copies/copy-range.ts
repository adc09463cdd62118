/**
 * Letters that are copies of others. The installation keeps those that it made itself (it lifted, took up, moved a folder) and those
 * that a page declared and it verified (moved, cut and pasted); what an undo brought back is read from the ids.
 */
import { z } from 'zod'

const number = z.int().nonnegative()
export const letterId = z.strictObject({ client: number, clock: number })

/** `length` letters that lie together, each a copy of the one as far behind in the original. */
export const CopyRange = z.strictObject({
  copy: letterId,
  /** `text` where the original stands in another text. */
  original: letterId.extend({ text: z.string().min(1).optional() }),
  length: z.int().positive(),
  by: z.enum(['undo', 'installation', 'member']),
  /** Of a member's: the originals were taken away. */
  isMoved: z.literal(true).optional(),
})
export type CopyRange = z.infer<typeof CopyRange>

/** As it is kept beside a text. */
export const KeptCopies = z.strictObject({ version: z.literal(1), ranges: z.array(CopyRange) })
export type KeptCopies = z.infer<typeof KeptCopies>

/** Ranges that go on where the one before them ends as one. */
export function joined(ranges: readonly CopyRange[]): CopyRange[] {
  const all: CopyRange[] = []
  for (const range of ranges) {
    const last = all.at(-1)
    const goesOn =
      last &&
      last.by === range.by &&
      last.isMoved === range.isMoved &&
      last.original.text === range.original.text &&
      last.copy.client === range.copy.client &&
      last.original.client === range.original.client &&
      last.copy.clock + last.length === range.copy.clock &&
      last.original.clock + last.length === range.original.clock
    if (goesOn) all[all.length - 1] = { ...last, length: last.length + range.length }
    else all.push(range)
  }
  return all
}
