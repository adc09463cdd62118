// @vitest-environment jsdom
/** Real editors bound to flows: what their keys and commands write, and what becomes of caret and words when others act at once. */
import { Editor, getSchema } from '@tiptap/core'
import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { bracket, liftBracket } from '#shared/flow/acts'
import { draw, indexAt, positionAt } from '../../../client/flow/draw.ts'
import { FlowBinding } from '../../../client/flow/flow-binding.ts'
import { backspace, enter, FlowKeys } from '../../../client/flow/flow-keys.ts'
import { flowSchema } from '../../../client/flow/flow-schema.ts'
import {
  blocksRead,
  deliver,
  deliverAll,
  lettersRead,
  type Replica,
  replicasOf,
} from '../../support/flow-replicas.ts'
import { runsOf } from '../../support/property-runs.ts'

interface Desk extends Replica {
  readonly editor: Editor
}
let desks: Desk[] = []
const endEditors = () => {
  for (const { editor } of desks) editor.destroy()
  desks = []
}
afterEach(endEditors)

const schema = getSchema(flowSchema)
function openDesk(replica: Replica): Desk {
  const editor = new Editor({
    injectCSS: false,
    extensions: [...flowSchema, FlowBinding.configure({ draft: replica.draft }), FlowKeys],
    content: draw(schema, replica.draft.flow).toJSON(),
  })
  const desk = { ...replica, editor }
  desks.push(desk)
  return desk
}
const openDesks = (paragraphs: readonly string[], clients: readonly number[]): Desk[] =>
  replicasOf(paragraphs, clients).map(openDesk)

/** The editor shows what the flow says. */
const showsFlow = ({ editor, draft }: Desk) =>
  expect(editor.state.doc.toJSON()).toEqual(draw(editor.schema, draft.flow).toJSON())

const press = ({ editor }: Desk, key: 'Enter' | 'Backspace') =>
  (key === 'Enter' ? enter : backspace)(editor.state, editor.view.dispatch, editor.view)
const type = ({ editor }: Desk, letters: string) =>
  editor.view.dispatch(editor.state.tr.insertText(letters))
/** Puts the caret behind these words. */
function behind({ editor }: Desk, words: string): void {
  editor.state.doc.descendants((node, position) => {
    const at = node.isTextblock ? node.textContent.indexOf(words) : -1
    if (at >= 0) editor.commands.setTextSelection(position + 1 + at + words.length)
  })
}

