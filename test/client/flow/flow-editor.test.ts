// @vitest-environment jsdom
/** Real editors bound to flows: what their keys and commands write, and what becomes of caret and words when others act at once. */
import type { Node } from '@tiptap/pm/model'
import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { bracket, liftBracket } from '#shared/flow/acts'
import { sink, toggleHeading, toggleList } from '../../../client/flow/block-commands.ts'
import { draw, indexAt, positionAt } from '../../../client/flow/draw.ts'
import { backspace, enter } from '../../../client/flow/flow-keys.ts'
import { blocksRead, deliver, deliverAll, lettersRead } from '../../support/flow-replicas.ts'
import { runsOf } from '../../support/property-runs.ts'
import { behind, caretsIn, type Desk, endDesks, openDesks, run, type } from './desk.ts'

afterEach(endDesks)

/** A document without the marks of what is no letter: no flow has them, and nobody sees them. */
const withoutMarksOfAtoms = (node: Node): Node =>
  node.isText ? node : node.type.create(node.attrs, node.children.map(withoutMarksOfAtoms))

/** The editor shows what the flow says. */
const showsFlow = ({ editor, draft }: Desk) =>
  expect(withoutMarksOfAtoms(editor.state.doc).toJSON()).toEqual(
    draw(editor.schema, draft.flow).toJSON(),
  )

const press = (desk: Desk, key: 'Enter' | 'Backspace') =>
  run(desk, key === 'Enter' ? enter : backspace)

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
  'undo',
  'redo',
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
        const mayDelete = ['delete', 'undo', 'redo'].includes(kind) || !editor.state.selection.empty
        if (at % 3 > 0) desk.wait()
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
            run(desk, toggleHeading(2))
            break
          case 'list':
            run(desk, at % 2 === 0 ? toggleList('bullet') : sink)
            break
          case 'undo':
          case 'redo':
            editor.commands[kind]()
            break
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
      const read = lettersRead(first)
      for (let code = 0x4e00; code < next; code += 1) {
        const letter = String.fromCodePoint(code)
        const times = read.split(letter).length - 1
        if (!deleted.has(letter)) expect(times).toBe(1)
        // What two brought back unseen by each other the server strikes once.
        else expect(times).toBeLessThanOrEqual(3)
      }
      endDesks()
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
            positionAt(
              desk.draft.flow,
              desk.editor.state.doc,
              indexAt(desk.draft.flow, desk.editor.state.doc, from),
            ),
          ).toBe(from)
        }
        endDesks()
      },
    ),
    { numRuns: runsOf('editors') },
  )
})
