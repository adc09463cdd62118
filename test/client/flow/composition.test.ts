// @vitest-environment jsdom
/** Who composes in a block (pinyin, kana, Hangul, dead keys, a phone's predictions) while others act on it: what is composed arrives once, as composed. */
import fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { bracket, remove, restyle, split, type as typeIn } from '#shared/flow/acts'
import { blocksRead, deliver, lettersRead, placeOf } from '../../support/flow-replicas.ts'
import { runsOf } from '../../support/property-runs.ts'
import { beforeCaret, behind, type Desk, endDesks, openDesks, twoDesks, type } from './desk.ts'

afterEach(endDesks)

const tell = ({ editor: { view } }: Desk, what: 'compositionstart' | 'compositionend') =>
  view.dom.dispatchEvent(new CompositionEvent(what, { bubbles: true }))

/** Composes behind the caret, in place of as many letters before it as are `replaced`; what it looks like on the way is never final. */
function begin(desk: Desk, ways: readonly string[], replaced = 0): void {
  const { view } = desk.editor
  tell(desk, 'compositionstart')
  let from = view.state.selection.from - replaced
  let to = view.state.selection.from
  for (const way of ways) {
    view.dispatch(view.state.tr.insertText(way, from, to).setMeta('composition', 1))
    to = view.state.selection.from
    from = to - way.length
  }
}

/** The browser ends it, and the page has written it. */
async function end(desk: Desk): Promise<void> {
  const before = Y.encodeStateVector(desk.doc)
  tell(desk, 'compositionend')
  await vi.waitFor(() => expect(Y.encodeStateVector(desk.doc)).not.toEqual(before), 120_000)
}

test('[UI-350] letters that are not final are nobody else’s; composed they arrive once, and one undo takes them back', async () => {
  const [one, other] = twoDesks(['one two'])
  behind(one, 'one')
  const before = Y.encodeStateVector(one.doc)
  begin(one, [' n', ' ni', ' 你'])
  expect(Y.encodeStateVector(one.doc)).toEqual(before)
  await end(one)
  deliver(one, other)
  expect(blocksRead(other)).toEqual(['p1:one 你 two'])
  expect(beforeCaret(one)).toBe('one 你')
  one.editor.commands.undo()
  expect(lettersRead(one)).toBe('one two')
  expect(beforeCaret(one)).toBe('one')
})

test('[UI-351] while somebody composes others’ changes of other blocks are shown, and those of the block once it is done', async () => {
  const [one, other] = twoDesks(['first', 'one two', 'last'])
  behind(one, 'one')
  begin(one, [' に', ' にほ'])
  typeIn(other.draft, placeOf(other, 'last') + 4, ' word')
  typeIn(other.draft, placeOf(other, 'first') + 5, ' words')
  split(other.draft, placeOf(other, 'first'))
  split(other.draft, placeOf(other, ' two'))
  typeIn(other.draft, placeOf(other, ' two'), '!')
  deliver(other, one)
  const shown = () => one.editor.state.doc.children.map((block) => block.textContent)
  expect(shown()).toEqual(['', 'first words', 'one にほ two', 'last word'])
  expect(beforeCaret(one)).toBe('one にほ')
  const { view } = one.editor
  const { from } = view.state.selection
  view.dispatch(view.state.tr.insertText('日本', from - 2, from).setMeta('composition', 1))
  await end(one)
  expect(shown()).toEqual(['', 'first words', 'one 日本', '! two', 'last word'])
  expect(beforeCaret(one)).toBe('one 日本')
})

test('[UI-352] a prediction that replaces letters replaces those that it was made for; a key that does not compose writes first', async () => {
  const [one, other] = twoDesks(['the commitee meets'])
  behind(one, 'commitee')
  begin(one, ['committee'], 8)
  typeIn(other.draft, 1, 'Now ')
  bracket(other.draft, placeOf(other, 'meets'), placeOf(other, 'meets') + 5, 'b1')
  deliver(other, one)
  await end(one)
  expect(lettersRead(one)).toBe('Now the committee meets')
  // What was written again as it was stays its author's: one letter is new.
  expect(Y.getState(one.doc.store, one.doc.clientID)).toBe(1)
  deliver(one, other)
  behind(one, 'committee')
  begin(one, [' ㄴ', ' 나'])
  typeIn(other.draft, placeOf(other, 'committee') + 9, ' (CSTD)')
  deliver(other, one)
  const { view } = one.editor
  // A phone's Enter: the editor sees what it did, and asks for a key instead.
  const enter = new KeyboardEvent('keydown', { key: 'Enter', keyCode: 13 })
  view.someProp('handleKeyDown', (handle) => handle(view, enter))
  expect(blocksRead(one).map((read) => read.replace(/^.*:/, ''))).toEqual([
    'Now the committee 나',
    ' (CSTD) meets',
  ])
})

test('[UI-353] whatever another does to a block and around it while somebody composes there, the composed letters stand once, behind the letter where they began', async () => {
  const act = fc.record({
    what: fc.constantFrom('type', 'split', 'head', 'list', 'bracket', 'delete'),
    at: fc.nat(22),
    when: fc.nat(3),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom([5, 6], [6, 5]),
      fc.nat(7),
      fc.array(act, { maxLength: 6 }),
      async (order, caret, acts) => {
        const [one, other] = openDesks(['abpcd', 'fghiqjk', 'mn'], order)
        if (!one || !other) throw new Error()
        one.editor.commands.setTextSelection(placeOf(one, 'fghi') + caret)
        const left = beforeCaret(one).at(-1)
        const deleted = new Set<string>()
        const actAt = (when: number) => {
          for (const [n, { what, at }] of acts.filter((each) => each.when === when).entries()) {
            const { draft } = other
            const index = Math.min(at, draft.flow.length - 1)
            if (what === 'type') typeIn(draft, index, '·')
            else if (what === 'split') split(draft, index)
            else if (what === 'head') restyle(draft, index, { kind: 'heading', level: 2 })
            else if (what === 'list') restyle(draft, index, { list: 'bullet', depth: 1 })
            else if (what === 'bracket') bracket(draft, index, index, `b${when}${n}`)
            else {
              const before = lettersRead(other)
              remove(draft, index, Math.min(index + 3, draft.flow.length))
              const now = lettersRead(other)
              for (const letter of before) if (!now.includes(letter)) deleted.add(letter)
            }
            deliver(other, one)
          }
        }
        actAt(0)
        tell(one, 'compositionstart')
        actAt(1)
        let length = 0
        for (const [n, way] of ['n', 'ni', '你们'].entries()) {
          const { view } = one.editor
          const { from } = view.state.selection
          view.dispatch(
            view.state.tr.insertText(way, from - length, from).setMeta('composition', 1),
          )
          length = way.length
          actAt(n + 2)
        }
        await end(one)
        deliver(one, other)
        const read = lettersRead(other)
        expect(read.split('你们')).toHaveLength(2)
        expect(read).not.toContain('n你')
        expect(lettersRead(one)).toBe(read)
        if (left && !deleted.has(left)) expect(read).toContain(`${left}你们`)
        expect(one.editor.state.doc.textContent.split('你们')).toHaveLength(2)
        expect(beforeCaret(one)).toMatch(/你们$/)
        type(one, '!')
        expect(lettersRead(one)).toContain('你们!')
        endDesks()
      },
    ),
    { numRuns: runsOf('editors') },
  )
})