describe('one at a desk', () => {
  test('[UI-340] typing, Enter, Backspace, marks and headings write only what they change, and the blocks that are new get ids', () => {
    const [desk] = openDesks(['First one', 'one two three'], [5])
    if (!desk) throw new Error()
    behind(desk, 'two')
    press(desk, 'Enter')
    type(desk, 'New')
    expect(blocksRead(desk)).toEqual(['p1:First one', 'p2:one two', 'n1:New three'])
    showsFlow(desk)
    behind(desk, 'First one')
    press(desk, 'Enter')
    press(desk, 'Enter')
    type(desk, 'x')
    expect(blocksRead(desk)).toEqual(['p1:First one', 'n2:', 'n3:x', 'p2:one two', 'n1:New three'])
    behind(desk, 'First one')
    desk.editor.commands.setTextSelection(desk.editor.state.selection.from + 2)
    press(desk, 'Backspace')
    expect(blocksRead(desk)).toEqual(['p1:First one', 'n3:x', 'p2:one two', 'n1:New three'])
    showsFlow(desk)
    // One struct for the letter of a mark's two ends, none for letters that stand.
    const before = Y.encodeStateVector(desk.doc)
    desk.editor.chain().setTextSelection({ from: 1, to: 6 }).toggleBold().run()
    expect(Y.decodeUpdate(Y.encodeStateAsUpdate(desk.doc, before)).structs).toHaveLength(2)
    expect(desk.editor.getHTML()).toContain('<p><strong>First</strong> one</p>')
    showsFlow(desk)
    desk.editor.view.dispatch(desk.editor.state.tr.setNodeAttribute(0, 'kind', 'heading'))
    expect(desk.editor.getHTML()).toMatch(/^<h1><strong>First<\/strong> one<\/h1>/)
    expect(blocksRead(desk)[0]).toBe('p1:First one')
    showsFlow(desk)
  })

  test('[UI-341] what is selected across blocks is replaced, and a paste of several paragraphs stands where it was pasted', () => {
    const [desk] = openDesks(['First one', 'one two three', 'last'], [5])
    if (!desk) throw new Error()
    desk.editor.commands.setTextSelection({ from: 6, to: 16 })
    type(desk, '–')
    expect(blocksRead(desk)).toEqual(['p1:First–two three', 'p3:last'])
    behind(desk, 'First')
    vi.stubGlobal('ClipboardEvent', Event)
    desk.editor.view.pasteHTML('<p>one</p><h2>two</h2><p>three</p>')
    expect(blocksRead(desk).map((read) => read.replace(/^.*:/, ''))).toEqual([
      'Firstone',
      'two',
      'three–two three',
      'last',
    ])
    showsFlow(desk)
    desk.editor.commands.selectAll()
    desk.editor.commands.deleteSelection()
    showsFlow(desk)
    expect(lettersRead(desk)).toBe('')
    type(desk, 'again')
    expect(lettersRead(desk)).toBe('again')
    showsFlow(desk)
  })

  test('[UI-342] opening a text and following it write nothing', () => {
    const [writer, reader] = openDesks(['First one', ''], [5, 6])
    if (!writer || !reader) throw new Error()
    const state = Y.encodeStateVector(reader.doc)
    const written: unknown[] = []
    reader.doc.on('update', (_update: Uint8Array, origin: unknown) => written.push(origin))
    behind(writer, 'First')
    type(writer, ' TYPED')
    press(writer, 'Enter')
    bracket(writer.draft, 2, 4, 'b')
    deliver(writer, reader)
    liftBracket(writer.draft, 'b')
    deliver(writer, reader)
    expect(new Set(written)).toEqual(new Set(['remote']))
    showsFlow(reader)
    showsFlow(writer)
    expect(state).not.toEqual(Y.encodeStateVector(reader.doc))
  })
})

const kinds = [
  'type',
  'type',
  'type',
  'caret',
  'enter',
  'backspace',
  'delete',
  'bold',
  'heading',
  'list',
  'bracket',
  'paste',
  'hear',
  'hear',
] as const
const step = fc.record({
  who: fc.nat(2),
  kind: fc.constantFrom(...kinds),
  at: fc.nat(999),
  length: fc.nat(9),
})
const orders = fc.constantFrom([11, 12, 13], [13, 12, 11])

/** Where a caret of theirs can be. */
function caretsIn({ editor }: Desk): number[] {
  const carets: number[] = []
  editor.state.doc.descendants((node, position) => {
    if (node.isTextblock)
      for (let at = 0; at <= node.content.size; at += 1) carets.push(position + 1 + at)
    return false
  })
  return carets
}

