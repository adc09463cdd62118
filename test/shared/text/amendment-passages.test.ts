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
  for (const { as, start, end, put } of passages) {
    out += flat.slice(at, start) + (as === 'split' ? '\n' : put)
    at = as === 'join' ? end + 1 : end
  }
  return out + flat.slice(at)
}

const isOfBreaks = ({ as }: AmendmentPassage): boolean => as === 'split' || as === 'join'

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
        const passages = passagesBetween(before, after)
        // White space goes with a break, and a paragraph that is emptied is as good as joined to the one that took its words.
        const read = (flat: string) =>
          passages.some(isOfBreaks) ? flat.replaceAll(/\s/g, '') : flat
        expect(read(carriedOut(flatWords(before), passages))).toBe(read(flatWords(after)))
      }),
    )
  })

  test('[TXT-109] a paragraph that is split, joined or only shaped strikes and puts no words in the text', () => {
    const [first, second] = ['The forum meets each year.', 'It reports to the council.']
    const one = text(`${first} ${second}`)
    const two = text(first, second)
    expect(passagesBetween(one, two)).toEqual([{ as: 'split', start: 27, end: 27, put: '¶' }])
    expect(passagesBetween(two, one)).toEqual([{ as: 'join', start: 26, end: 26, put: '' }])
    const more = text(first, 'It reports to the whole council.')
    expect(passagesBetween(one, more)).toEqual([
      { as: 'split', start: 27, end: 27, put: '¶' },
      { as: 'words', start: 45, end: 45, put: 'whole ' },
    ])
    const [, paragraph] = two
    const items: Block[] = paragraph
      ? [...text(first), { type: 'list', style: 'bullet', items: [{ blocks: [paragraph] }] }]
      : []
    expect(passagesBetween(two, items)).toEqual([{ as: 'form', start: 27, end: 53, put: '' }])
    const bold = two.map(
      (block): Block =>
        block.type === 'paragraph'
          ? { ...block, inlines: [{ type: 'words', words: first, marks: [{ type: 'bold' }] }] }
          : block,
    )
    expect(passagesBetween(two.slice(0, 1), bold.slice(0, 1))).toEqual([
      { as: 'form', start: 0, end: 26, put: '' },
    ])
    // They follow the words; what is only shaped goes with them, a join stays for as long as there is a paragraph to join.
    const flat = flatWords(two)
    const shaped = passagesBetween(two, items)
    expect(movedPassages(shaped, flat, `${first} Yes.\n${second}`)).toEqual([
      { as: 'form', start: 32, end: 58, put: '' },
    ])
    expect(movedPassages(shaped, flat, `${first}\n`)).toEqual([])
    const joined = passagesBetween(two, one)
    expect(movedPassages(joined, flat, `${first} Yes.\n${second}`)).toEqual([
      { as: 'join', start: 31, end: 31, put: '' },
    ])
  })

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
