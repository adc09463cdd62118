/** A text that is read again and again is read anew only where it was edited: it must be what reading all of it anew gives. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bracket, mark, remove, type } from '#shared/flow/acts'
import { readText } from '#shared/flow/read-text'
import { newTextReader } from '../../client/live/text-reader.ts'
import { type Act, anAct, doAct } from '../support/flow-acts.ts'
import { deliver, placeOf, replicasOf } from '../support/flow-replicas.ts'
import { undoing } from '../support/flow-undo.ts'

const paragraphs = ['one two three', 'four five', 'Alt. six seven. eight', 'nine', 'ten eleven']

function pageBeside() {
  const [writer, page] = replicasOf(paragraphs, [5, 6], { gc: false })
  if (!writer || !page) throw new Error()
  return { writer, page, read: newTextReader(page.doc) }
}

const plain = anAct.map((act): Act => ({ ...act, kind: act.at % 3 === 0 ? 'remove' : 'type' }))
const aStep = fc.record({
  act: fc.oneof({ weight: 3, arbitrary: plain }, { weight: 1, arbitrary: anAct }),
  isHeard: fc.boolean(),
})

test('[UI-506] a page that follows others’ typing reads the same text as one that reads all of it anew: words, lists, tables, brackets and their choices, rows', () => {
  let kept = 0
  fc.assert(
    fc.property(fc.array(aStep, { minLength: 4, maxLength: 30 }), (steps) => {
      const { writer, page, read } = pageBeside()
      const doer = undoing(writer)
      let before = read()
      for (const [n, { act, isHeard }] of steps.entries()) {
        doAct(writer, act, `s${n}`, { undoing: doer })
        if (!isHeard) continue
        deliver(writer, page)
        const now = read()
        expect(now).toEqual(readText(page.doc))
        if (now !== before && now.tasks === before.tasks) kept += 1
        before = now
      }
    }),
  )
  expect(kept).toBeGreaterThan(0)
})

test('[UI-507] where somebody types, their paragraph alone is read anew', () => {
  const { writer, page, read } = pageBeside()
  const before = read()
  type(writer.draft, placeOf(writer, 'five'), 'more than ')
  deliver(writer, page)
  const now = read()
  expect(now.words.map((block, at) => block === before.words[at])).toEqual([
    true,
    false,
    true,
    true,
    true,
  ])
  expect(now.tasks).toBe(before.tasks)
})

test('[UI-511] letters that go between two pieces of a footnote take the brackets there with them', () => {
  const { writer, page, read } = pageBeside()
  const { draft } = writer
  const start = placeOf(writer, 'four')
  for (const at of [start, start + 7]) mark(draft, at, at + 2, 'footnote', { id: 'n' })
  bracket(draft, start + 3, start + 5, 'b')
  deliver(writer, page)
  expect(JSON.stringify(read())).toContain('bracketId')
  for (const gone of ['u', 'r ', 'fi']) {
    const at = placeOf(writer, gone)
    remove(draft, at, at + gone.length)
    deliver(writer, page)
    expect(read()).toEqual(readText(page.doc))
  }
  expect(JSON.stringify(read())).not.toContain('bracketId')
})
