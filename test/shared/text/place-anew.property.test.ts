/** Words of an amendment whose paragraph others took away, placed anew by their author. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { changeFor, updateFromBase, wordsWithoutPlace } from '#shared/text/amended-words'
import { flatWords } from '#shared/text/flat-words'
import { placeAnew } from '#shared/text/place-anew'
import { readContent } from '#shared/text/read-content'
import { negotiate, paragraph, step, textsOf } from '../../support/negotiated.ts'
import { runsOf } from '../../support/property-runs.ts'

const read = (doc: Y.Doc): string => flatWords(readContent(doc).words)
const lettersOf = (words: string): string => words.replaceAll(/\s/g, '')
const sorted = (words: string): string[] => lettersOf(words).split('').toSorted()

test('[REC-70] placed anew, an amendment’s words without a place stand in a paragraph of their own at the end, once, and can be taken up', () => {
  let stranded = 0
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const { base, amendment } = negotiate(steps)
      const words = wordsWithoutPlace(base, amendment)
      const before = read(amendment)
      const updates: Uint8Array[] = []
      amendment.on('update', (update: Uint8Array) => updates.push(update))
      expect(placeAnew(base, amendment)).toBe(words !== '')
      expect(updates).toHaveLength(words === '' ? 0 : 1)
      expect(wordsWithoutPlace(base, amendment)).toBe('')
      // No letter is lost and none is there twice.
      expect(sorted(read(amendment))).toEqual(sorted(before))
      expect(lettersOf(read(amendment)).endsWith(lettersOf(words))).toBe(true)
      Y.applyUpdate(amendment, updateFromBase(base, amendment))
      Y.applyUpdate(base, changeFor(base, amendment))
      expect(readContent(base)).toEqual(readContent(amendment))
      expect(placeAnew(base, amendment)).toBe(false)
      if (words !== '') stranded += 1
    }),
    {
      numRuns: runsOf('rare'),
      // White space alone is left of what was put where others took the paragraph away.
      examples: [
        [
          [
            { on: 'base', act: 'remove', at: 0 },
            { on: 'amendment', act: 'put-inside', at: 0 },
            { on: 'base', act: 'meet', at: 0 },
            { on: 'amendment', act: 'strike', at: 0 },
          ],
        ],
      ],
    },
  )
  expect(stranded).toBeGreaterThan(0)
})

test('[REC-70] placed anew, what an amendment changed of form in a paragraph that is gone goes with it, and its words stay', () => {
  const base = new Y.Doc()
  for (const [n, words] of ['first', 'second'].entries()) paragraph(base, n, words)
  const amendment = new Y.Doc()
  Y.applyUpdate(amendment, Y.encodeStateAsUpdate(base))
  const text = textsOf(amendment)[1]
  text?.insert(6, ' thoughts', { bold: {} })
  text?.insert(0, 'On ', {})
  base.getXmlFragment('words').delete(1, 1)
  Y.applyUpdate(amendment, updateFromBase(base, amendment))
  expect(sorted(wordsWithoutPlace(base, amendment))).toEqual(sorted('On thoughts'))
  expect(placeAnew(base, amendment)).toBe(true)
  Y.applyUpdate(amendment, updateFromBase(base, amendment))
  const [kept, moved, ...rest] = read(amendment).split('\n')
  expect(kept).toBe('first')
  expect(sorted(moved ?? '')).toEqual(sorted('On thoughts'))
  expect(rest).toEqual([])
})
