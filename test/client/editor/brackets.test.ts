// @vitest-environment jsdom
/** Brackets in the editor: typed, put around words, given options; and two people who edit across their edges at once. */
import type { Editor } from '@tiptap/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { bracketsOf, countBrackets, liftOf } from '#shared/text/brackets'
import { contentToPlain } from '#shared/text/content-to-plain'
import { flatWords } from '#shared/text/flat-words'
import { liftBrackets } from '#shared/text/lift-bracket'
import { readContent } from '#shared/text/read-content'
import { writeContent } from '#shared/text/write-content'
import {
  addOption,
  bracketSelection,
  type Putter,
} from '../../../client/editor/bracket-commands.ts'
import { BracketTyping } from '../../../client/editor/bracket-typing.ts'
import { flatOffset, positionsOf } from '../../../client/editor/flat-positions.ts'
import { runsOf } from '../../support/property-runs.ts'
import { openEditor } from './words-editor.ts'

const putter = (sponsors: string): Putter => ({ sponsors, at: '2012-01-13T10:00:00.000Z' })
const open = (doc: Y.Doc, sponsors = 'BR'): Editor =>
  openEditor(doc, BracketTyping.configure({ putter: () => putter(sponsors) }))
function docOf(...lines: readonly string[]): Y.Doc {
  const doc = new Y.Doc()
  writeContent(doc, {
    words: lines.map((words, index) => ({
      type: 'paragraph',
      blockId: `p${index}`,
      inlines: [{ type: 'words', words, marks: [] }],
    })),
    tasks: [],
    provisions: [],
  })
  return doc
}

/** Types as the browser does: each character is offered to the plugins first. */
function type(editor: Editor, words: string): void {
  for (const character of words) {
    const { from, to } = editor.state.selection
    const insert = () => editor.state.tr.insertText(character, from, to)
    const isTaken = editor.view.someProp('handleTextInput', (handle) =>
      handle(editor.view, from, to, character, insert),
    )
    if (!isTaken) editor.view.dispatch(insert())
  }
}
const plain = (doc: Y.Doc) => contentToPlain(readContent(doc)).trim()

