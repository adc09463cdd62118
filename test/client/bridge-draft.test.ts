/** A bridging proposal while the chair builds it. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { changeDraft, type DraftSpan } from '../../client/bridging/bridge-draft.ts'

test('[CHAIR-27] spans of a proposal are added, edited, put in another order and taken out, and never doubled', () => {
  const act = fc.oneof(
    fc.record({ type: fc.constant('add' as const), words: fc.string() }),
    fc.record({ type: fc.constant('edit' as const), at: fc.nat(5), words: fc.string() }),
    fc.record({
      type: fc.constant('move' as const),
      at: fc.nat(5),
      step: fc.constantFrom(-1 as const, 1 as const),
    }),
    fc.record({ type: fc.constant('remove' as const), at: fc.nat(5) }),
  )
  fc.assert(
    fc.property(fc.array(act, { maxLength: 20 }), (acts) => {
      let spans: readonly DraftSpan[] = []
      acts.forEach((each, index) => {
        const before = spans.map(({ key }) => key)
        if (each.type === 'add') {
          const span: DraftSpan = {
            key: `${index}`,
            span: { from: 'own', words: each.words },
            takenAt: '',
            delegationIds: [],
          }
          spans = changeDraft(spans, { type: 'add', span })
          expect(spans.at(-1)).toEqual(span)
          return
        }
        const key = before[each.at] ?? 'none'
        spans = changeDraft(spans, { ...each, key })
        const after = spans.map((span) => span.key)
        if (each.type === 'remove') expect(after).toEqual(before.filter((other) => other !== key))
        else expect(after.toSorted()).toEqual(before.toSorted())
        if (each.type === 'edit' && before.includes(key))
          expect(spans[each.at]?.span.words).toBe(each.words)
        const to = each.type === 'move' ? each.at + each.step : -1
        if (to >= 0 && to < before.length && before.includes(key)) expect(after[to]).toBe(key)
      })
    }),
  )
})
