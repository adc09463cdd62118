// @vitest-environment jsdom
/** Several people who type at one place at once get a whole sentence each, whatever crosses on the way. */
import type { EditorView } from '@tiptap/pm/view'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Block, Inline } from '#shared/domain/content'
import { readText } from '#shared/flow/read-text'
import { flatWords } from '#shared/text/flat-words'
import { deliver } from '../../support/flow-replicas.ts'
import { paragraph, replicasOfText, tableOf } from '../../support/flow-tables.ts'
import { runsOf } from '../../support/property-runs.ts'
import { behind, type Desk, endDesks, key, openDesk, select } from '../flow/desk.ts'
import { goInto } from '../flow/table-desks.ts'

afterEach(endDesks)

interface Writer {
  readonly desk: Desk
  /** What has been said to them and has not arrived. */
  readonly underway: Uint8Array[]
}

/** People at one text over lines on which words wait until they are let through. */
function meeting(
  { content, fresh }: Pick<Place, 'content' | 'fresh'>,
  clients: readonly number[],
): Writer[] {
  const [first, ...others] = replicasOfText({ words: [...content] }, [50, ...clients])
  if (!first) throw new Error()
  fresh?.(openDesk(first))
  const writers = others.map((replica): Writer => {
    deliver(first, replica)
    return { desk: openDesk(replica), underway: [] }
  })
  for (const writer of writers)
    writer.desk.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === 'line') return
      for (const other of writers) if (other !== writer) other.underway.push(update)
    })
  return writers
}

function hear({ desk, underway }: Writer): void {
  const update = underway.shift()
  if (update) Y.applyUpdate(desk.doc, update, 'line')
}

function settle(writers: readonly Writer[]): void {
  while (writers.some(({ underway }) => underway.length > 0)) for (const each of writers) hear(each)
}

const type = (view: EditorView, letters: string): void =>
  view.dispatch(view.state.tr.insertText(letters))

function takeBack(view: EditorView): void {
  const { from } = view.state.selection
  view.dispatch(view.state.tr.delete(from - 1, from))
}

interface Place {
  readonly name: string
  readonly content: readonly Block[]
  readonly fresh?: (desk: Desk) => void
  /** The editor with the caret at the place. */
  readonly caret: (desk: Desk) => EditorView
}

const at =
  (...words: [words: string, offset?: number]) =>
  (desk: Desk): EditorView => {
    const [said, offset = 0] = words
    behind(desk, said)
    const { commands, state, view } = desk.editor
    commands.setTextSelection(state.selection.from + offset)
    return view
  }
const inEmpty = (desk: Desk): EditorView => {
  select(desk, '')
  return desk.editor.view
}

const bold = (words: string): Inline => ({ type: 'words', words, marks: [{ type: 'bold' }] })
const plain = (words: string): Inline => ({ type: 'words', words, marks: [] })
const edge = (which: 'open' | 'close'): Inline => ({
  type: 'bracket',
  edge: which,
  bracketId: 'b1',
  sponsors: '',
  optionOf: '',
})
const of = (...inlines: Inline[]): Block => ({ type: 'paragraph', blockId: '', inlines })
const bracketed = [edge('open'), plain('regular'), edge('close')]
const boldWords = of(plain('The '), bold('voluntary fund'), plain(' is open.'))

const places: Place[] = [
  {
    name: 'the end of a paragraph',
    content: [paragraph('The fund is open.'), paragraph('Next.')],
    caret: at('open.'),
  },
  {
    name: 'the middle of a paragraph',
    content: [paragraph('The fund is open.')],
    caret: at('fund '),
  },
  {
    name: 'the start of a paragraph',
    content: [paragraph('Before.'), paragraph('The fund is open.')],
    caret: at('The fund', -8),
  },
  {
    name: 'a paragraph that Enter has made',
    content: [paragraph('Before.')],
    fresh(desk) {
      behind(desk, 'Before.')
      key(desk, 'Enter')
    },
    caret: inEmpty,
  },
  {
    name: 'a paragraph that was emptied',
    content: [paragraph('Before.'), paragraph('gone')],
    fresh(desk) {
      select(desk, 'gone')
      desk.editor.commands.deleteSelection()
    },
    caret: inEmpty,
  },
  { name: 'a text without words', content: [], caret: inEmpty },
  { name: 'the middle of bold words', content: [boldWords], caret: at('voluntary ') },
  { name: 'the end of bold words', content: [boldWords], caret: at('fund') },
  {
    name: 'behind the first edge of a bracket',
    content: [of(plain('The '), ...bracketed, plain(' budget'))],
    caret: at('regular', -7),
  },
  {
    name: 'behind the last edge of a bracket, at the end',
    content: [of(plain('The '), ...bracketed)],
    caret: at('regular', 1),
  },
  {
    name: 'the cell of a table',
    content: [tableOf([['one', 'two']])],
    caret: (desk) => goInto(desk, 0, 0),
  },
  {
    name: 'an item of a list',
    content: [
      {
        type: 'list',
        style: 'bullet',
        items: [{ blocks: [paragraph('one')] }, { blocks: [paragraph('two')] }],
      },
    ],
    caret: at('two', -3),
  },
]

