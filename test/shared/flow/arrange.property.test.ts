/** What is kept of a flow in whole stretches is arranged as it is letter by letter. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { lettersOf } from '#shared/compare/letters'
import { wantedThen } from '#shared/compare/reading'
import { arrange } from '#shared/flow/arrange'
import { copyOfFlowDoc, flowOf, newFlowDoc } from '#shared/flow/flow-doc'
import { piecesAt } from '#shared/flow/moments'
import { putTokens } from '#shared/flow/put-tokens'
import { readText } from '#shared/flow/read-text'
import { isKept, type Kept, type Wanted } from '#shared/flow/wanted'

const block = fc.record({
  words: fc.string({ unit: fc.constantFrom('a', 'b', ' '), maxLength: 6 }),
  isBold: fc.boolean(),
  /** What becomes of its pieces. */
  fates: fc.array(fc.constantFrom('kept', 'kept', 'bold', 'gone', 'moved'), {
    minLength: 3,
    maxLength: 3,
  }),
})

/** Letters typed each before the last one are pieces of their own. */
function docOf(blocks: readonly { words: string; isBold: boolean }[]): Y.Doc {
  const doc = newFlowDoc(1, { gc: false })
  const flow = flowOf(doc)
  for (const [at, { words, isBold }] of blocks.entries())
    putTokens({ flow, newBlockId: () => `p${at}` }, flow.length, [
      { type: 'begin', blockId: undefined, looks: {} },
      { type: 'letters', letters: `x${words}`, marks: isBold ? { bold: {} } : {} },
      { type: 'end' },
    ])
  return doc
}

test('[TXT-450] a flow is arranged alike whether what stays is named in stretches or letter by letter: it reads the same, and the same letters are copied', () => {
  fc.assert(
    fc.property(fc.array(block, { minLength: 1, maxLength: 5 }), (blocks) => {
      const base = docOf(blocks)
      const now = Y.snapshot(base)
      const fates = blocks.flatMap((each) => each.fates)
      const moved: Wanted[] = []
      const parts = piecesAt(flowOf(base), now, now).flatMap((piece, at): (Wanted | Kept)[] => {
        const fate = piece.embed ? 'kept' : fates[at % fates.length]
        if (fate === 'kept') return [{ kept: [piece] }]
        const letters = lettersOf(piece).map(wantedThen)
        if (fate === 'moved') moved.push(...letters.map((each) => ({ ...each, isFixed: false })))
        if (fate === 'bold') return letters.map((each) => ({ ...each, marks: { bold: {} } }))
        return []
      })
      // Behind the last edge but one, which ends a block.
      const wanted = [...parts.slice(0, -1), ...moved, ...parts.slice(-1)]
      const singly = wanted.flatMap((each) =>
        isKept(each) ? each.kept.flatMap(lettersOf).map(wantedThen) : [each],
      )
      const [inStretches, byLetters] = [copyOfFlowDoc(base, 2), copyOfFlowDoc(base, 2)]
      const copied = arrange(flowOf(inStretches), wanted)
      expect(arrange(flowOf(byLetters), singly)).toEqual(copied)
      expect(readText(inStretches)).toEqual(readText(byLetters))
    }),
  )
})
