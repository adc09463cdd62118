/** A stretch of inlines, by its offsets in their flat text. */
import type { Inline } from '../domain/content.ts'
import { flatInline } from './flat-words.ts'

/** What lies from `start` to `end`; runs of words are cut at the edges. */
export function sliceInlines(inlines: readonly Inline[], start: number, end: number): Inline[] {
  let offset = 0
  return inlines.flatMap((inline): Inline[] => {
    const from = Math.max(start - offset, 0)
    const { length } = flatInline(inline)
    const to = Math.min(end - offset, length)
    offset += length
    if (from >= to) return []
    return inline.type === 'words' ? [{ ...inline, words: inline.words.slice(from, to) }] : [inline]
  })
}
