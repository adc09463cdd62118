/** What two texts begin and end with alike, however long it is. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { commonEnds } from '#shared/text/amendment-passages'

const words = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 5 })

test('[TXT-451] what two texts begin and end with alike is told to the letter, where they are long as where they are short', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(0, 3, 1023, 1024, 1025, 5000),
      words,
      words,
      fc.constantFrom(0, 3, 1024, 2050),
      (before, one, other, after) => {
        const [from, to] = [one, other].map(
          (middle) => `${'ab'.repeat(before)}${middle}${'ba'.repeat(after)}`,
        )
        if (from === undefined || to === undefined) return
        const { head, tail } = commonEnds(from, to)
        const shorter = Math.min(from.length, to.length)
        expect(from.slice(0, head)).toBe(to.slice(0, head))
        expect(from.slice(from.length - tail)).toBe(to.slice(to.length - tail))
        expect(head + tail).toBeLessThanOrEqual(shorter)
        if (head + tail < shorter) {
          expect(from[head]).not.toBe(to[head])
          expect(from.at(-1 - tail)).not.toBe(to.at(-1 - tail))
        }
      },
    ),
  )
})
