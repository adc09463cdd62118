/** Whatever is done between two moments, the list of changes is the difference between their two readings. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Letter } from '#shared/compare/letters'
import { readingWith } from '#shared/compare/reading'
import { lettersThen } from '#shared/compare/spans'
import { newFlowDoc } from '#shared/flow/flow-doc'
import { anAct, doAct } from '../../support/flow-acts.ts'
import { changesSince, readAs, readOf, told } from '../../support/flow-readings.ts'
import { type Replica, replicasOf } from '../../support/flow-replicas.ts'
import { undoing } from '../../support/flow-undo.ts'

const base = ['one two three', 'four. 中文字 five', 'cafe six']

function meeting(before: readonly (typeof anAct extends fc.Arbitrary<infer A> ? A : never)[]) {
  const [one] = replicasOf(base, [5], { gc: false })
  if (!one) throw new Error()
  const own = undoing(one)
  for (const [n, each] of before.entries()) doAct(one, each, `a${n}`, { undoing: own })
  const then = Y.snapshot(one.doc)
  const was = newFlowDoc(8)
  Y.applyUpdate(was, Y.encodeStateAsUpdate(one.doc))
  return { one, own, start: then, was }
}
const acts = fc.array(anAct, { maxLength: 15 })
const textOf = (letters: readonly Letter[]): string => letters.map(({ text }) => text).join('')

test('[TXT-338] with all changes a text reads as it is now, with none as it was, and each change has a name of its own', () => {
  fc.assert(
    fc.property(acts, acts, (before, after) => {
      const { one, own, start: then, was } = meeting(before)
      for (const [n, each] of after.entries()) doAct(one, each, `c${n}`, { undoing: own })
      const comparison = changesSince(one.doc, then)
      const moments = [then, Y.snapshot(one.doc)] as const
      const read = (taken: typeof comparison.changes) =>
        readAs(readingWith(one.doc, comparison, moments, taken), comparison)
      expect(read(comparison.changes)).toEqual(readOf(one.doc))
      expect(read([])).toEqual(readOf(was))
      const names = comparison.changes.map(({ changeId }) => changeId)
      expect(new Set(names).size).toBe(names.length)
    }),
  )
})

/** Where no word of a text may be cut: inside of its words and letters. */
function cutsIn(letters: readonly Letter[]): ReadonlySet<number> {
  const cuts = new Set<number>()
  const text = textOf(letters)
  for (const granularity of ['word', 'grapheme'] as const)
    for (const { segment, index } of new Intl.Segmenter('en', { granularity }).segment(text))
      if (segment.trim() !== '') for (let at = 1; at < segment.length; at += 1) cuts.add(index + at)
  return cuts
}

test('[TXT-339] no change cuts a word or a letter with its accents, of what was or of what is, in paragraphs that are not split or joined', () => {
  fc.assert(
    fc.property(acts, acts, (before, after) => {
      const { one, own, start: then } = meeting(before)
      const plain = after.filter(({ kind }) => !['split', 'join'].includes(kind))
      for (const [n, each] of plain.entries()) doAct(one, each, `c${n}`, { undoing: own })
      const { flows } = changesSince(one.doc, then)
      for (const { spans } of flows) {
        const isOfEdges = spans.some(
          (span) =>
            span.type === 'changed' &&
            [...span.deleted, ...span.inserted].some(({ text, embed }) => embed && text === '\n'),
        )
        if (isOfEdges) continue
        const now = spans.flatMap((span) => (span.type === 'changed' ? span.inserted : span.is))
        const [cutsThen, cutsNow] = [cutsIn(spans.flatMap(lettersThen)), cutsIn(now)]
        let [at, to] = [0, 0]
        for (const span of spans) {
          if (span.type === 'changed') {
            expect(cutsThen.has(at) || cutsThen.has(at + span.deleted.length)).toBe(false)
            expect(cutsNow.has(to) || cutsNow.has(to + span.inserted.length)).toBe(false)
          }
          at += lettersThen(span).length
          to += span.type === 'changed' ? span.inserted.length : span.is.length
        }
      }
    }),
  )
})

test('[TXT-340] what somebody retypes as it was, wherever and however much of it, and what they do and undo, is no change of words', () => {
  fc.assert(
    fc.property(acts, fc.array(anAct, { maxLength: 6 }), (before, after) => {
      const { one, own, start: then } = meeting(before)
      const me: Replica = one
      for (const [n, each] of after.entries()) {
        if (each.kind === 'retype')
          doAct(me, { ...each, at: each.at - (each.at % 3) + 1 }, `c${n}`, { undoing: own })
        else if (each.kind === 'remove') {
          const { length } = me.draft.flow
          doAct(me, each, `c${n}`, { undoing: own })
          if (me.draft.flow.length !== length) own.undo.undo()
        }
      }
      const { changes } = changesSince(one.doc, then)
      expect(told(changes).filter((each) => !each.startsWith('formatting'))).toEqual([])
    }),
  )
})
