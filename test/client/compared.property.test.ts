/** What amendments change is not worked out anew for what others type elsewhere: it must be what working it out anew gives. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { type } from '#shared/flow/acts'
import { newFlowDoc } from '#shared/flow/flow-doc'
import { comparedOf } from '../../client/amendments/compared.ts'
import { type Act, anAct, doAct } from '../support/flow-acts.ts'
import { deliver, placeOf, type Replica, replicasOf } from '../support/flow-replicas.ts'
import { undoing } from '../support/flow-undo.ts'

const paragraphs = ['one two three', 'four five', 'six seven. eight', 'nine', 'ten eleven']

/** A document that nobody has compared, with the same in it. */
function copyOf({ doc }: Replica): Y.Doc {
  const copy = newFlowDoc(99, { gc: false })
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  return copy
}

/** All that a comparison tells, as plain values. */
function told(base: Y.Doc, amendment: Y.Doc) {
  const { changes, touched, passages, rows, distance, own } = comparedOf(base, amendment)
  return {
    changes: changes.map((change) => ({ ...change, kinds: [...change.kinds] })),
    touched: {
      ...touched,
      names: [...touched.names],
      gone: [...touched.gone],
      within: [...touched.within],
    },
    passages: passages(),
    rows: rows(),
    distance: distance(),
    own: own(),
  }
}

/** Somebody's base and a page's, an amendment as its author has it and as the page does. */
function meeting() {
  const [writer, base, author, page] = replicasOf(paragraphs, [5, 6, 7, 8], { gc: false })
  if (!writer || !base || !author || !page) throw new Error()
  return { writer, base, author, page }
}

type Step =
  | { readonly is: 'act'; readonly who: 'writer' | 'author'; readonly act: Act }
  | { readonly is: 'send'; readonly way: 'base' | 'merge' | 'page' }

const plain = anAct.map((act): Act => ({ ...act, kind: act.at % 3 === 0 ? 'remove' : 'type' }))
const aStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: plain.map((act): Step => ({ is: 'act', who: 'writer', act })) },
  { weight: 1, arbitrary: anAct.map((act): Step => ({ is: 'act', who: 'writer', act })) },
  { weight: 1, arbitrary: anAct.map((act): Step => ({ is: 'act', who: 'author', act })) },
  {
    weight: 9,
    arbitrary: fc
      .constantFrom('base' as const, 'merge' as const, 'page' as const)
      .map((way): Step => ({ is: 'send', way })),
  },
)

test('[UI-502] what is kept of a comparison while others type elsewhere is what comparing anew gives: changes, places, rows, distance, what they are to', () => {
  let kept = 0
  fc.assert(
    fc.property(
      fc.array(anAct, { minLength: 1, maxLength: 3 }),
      fc.array(aStep, { minLength: 4, maxLength: 25 }),
      (amended, steps) => {
        const { writer, base, author, page } = meeting()
        const doers = { writer: undoing(writer), author: undoing(author) }
        for (const [n, act] of amended.entries())
          doAct(author, act, `a${n}`, { undoing: doers.author })
        deliver(author, page)
        let before = comparedOf(base.doc, page.doc)
        for (const [n, step] of steps.entries()) {
          if (step.is === 'act') {
            const who = step.who === 'writer' ? writer : author
            doAct(who, step.act, `s${n}`, { undoing: doers[step.who] })
            continue
          }
          if (step.way === 'base') deliver(writer, base)
          else if (step.way === 'merge') deliver(writer, author)
          else deliver(author, page)
          expect(told(base.doc, page.doc)).toEqual(told(copyOf(base), copyOf(page)))
          const now = comparedOf(base.doc, page.doc)
          if (now === before) kept += 1
          before = now
        }
      },
    ),
  )
  expect(kept).toBeGreaterThan(0)
})

test('[UI-503] what somebody types in a paragraph that an amendment leaves alone makes no comparison, in whatever order it comes; what they type in one that it changes makes one', () => {
  const { writer, base, author, page } = meeting()
  type(author.draft, placeOf(author, 'five'), 'more than ')
  deliver(author, page)
  const first = comparedOf(base.doc, page.doc)
  expect(first.changes).toHaveLength(1)
  const [before] = first.passages()
  const put = type(writer.draft, placeOf(writer, 'two'), 'twenty')
  deliver(writer, base)
  expect(comparedOf(base.doc, page.doc)).toBe(first)
  deliver(writer, author)
  deliver(author, page)
  expect(comparedOf(base.doc, page.doc)).toBe(first)
  expect(first.passages()[0]?.start).toBe((before?.start ?? 0) + 'twenty'.length)
  // Two keys of which the amendment's page hears first.
  type(writer.draft, put, 's')
  deliver(writer, page)
  const early = comparedOf(base.doc, page.doc)
  expect(early.changes).toHaveLength(2)
  deliver(writer, base)
  expect(comparedOf(base.doc, page.doc).changes).toEqual(first.changes)
  const second = comparedOf(base.doc, page.doc)
  type(writer.draft, placeOf(writer, 'four'), 'twenty-')
  deliver(writer, base)
  expect(comparedOf(base.doc, page.doc)).not.toBe(second)
})
