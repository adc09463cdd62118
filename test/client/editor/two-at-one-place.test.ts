// @vitest-environment jsdom
/** Several people who type at one place at once get a whole sentence each, whatever crosses on the way. */
import type { Editor } from '@tiptap/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { flatten } from '#shared/text/flat-document'
import { runsOf } from '../../support/property-runs.ts'
import { endEditors, openEditor } from './words-editor.ts'

interface Writer {
  readonly doc: Y.Doc
  readonly editor: Editor
  /** What has been said to them and has not arrived. */
  readonly underway: Uint8Array[]
}

/** People at one text over lines on which words wait until they are let through. */
function meeting(content: string, clients: readonly number[], fresh?: (editor: Editor) => void) {
  const first = new Y.Doc()
  first.clientID = 50
  const made = openEditor(first)
  made.commands.setContent(content)
  fresh?.(made)
  const writers = clients.map((client): Writer => {
    const doc = new Y.Doc()
    doc.clientID = client
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(first))
    return { doc, editor: openEditor(doc), underway: [] }
  })
  for (const writer of writers)
    writer.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === 'line') return
      for (const other of writers) if (other !== writer) other.underway.push(update)
    })
  return writers
}

function hear({ doc, underway }: Writer): void {
  const update = underway.shift()
  if (update) Y.applyUpdate(doc, update, 'line')
}

function settle(writers: readonly Writer[]): void {
  while (writers.some(({ underway }) => underway.length > 0)) for (const each of writers) hear(each)
}

function type({ view }: Editor, letter: string): void {
  const { from, to } = view.state.selection
  view.dispatch(view.state.tr.insertText(letter, from, to))
}

function takeBack({ view }: Editor): void {
  const { from } = view.state.selection
  view.dispatch(view.state.tr.delete(from - 1, from))
}

/** The place behind these words, or before them. */
function placeOf({ state }: Editor, words: string, side: 'before' | 'behind'): number {
  let found = -1
  state.doc.descendants((node, position) => {
    const at = node.text?.indexOf(words) ?? -1
    if (at >= 0) found = position + at + (side === 'behind' ? words.length : 0)
  })
  expect(found).toBeGreaterThan(-1)
  return found
}

const lastEmpty = ({ state }: Editor): number => {
  let found = -1
  state.doc.descendants((node, position) => {
    if (node.isTextblock && node.content.size === 0) found = position + 1
  })
  expect(found).toBeGreaterThan(-1)
  return found
}

interface Place {
  readonly name: string
  readonly content: string
  readonly fresh?: (editor: Editor) => void
  readonly caret: (editor: Editor) => number
}

const bracketed =
  '<span data-bracket="b1" data-edge="open"></span>regular<span data-bracket="b1" data-edge="close"></span>'

const places: Place[] = [
  {
    name: 'the end of a paragraph',
    content: '<p>The fund is open.</p><p>Next.</p>',
    caret: (editor) => placeOf(editor, 'open.', 'behind'),
  },
  {
    name: 'the middle of a paragraph',
    content: '<p>The fund is open.</p>',
    caret: (editor) => placeOf(editor, 'is', 'before'),
  },
  {
    name: 'the start of a paragraph',
    content: '<p>Before.</p><p>The fund is open.</p>',
    caret: (editor) => placeOf(editor, 'The', 'before'),
  },
  {
    name: 'a paragraph that Enter has made',
    content: '<p>Before.</p>',
    fresh: (editor) => {
      editor.commands.setTextSelection(placeOf(editor, 'Before.', 'behind'))
      editor.commands.splitBlock()
    },
    caret: lastEmpty,
  },
  {
    name: 'a paragraph that was emptied',
    content: '<p>Before.</p><p>gone</p>',
    fresh: (editor) => {
      const at = placeOf(editor, 'gone', 'before')
      editor.commands.deleteRange({ from: at, to: at + 4 })
    },
    caret: lastEmpty,
  },
  {
    name: 'a text without words',
    content: '',
    caret: lastEmpty,
  },
  {
    name: 'the middle of bold words',
    content: '<p>The <strong>voluntary fund</strong> is open.</p>',
    caret: (editor) => placeOf(editor, 'fund', 'before'),
  },
  {
    name: 'the end of bold words',
    content: '<p>The <strong>voluntary fund</strong> is open.</p>',
    caret: (editor) => placeOf(editor, 'fund', 'behind'),
  },
  {
    name: 'behind the first edge of a bracket',
    content: `<p>The ${bracketed} budget</p>`,
    caret: (editor) => placeOf(editor, 'regular', 'before'),
  },
  {
    name: 'behind the last edge of a bracket, at the end',
    content: `<p>The ${bracketed}</p>`,
    caret: (editor) => placeOf(editor, 'regular', 'behind') + 1,
  },
  {
    name: 'the cell of a table',
    content: '<table><tr><td><p>one</p></td><td><p>two</p></td></tr></table>',
    caret: (editor) => placeOf(editor, 'one', 'behind'),
  },
  {
    name: 'an item of a list',
    content: '<ul><li><p>one</p></li><li><p>two</p></li></ul>',
    caret: (editor) => placeOf(editor, 'two', 'before'),
  },
]