test('[UI-343] whatever two or three do at once in editors, all show the same in the end, and no letter that nobody deleted is lost or stands twice', () => {
  fc.assert(
    fc.property(orders, fc.array(step, { maxLength: 30 }), (order, steps) => {
      let next = 0x4e00
      const fresh = () => String.fromCodePoint(next++)
      const all = openDesks([fresh() + fresh() + fresh(), fresh() + fresh(), fresh()], order)
      const deleted = new Set<string>()
      for (const [n, { who, kind, at, length }] of steps.entries()) {
        const desk = all[who]
        const other = all[(who + 1 + (at % 2)) % 3]
        if (!desk || !other) continue
        const { editor } = desk
        const carets = caretsIn(desk)
        const from = carets[at % carets.length] ?? 1
        const to = carets.filter((place) => place <= from + length).at(-1) ?? from
        if (kind === 'hear') {
          deliver(other, desk)
          showsFlow(desk)
          continue
        }
        const before = lettersRead(desk)
        const mayDelete = kind === 'delete' || !editor.state.selection.empty
        switch (kind) {
          case 'type':
            type(desk, fresh())
            break
          case 'caret':
            editor.commands.setTextSelection(from)
            break
          case 'enter':
            press(desk, 'Enter')
            break
          case 'backspace':
            press(desk, 'Backspace')
            break
          case 'delete':
            editor.commands.deleteRange({ from: Math.min(from, to), to })
            break
          case 'bold':
            editor
              .chain()
              .setTextSelection({ from: Math.min(from, to), to })
              .toggleBold()
              .run()
            break
          case 'heading':
          case 'list': {
            const { $from } = editor.state.selection
            if ($from.depth === 0) break
            const [name, value] = kind === 'list' ? ['list', 'bullet'] : ['kind', 'heading']
            editor.view.dispatch(
              editor.state.tr.setNodeAttribute($from.before(), name ?? '', value),
            )
            break
          }
          case 'bracket':
            bracket(
              desk.draft,
              indexAt(desk.draft.flow, editor.state.doc, Math.min(from, to)),
              indexAt(desk.draft.flow, editor.state.doc, to),
              `b${n}`,
            )
            break
          case 'paste':
            editor.commands.insertContent(`<p>${fresh()}</p><h2>${fresh()}</h2>`)
            break
        }
        const now = new Set(lettersRead(desk))
        const gone = before.split('').filter((letter) => !now.has(letter))
        if (!mayDelete) expect(gone).toEqual([])
        for (const letter of gone) deleted.add(letter)
        showsFlow(desk)
      }
      deliverAll(all)
      const [first] = all
      if (!first) throw new Error()
      for (const desk of all) {
        showsFlow(desk)
        expect(desk.editor.getHTML()).toBe(first.editor.getHTML())
      }
      const typed = Array.from({ length: next - 0x4e00 }, (_, at) =>
        String.fromCodePoint(0x4e00 + at),
      )
      expect(lettersRead(first).split('').toSorted()).toEqual(
        typed.filter((letter) => !deleted.has(letter)),
      )
      endEditors()
    }),
    { numRuns: runsOf('editors') },
  )
})

test('[UI-344] two who type at one place, in editors, get whole sentences, and each caret stands behind its own', () => {
  const tick = fc.record({ who: fc.nat(1), act: fc.constantFrom('type', 'type', 'hear') })
  const place = fc.constantFrom<[string[], number]>(
    [['one', 'two'], 4],
    [['one', 'two'], 2],
    [['one', 'two'], 1],
    [['', 'two'], 1],
  )
  fc.assert(
    fc.property(
      orders,
      place,
      fc.array(tick, { maxLength: 40 }),
      (order, [paragraphs, at], ticks) => {
        const both = openDesks(paragraphs, order.slice(0, 2))
        const sentences = ['Words of Brazil. ', 'Words of India. ']
        const typed = [0, 0]
        for (const { editor } of both) editor.commands.setTextSelection(at)
        const typeOn = (who: number) => {
          const [desk, sentence, count] = [both[who], sentences[who], typed[who] ?? 0]
          const letter = sentence?.[count]
          if (!desk || letter === undefined) return
          type(desk, letter)
          typed[who] = count + 1
        }
        for (const { who, act } of ticks) {
          const [desk, other] = [both[who], both[1 - who]]
          if (act === 'type') typeOn(who)
          else if (desk && other) deliver(other, desk)
        }
        for (const who of [0, 1]) for (const _ of 'Words of Brazil. ') typeOn(who)
        deliverAll(both)
        for (const [who, desk] of both.entries()) {
          const words = desk.editor.state.doc.textContent
          expect(words).toContain('Words of Brazil. ')
          expect(words).toContain('Words of India. ')
          const { from } = desk.editor.state.selection
          expect(desk.editor.state.doc.textBetween(0, from)).toMatch(
            new RegExp(`${sentences[who]}$`),
          )
          expect(
            positionAt(desk.draft.flow, indexAt(desk.draft.flow, desk.editor.state.doc, from)),
          ).toBe(from)
        }
        endEditors()
      },
    ),
    { numRuns: runsOf('editors') },
  )
})