describe('brackets in the editor', () => {
  test('[UI-61] typing "[" and "]" makes a bracket of one’s delegation, undone in one step, and nests', () => {
    const doc = docOf('Report ')
    const editor = open(doc)
    editor.commands.setTextSelection(8)
    type(editor, '[each quarter]')
    expect(plain(doc)).toBe('Report [BR: each quarter]')
    expect(bracketsOf(readContent(doc))).toMatchObject([
      { words: 'each quarter', sponsors: 'BR', putAt: '2012-01-13T10:00:00.000Z', isWhole: true },
    ])
    editor.commands.undo()
    expect(plain(doc)).toBe('Report [each quarter]')
    expect(bracketsOf(readContent(doc))).toEqual([])
    editor.commands.redo()
    editor.commands.setTextSelection(editor.state.doc.content.size)
    type(editor, ' to [CSTD [and ECOSOC]] now.')
    expect(plain(doc)).toBe('Report [BR: each quarter] to [BR: CSTD [BR: and ECOSOC]] now.')
    expect(countBrackets(readContent(doc))).toBe(3)
    type(editor, ' a] b')
    expect(plain(doc)).toContain('now. a] b')
  })

  test('[UI-171] "[" and "]" with nothing between stay characters, until words are typed between them', () => {
    for (const blank of ['', ' ']) {
      const doc = docOf('Give .')
      const editor = open(doc)
      editor.commands.setTextSelection(6)
      type(editor, `[${blank}]`)
      const caret = editor.state.selection.from
      expect(plain(doc)).toBe(`Give [${blank}].`)
      expect(countBrackets(readContent(doc))).toBe(0)
      expect(bracketsOf(readContent(doc))).toEqual([])
      type(editor, ' now')
      expect(countBrackets(readContent(doc))).toBe(0)
      editor.commands.setTextSelection(caret - 1)
      type(editor, 'two million')
      expect(plain(doc)).toBe(`Give [BR: ${blank}two million] now.`)
      expect(countBrackets(readContent(doc))).toBe(1)
    }
  })

  test('[UI-172] a bracket whose words were deleted waits for others while the caret is in it, and is gone when it leaves', () => {
    const doc = docOf('Report each quarter to CSTD.', 'Then act.')
    const editor = open(doc)
    const strikeWords = () => {
      editor.commands.setTextSelection({ from: 9, to: 21 })
      editor.commands.deleteSelection()
    }
    editor.commands.setTextSelection({ from: 8, to: 20 })
    type(editor, '[')
    strikeWords()
    expect(plain(doc)).toContain('Report [BR: ] to CSTD.')
    expect(countBrackets(readContent(doc))).toBe(0)
    type(editor, 'monthly')
    expect(plain(doc)).toContain('Report [BR: monthly] to CSTD.')
    expect(countBrackets(readContent(doc))).toBe(1)
    editor.commands.setTextSelection({ from: 9, to: 16 })
    editor.commands.deleteSelection()
    editor.commands.setTextSelection(editor.state.doc.content.size - 1)
    expect(plain(doc)).toBe('Report to CSTD.\n\nThen act.')
    expect(bracketsOf(readContent(doc))).toEqual([])
    // The same where the caret goes on within the paragraph.
    for (const goTo of [3, 22]) {
      const near = docOf('Report each quarter to CSTD.')
      const third = open(near)
      third.commands.setTextSelection({ from: 8, to: 20 })
      type(third, '[')
      third.commands.deleteSelection()
      third.commands.setTextSelection(Math.min(goTo, third.state.doc.content.size - 2))
      expect(plain(near)).toBe('Report to CSTD.')
      expect(edges(readContent(near))).toEqual([])
      third.commands.undo()
      expect(plain(near)).toContain('each quarter')
    }
    // Backspace in what is left of a bracket leaves no half of it.
    const other = docOf('Report now.')
    const second = open(other)
    second.commands.setTextSelection({ from: 8, to: 11 })
    type(second, '[')
    second.commands.deleteSelection()
    const { from } = second.state.selection
    second.commands.deleteRange({ from: from - 1, to: from })
    expect(plain(other)).toBe('Report .')
    expect(edges(readContent(other))).toEqual([])
  })

  test('[UI-62] "[" over selected words puts them in brackets and eats none of them', () => {
    const doc = docOf('Reports are public.')
    const editor = open(doc)
    editor.commands.setTextSelection({ from: 9, to: 12 })
    type(editor, '[')
    expect(plain(doc)).toBe('Reports [BR: are] public.')
    editor.commands.undo()
    expect(plain(doc)).toBe('Reports are public.')
  })

  test('[UI-63] an option beside a bracket forms one choice with it', () => {
    const doc = docOf('Report quarterly to CSTD.')
    const editor = open(doc)
    editor.commands.setTextSelection({ from: 8, to: 17 })
    type(editor, '[')
    for (const words of ['annually', 'monthly']) {
      const [first] = bracketsOf(readContent(doc))
      const added = addOption(editor.state, first?.bracketId ?? '', words, putter('IN'))
      if (!added) throw new Error('no option')
      editor.view.dispatch(added)
    }
    expect(plain(doc)).toBe('Report [BR: quarterly] [IN: annually] [IN: monthly] to CSTD.')
    const [group, ...others] = bracketsOf(readContent(doc)).map(({ optionOf }) => optionOf)
    expect(group).not.toBe('')
    expect(others).toEqual([group, group])
  })

  test('[UI-115] a bracket typed right beside another one is an option of it', () => {
    const doc = docOf('Report ')
    const editor = open(doc)
    editor.commands.setTextSelection(8)
    type(editor, '[quarterly] [annually][monthly], in [English] or [French]')
    const [group, ...others] = bracketsOf(readContent(doc)).map(({ optionOf }) => optionOf)
    expect(group).not.toBe('')
    expect(others).toEqual([group, group, '', ''])
  })

  test('[UI-64] pasted brackets are brackets of their own', () => {
    const doc = docOf('We act. ')
    const editor = open(doc)
    editor.commands.setTextSelection({ from: 4, to: 7 })
    type(editor, '[')
    const html = editor.getHTML()
    editor.commands.setTextSelection(editor.state.doc.content.size)
    editor.view.pasteHTML(html, new Event('paste') as unknown as ClipboardEvent)
    expect(countBrackets(readContent(doc))).toBe(2)
    expect(bracketsOf(readContent(doc)).map(({ words }) => words)).toEqual(['act', 'act'])
  })

  test('[UI-68] where a bracket was lifted, offsets in the flat text and places in the editor are still the same words', () => {
    const doc = docOf('Report quarterly to CSTD.', 'Then act.')
    const editor = open(doc)
    editor.commands.setTextSelection({ from: 8, to: 17 })
    type(editor, '[')
    const [bracket] = bracketsOf(readContent(doc))
    liftBrackets(doc, liftOf(readContent(doc), bracket?.bracketId ?? '', 'keep'))
    const flat = flatWords(readContent(doc).words)
    expect(flat).toBe('Report quarterly to CSTD.\nThen act.')
    for (const words of ['Report', 'quarterly', 'ly to', 'CSTD.', 'Then', 'act.']) {
      const start = flat.indexOf(words)
      const range = positionsOf(editor.state.doc, start, start + words.length)
      if (!range) throw new Error('no range')
      expect(editor.state.doc.textBetween(range.from, range.to)).toBe(words)
      expect(flatOffset(editor.state.doc, range.from)).toBe(start)
      expect(flatOffset(editor.state.doc, range.to)).toBe(start + words.length)
    }
    editor.commands.setTextSelection(flat.length)
    type(editor, '[x]')
    expect(bracketsOf(readContent(doc))).toHaveLength(1)
  })

  test('[UI-65] two people who edit across the edges of brackets at once read the same, and every bracket can be lifted', () => {
    const place = fc.nat(60)
    const step = fc.oneof(
      fc.record({
        do: fc.constant('insert' as const),
        at: place,
        words: fc.string({ maxLength: 4 }).map((words) => words.replaceAll('[', '(')),
      }),
      fc.record({
        do: fc.constant('delete' as const),
        at: place,
        length: fc.integer({ min: 1, max: 12 }),
      }),
      fc.record({ do: fc.constant('split' as const), at: place }),
      fc.record({ do: fc.constant('merge' as const), at: place }),
      fc.record({
        do: fc.constant('bracket' as const),
        at: place,
        length: fc.integer({ min: 1, max: 12 }),
      }),
      fc.record({ do: fc.constant('sync' as const) }),
    )
    const acts = fc.array(fc.record({ who: fc.nat(1), step }), { maxLength: 24 })
    fc.assert(
      fc.property(acts, (all) => {
        const first = docOf('Pledges are published quarterly.', 'Hosts agree in writing.')
        const second = new Y.Doc()
        const exchange = () => {
          Y.applyUpdate(second, Y.encodeStateAsUpdate(first, Y.encodeStateVector(second)))
          Y.applyUpdate(first, Y.encodeStateAsUpdate(second, Y.encodeStateVector(first)))
        }
        exchange()
        const people = [open(first, 'BR'), open(second, 'IN')]
        for (const each of all) {
          const editor = people[each.who]
          if (!editor) continue
          const { size } = editor.state.doc.content
          if (each.step.do === 'sync') {
            exchange()
            continue
          }
          const from = 1 + (each.step.at % Math.max(1, size - 1))
          editor.commands.setTextSelection(
            'length' in each.step
              ? { from, to: Math.min(size - 1, from + each.step.length) }
              : from,
          )
          if (each.step.do === 'insert')
            editor.commands.insertContent({ type: 'text', text: `${each.step.words}x` })
          else if (each.step.do === 'delete') editor.commands.deleteSelection()
          else if (each.step.do === 'split') editor.commands.splitBlock()
          else if (each.step.do === 'merge') editor.commands.joinBackward()
          else {
            const bracket = bracketSelection(editor.state, putter('BR'))
            if (bracket) editor.view.dispatch(bracket)
          }
        }
        exchange()
        exchange()
        const content = readContent(first)
        expect(readContent(second)).toEqual(content)
        expect(people[0]?.state.doc.toJSON()).toEqual(people[1]?.state.doc.toJSON())

        // Every bracket is listed once, whole or as a half, and lifting it takes its edges and no words.
        const brackets = bracketsOf(content)
        expect(brackets.filter(({ isEmpty }) => !isEmpty).length).toBe(countBrackets(content))
        const copy = new Y.Doc()
        Y.applyUpdate(copy, Y.encodeStateAsUpdate(first))
        for (const { bracketId } of brackets)
          liftBrackets(copy, liftOf(readContent(copy), bracketId, 'keep'))
        expect(edges(readContent(copy))).toEqual([])
        const withoutEdges = content.words.map((block) =>
          'inlines' in block
            ? { ...block, inlines: block.inlines.filter(({ type: sort }) => sort !== 'bracket') }
            : block,
        )
        expect(flatWords(readContent(copy).words)).toBe(flatWords(withoutEdges))
        for (const editor of people) editor.destroy()
      }),
      { numRuns: runsOf('editors') },
    )
  })
})

const edges = (content: ReturnType<typeof readContent>) =>
  content.words.flatMap((block) =>
    'inlines' in block
      ? block.inlines.flatMap((inline) => (inline.type === 'bracket' ? [inline] : []))
      : [],
  )
