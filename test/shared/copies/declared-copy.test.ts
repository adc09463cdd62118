/** What a page may declare of a paste, and what the table keeps of it. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { type CopyRange, joined, KeptCopies } from '#shared/copies/copy-range'
import { type DeclaredCopy, verifiedCopy } from '#shared/copies/declared-copy'
import { copiesTable } from '#shared/copies/table'
import { remove, type } from '#shared/flow/acts'
import { behind, type IdRange } from '#shared/flow/ids'
import { lettersAt } from '#shared/flow/moments'
import { putTokens } from '#shared/flow/put-tokens'
import { placeOf, replicasOf } from '../../support/flow-replicas.ts'

const words = fc
  .array(fc.constantFrom('the', 'budget', 'is', '中文', 'cafe\u0301', 'ال', 'b'), {
    minLength: 1,
    maxLength: 8,
  })
  .map((each) => each.join(' '))

/** Cuts from a text and pastes behind its first paragraph; what the page declares, and the letters before and behind. */
function cutAndPasted(paragraph: string, from: number, length: number) {
  const [one] = replicasOf(['Head', paragraph], [5], { gc: false })
  if (!one) throw new Error()
  const { draft, doc } = one
  const start = placeOf(one, paragraph) + from
  const source = lettersAt(draft.flow, Y.snapshot(doc))
  remove(draft, start, start + length)
  const at = placeOf(one, 'Head') + 4
  const letters = paragraph.slice(from, from + length)
  putTokens(draft, at, [{ type: 'letters', letters, marks: {} }])
  const pasted = lettersAt(draft.flow, Y.snapshot(doc))
  const [original, copy] = [source[start]?.id, pasted[at]?.id]
  if (!original || !copy) throw new Error()
  const declared: DeclaredCopy = { copy, originals: [{ ...original, length }], isMoved: true }
  return { ...one, declared, original, source, pasted, start, at }
}

const isWholeWord = (paragraph: string, from: number, length: number): boolean =>
  [...new Intl.Segmenter('en', { granularity: 'word' }).segment(paragraph)].some(
    ({ index, segment, isWordLike }) =>
      isWordLike && from <= index && index + segment.length <= from + length,
  )

describe('a declared copy', () => {
  test('[TXT-323] a declared cut and paste holds for one unbroken run with a whole word in it, in every script, and then each letter is known as its original', () => {
    fc.assert(
      fc.property(words, fc.nat(99), fc.nat(99), (paragraph, a, b) => {
        const from = a % paragraph.length
        const length = 1 + (b % (paragraph.length - from))
        const { declared, source, pasted, start, at } = cutAndPasted(paragraph, from, length)
        const ranges = verifiedCopy(declared, source, pasted)
        expect(ranges !== undefined).toBe(isWholeWord(paragraph, from, length))
        if (!ranges) return
        const table = copiesTable(ranges)
        for (let offset = 0; offset < length; offset += 1) {
          const [was, is] = [source[start + offset]?.id, pasted[at + offset]?.id]
          if (!was || !is) throw new Error()
          expect(table.originalOf(is)).toEqual(was)
          expect(
            table.livingCopyOf(
              was,
              ({ client, clock }) => client === is.client && clock === is.clock,
            ),
          ).toEqual(is)
        }
      }),
    )
  })

  test('[TXT-324] what says something else, is broken by others’ letters, reaches beyond, names no letter, or comes from a text that the member may not read is no copy', () => {
    const { declared, original, source, pasted, draft, doc } = cutAndPasted(
      'The budget is public',
      4,
      9,
    )
    const { copy } = declared
    const naming = (...originals: IdRange[]) => ({ ...declared, originals })
    expect(verifiedCopy(declared, source, pasted)).toHaveLength(1)
    expect(verifiedCopy(declared, [], pasted)).toBeUndefined()
    expect(verifiedCopy(naming({ ...original, length: 10 }), source, pasted)).toBeUndefined()
    expect(verifiedCopy(naming({ ...original, length: 10_000 }), source, pasted)).toBeUndefined()
    expect(
      verifiedCopy(naming({ ...behind(original, 1), length: 9 }), source, pasted),
    ).toBeUndefined()
    expect(
      verifiedCopy({ ...declared, copy: { client: 7, clock: 0 } }, source, pasted),
    ).toBeUndefined()
    // Letters are no copies of themselves.
    expect(verifiedCopy({ ...declared, copy: original }, source, source)).toBeUndefined()
    type(draft, 8, 'XX')
    expect(verifiedCopy(declared, source, lettersAt(draft.flow, Y.snapshot(doc)))).toBeUndefined()
    // From another text, the original is asked for there.
    const elsewhere = { ...declared, text: 'other' }
    const table = copiesTable(verifiedCopy(elsewhere, source, pasted) ?? [])
    expect(table.originalOf(behind(copy, 3))).toEqual({ ...behind(original, 3), text: 'other' })
    expect(table.livingCopyOf(original, () => true)).toEqual(original)
  })
})

const id = fc.record({ client: fc.nat(2), clock: fc.nat(9) })
const range = fc.record({
  copy: id,
  original: id,
  length: fc.integer({ min: 1, max: 4 }),
  by: fc.constantFrom<CopyRange['by']>('installation', 'member'),
})

describe('the table', () => {
  test('[TXT-325] copies of copies lead to the letter that was typed first, whatever order they were recorded in, also after they were kept and read again; a circle ends', () => {
    const [first, second, third] = [0, 1, 2].map((client) => ({ client, clock: 4 }))
    if (!first || !second || !third) throw new Error()
    const ranges: CopyRange[] = [
      { copy: third, original: second, length: 3, by: 'member' },
      { copy: second, original: first, length: 5, by: 'installation' },
    ]
    const table = copiesTable(ranges)
    expect(table.originalOf(behind(third, 2))).toEqual({ client: 0, clock: 6 })
    expect(table.originalOf(behind(third, 3))).toEqual({ client: 2, clock: 7 })
    expect(table.sourcesOf(third)).toEqual([second, first])
    expect(table.livingCopyOf(behind(first, 1), ({ client }) => client > 0)).toEqual({
      client: 2,
      clock: 5,
    })
    expect(table.livingCopyOf(behind(first, 4), ({ client }) => client > 1)).toBeUndefined()
    fc.assert(
      fc.property(fc.array(range, { maxLength: 8 }), (some) => {
        const kept = KeptCopies.parse(
          JSON.parse(JSON.stringify({ version: 1, ranges: joined(some) })),
        )
        const [before, after] = [copiesTable(some), copiesTable(kept.ranges)]
        for (let client = 0; client < 3; client += 1)
          for (let clock = 0; clock < 14; clock += 1) {
            const letter = { client, clock }
            const sources = before.sourcesOf(letter)
            expect(after.sourcesOf(letter)).toEqual(sources)
            // Of two ranges for one letter the first holds: the other does not find it.
            if (some.length > 1) continue
            for (const source of sources)
              expect(
                before.livingCopyOf(
                  source,
                  (each) => each.client === client && each.clock === clock,
                ),
              ).toEqual(letter)
          }
      }),
    )
    expect(KeptCopies.safeParse({ version: 2, ranges: [] }).success).toBe(false)
    expect(
      KeptCopies.safeParse({
        version: 1,
        ranges: [{ copy: first, original: second, length: 0, by: 'member' }],
      }).success,
    ).toBe(false)
  })
})
