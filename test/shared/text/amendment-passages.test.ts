/** Where amendments stand in their base, and where that is after others have edited it. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Block } from '#shared/domain/content'
import {
  type AmendmentPassage,
  movedPassages,
  passagesBetween,
} from '#shared/text/amendment-passages'
import { flatWords } from '#shared/text/flat-words'

const text = (...lines: readonly string[]): Block[] =>
  lines.map((words, index) => ({
    type: 'paragraph',
    blockId: `p${index}`,
    inlines: words === '' ? [] : [{ type: 'words', words, marks: [] }],
  }))

const anyLine = fc
  .array(fc.constantFrom('the', 'forum', 'shall', 'may', 'report', 'each', 'year,'), {
    maxLength: 8,
  })
  .map((words) => words.join(' '))

/** The flat text with the passages carried out. */
function carriedOut(flat: string, passages: readonly AmendmentPassage[]): string {
  let out = ''
  let at = 0
  for (const { start, end, put } of passages) {
    out += flat.slice(at, start) + put
    at = end
  }
  return out + flat.slice(at)
}

describe('passages of amendments', () => {
  test('[TXT-56] passages carried out on the base make the amendment, and say which words are struck and put', () => {
    expect(
      passagesBetween(text('Reports each year.', 'End.'), text('Reports twice a year.', 'End.')),
    ).toEqual([{ start: 8, end: 12, put: 'twice a', as: 'words' }])
    expect(passagesBetween(text('A.'), text('A.', 'A paragraph more.'))).toEqual([
      { start: 2, end: 2, put: 'A paragraph more.', as: 'paragraph' },
    ])
    fc.assert(
      fc.property(fc.array(fc.tuple(anyLine, anyLine), { minLength: 1, maxLength: 4 }), (lines) => {
        const before = text(...lines.map(([line]) => line))
        const after = text(...lines.map(([, line]) => line))
        expect(carriedOut(flatWords(before), passagesBetween(before, after))).toBe(flatWords(after))
      }),
    )
  })

  test('[TXT-57] passages follow the words: nothing typed at an edge is struck, of words that are gone nothing is', () => {
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