const step = fc.record({
  who: fc.nat(),
  act: fc.constantFrom('type', 'type', 'type', 'take back', 'hear', 'hear', 'hear'),
})
const alphabets = ['abcdefghijklm', 'NOPQRSTUVWXYZ', '0123456789']

function typeTogether(
  { content, fresh, caret }: Place,
  clients: readonly number[],
  steps: readonly { who: number; act: string }[],
): void {
  const writers = meeting(content, clients, fresh)
  const said = writers.map(() => '')
  let count = 0
  for (const { editor } of writers) editor.commands.setTextSelection(caret(editor))
  for (const { who, act } of steps) {
    const index = who % writers.length
    const writer = writers[index]
    if (!writer) continue
    if (act === 'hear') hear(writer)
    if (act === 'type') {
      const alphabet = alphabets[index] ?? ''
      const letter = alphabet[count++ % alphabet.length] ?? ''
      said[index] += letter
      type(writer.editor, letter)
    }
    if (act === 'take back' && said[index]) {
      said[index] = said[index].slice(0, -1)
      takeBack(writer.editor)
    }
  }
  settle(writers)
  const [one, ...others] = writers.map(({ doc }) => flatten(doc).flat)
  for (const other of others) expect(other).toBe(one)
  const [seen, ...seenByOthers] = writers.map(({ editor }) => editor.getJSON())
  for (const other of seenByOthers) expect(other).toEqual(seen)
  for (const sentence of said) expect(one).toContain(sentence)
  endEditors()
}

test('[UI-230] two who type at one place at once, and take typos back, get two whole sentences: at an end, in the middle, at the start, in an empty paragraph, beside brackets, in bold words, in a table', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...places),
      fc.constantFrom([1, 2], [2, 1]),
      fc.array(step, { minLength: 4, maxLength: 60 }),
      typeTogether,
    ),
    { numRuns: runsOf('editors') },
  )
})

test('[UI-230] so do three who type at one place that has words', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...places.filter(({ content }) => content.includes('fund'))),
      fc.constantFrom([1, 2, 3], [3, 1, 2], [2, 3, 1], [3, 2, 1]),
      fc.array(step, { minLength: 4, maxLength: 60 }),
      typeTogether,
    ),
    { numRuns: runsOf('editors') },
  )
})

/** Two people at one sentence; what one does reaches the other at once. */
function pair(): readonly [Editor, Editor, settled: () => void] {
  const writers = meeting('<p>The fund is open.</p>', [1, 2])
  const [one, other] = writers.map(({ editor }) => editor)
  if (!one || !other) throw new Error('two were asked for')
  return [one, other, () => settle(writers)]
}

test('[UI-231] what somebody else puts right beside selected words does not become selected with them, and a caret elsewhere stays', () => {
  const [one, other, settled] = pair()
  const [from, to] = [placeOf(one, 'fund', 'before'), placeOf(one, 'fund', 'behind')]
  one.commands.setTextSelection({ from, to })
  for (const at of [to, from]) {
    other.commands.setTextSelection(at)
    type(other, '!')
    settled()
  }
  const { selection, doc } = one.state
  expect(doc.textContent).toBe('The !fund! is open.')
  expect(doc.textBetween(selection.from, selection.to)).toBe('fund')
  one.commands.setTextSelection(placeOf(one, 'open', 'before'))
  other.commands.setTextSelection(1)
  type(other, '?')
  settled()
  expect(one.state.selection.from).toBe(placeOf(one, 'open', 'before'))
})

test('[UI-232] what undo takes back and redo brings back is one’s own, the caret stands behind it, and stays there when others type', () => {
  const [one, other, settled] = pair()
  for (const editor of [one, other])
    editor.commands.setTextSelection(placeOf(editor, 'fund', 'behind'))
  for (const letter of ' only') type(one, letter)
  for (const letter of ' now') {
    type(other, letter)
    settled()
  }
  expect(one.state.doc.textContent).toBe('The fund only now is open.')
  one.commands.undo()
  settled()
  expect(other.state.doc.textContent).toBe('The fund now is open.')
  one.commands.redo()
  settled()
  expect(one.state.selection.from).toBe(placeOf(one, ' only', 'behind'))
  other.commands.setTextSelection(1)
  type(other, '!')
  settled()
  expect(one.state.selection.from).toBe(placeOf(one, ' only', 'behind'))
  type(one, ',')
  settled()
  expect(other.state.doc.textContent).toBe('!The fund only, now is open.')
})