const step = fc.record({
  who: fc.nat(),
  act: fc.constantFrom('type', 'type', 'type', 'take back', 'hear', 'hear', 'hear'),
})
const alphabets = ['abcdefghijklm', 'NOPQRSTUVWXYZ', '0123456789']

function typeTogether(
  place: Place,
  clients: readonly number[],
  steps: readonly { who: number; act: string }[],
): void {
  const writers = meeting(place, clients)
  const said = writers.map(() => '')
  let count = 0
  const views = writers.map(({ desk }) => place.caret(desk))
  for (const { who, act } of steps) {
    const index = who % writers.length
    const [writer, view] = [writers[index], views[index]]
    if (!writer || !view) continue
    if (act === 'hear') hear(writer)
    if (act === 'type') {
      const alphabet = alphabets[index] ?? ''
      const letter = alphabet[count++ % alphabet.length] ?? ''
      said[index] += letter
      type(view, letter)
    }
    if (act === 'take back' && said[index]) {
      said[index] = said[index].slice(0, -1)
      takeBack(view)
    }
  }
  settle(writers)
  const [one, ...others] = writers.map(({ desk }) => flatWords(readText(desk.doc).words))
  for (const other of others) expect(other).toBe(one)
  const [seen, ...seenByOthers] = views.map(({ state }) => state.doc.toJSON())
  for (const other of seenByOthers) expect(other).toEqual(seen)
  for (const sentence of said) expect(one).toContain(sentence)
  endDesks()
}

test('[UI-230] two who type at one place at once, and take typos back, get two whole sentences: at an end, in the middle, at the start, in an empty paragraph, beside brackets, in bold words, in a table', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...places),
      fc.constantFrom([11, 12], [12, 11]),
      fc.array(step, { minLength: 4, maxLength: 60 }),
      typeTogether,
    ),
    { numRuns: runsOf('editors') },
  )
})

test('[UI-230] so do three who type at one place that has words', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...places.filter(({ content }) => flatWords(content).includes('fund'))),
      fc.constantFrom([11, 12, 13], [13, 11, 12], [12, 13, 11], [13, 12, 11]),
      fc.array(step, { minLength: 4, maxLength: 60 }),
      typeTogether,
    ),
    { numRuns: runsOf('editors') },
  )
})

/** Two people at one sentence; what one does reaches the other at once. */
function pair(): readonly [Desk, Desk, settled: () => void] {
  const writers = meeting({ content: [paragraph('The fund is open.')] }, [11, 12])
  const [one, other] = writers.map(({ desk }) => desk)
  if (!one || !other) throw new Error('two were asked for')
  return [one, other, () => settle(writers)]
}
const wordsIn = ({ editor }: Desk): string => editor.state.doc.textContent
const caretOf = ({ editor }: Desk): number => editor.state.selection.from

test('[UI-231] what somebody else puts right beside selected words does not become selected with them, and a caret elsewhere stays', () => {
  const [one, other, settled] = pair()
  behind(one, 'fund')
  const to = caretOf(one)
  one.editor.commands.setTextSelection({ from: to - 4, to })
  for (const place of [to, to - 4]) {
    other.editor.commands.setTextSelection(place)
    type(other.editor.view, '!')
    settled()
  }
  const { selection, doc } = one.editor.state
  expect(doc.textContent).toBe('The !fund! is open.')
  expect(doc.textBetween(selection.from, selection.to)).toBe('fund')
  at('open', -4)(one)
  other.editor.commands.setTextSelection(1)
  type(other.editor.view, '?')
  settled()
  const { $from } = one.editor.state.selection
  expect($from.parent.textContent.slice(0, $from.parentOffset)).toBe('?The !fund! is ')
})

test('[UI-232] what undo takes back and redo brings back is one’s own, the caret stands behind it, and stays there when others type', () => {
  const [one, other, settled] = pair()
  for (const desk of [one, other]) behind(desk, 'fund')
  for (const letter of ' only') type(one.editor.view, letter)
  for (const letter of ' now') {
    type(other.editor.view, letter)
    settled()
  }
  expect(wordsIn(one)).toContain(' only')
  const both = wordsIn(one)
  one.editor.commands.undo()
  settled()
  expect(wordsIn(other)).toBe('The fund now is open.')
  one.editor.commands.redo()
  settled()
  expect(wordsIn(one)).toBe(both)
  const caretIsBehind = () =>
    expect(one.editor.state.doc.textBetween(0, caretOf(one))).toMatch(/ only$/)
  caretIsBehind()
  other.editor.commands.setTextSelection(1)
  type(other.editor.view, '!')
  settled()
  caretIsBehind()
  type(one.editor.view, ',')
  settled()
  expect(wordsIn(other)).toBe(`!${both.replace(' only', ' only,')}`)
})
