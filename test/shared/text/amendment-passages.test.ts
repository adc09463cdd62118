/** Where passages of a text are after others have edited it. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type AmendmentPassage, movedPassages } from '#shared/text/amendment-passages'

const anyLine = fc
  .array(fc.constantFrom('the', 'forum', 'shall', 'may', 'report', 'each', 'year,'), {
    maxLength: 8,
  })
  .map((words) => words.join(' '))

describe('passages of amendments', () => {
  test('[TXT-57] passages follow the base: nothing typed at an edge is struck, of words that are gone nothing is', () => {
    const passage = (start: number, end: number, put = ''): AmendmentPassage => ({
      start,
      end,
      put,
      as: 'words',
    })
    const from = 'Reports each year.'
    const moved = (to: string, ...passages: AmendmentPassage[]) => movedPassages(passages, from, to)
    // Before, at both edges, inside, over all of it.
    expect(moved('All reports each year.'.replace('r', 'R'), passage(8, 12))).toEqual([
      passage(12, 16),
    ])
    expect(moved('Reports on each year.', passage(8, 12))).toEqual([passage(11, 15)])
    expect(moved('Reports each full year.', passage(8, 12))).toEqual([passage(8, 12)])
    expect(moved('Reports eaXch year.', passage(8, 12))).toEqual([passage(8, 13)])
    expect(moved('Reports year.', passage(8, 12))).toEqual([])
    const paragraph = { ...passage(18, 18, 'A paragraph more.'), as: 'paragraph' as const }
    expect(moved('Reports each year. Typed.', paragraph)).toEqual([
      { ...paragraph, start: 25, end: 25 },
    ])
    expect(moved('Reports year.', passage(8, 12, 'every'))).toEqual([passage(8, 8, 'every')])
    fc.assert(
      fc.property(
        anyLine,
        anyLine,
        fc.array(fc.tuple(fc.nat(40), fc.nat(40), anyLine), { maxLength: 6 }),
        (before, after, given) => {
          const passages = given.map(([a, b, put]) => {
            const [start = 0, end = 0] = [a, b]
              .map((offset) => Math.min(offset, before.length))
              .toSorted((x, y) => x - y)
            return passage(start, end, put)
          })
          for (const { start, end, put } of movedPassages(passages, before, after)) {
            expect(start).toBeGreaterThanOrEqual(0)
            expect(end).toBeGreaterThanOrEqual(start)
            expect(end).toBeLessThanOrEqual(after.length)
            expect(start < end || put !== '' || passages.some((p) => p.start === p.end)).toBe(true)
          }
          expect(movedPassages(passages, before, before)).toEqual(passages)
        },
      ),
    )
  })
})
