// @vitest-environment jsdom
/** Amendments drawn in the editor of their base, while people edit it here and elsewhere. */
import type { Editor } from '@tiptap/core'
import { DOMSerializer } from '@tiptap/pm/model'
import { TextSelection } from '@tiptap/pm/state'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { TextId } from '#shared/domain/ids'
import { passagesBetween } from '#shared/text/amendment-passages'
import { flatWords } from '#shared/text/flat-words'
import { readContent } from '#shared/text/read-content'
import { writeContent } from '#shared/text/write-content'
import type { AmendmentMark, MarkActs, TextMarks } from '../../../client/amendments/mark.ts'
import {
  AmendmentMarks,
  amendmentMarksKey,
  type MarksGiven,
} from '../../../client/editor/amendment-marks.ts'
import { flatText } from '../../../client/editor/flat-positions.ts'
import { runsOf } from '../../support/property-runs.ts'
import { endEditors, openEditor } from './words-editor.ts'

const blocks = (lines: readonly string[]) =>
  lines.map((words, index) => ({
    type: 'paragraph' as const,
    blockId: `p${index}`,
    inlines: words === '' ? [] : [{ type: 'words' as const, words, marks: [] }],
  }))

function docOf(lines: readonly string[]): Y.Doc {
  const doc = new Y.Doc()
  writeContent(doc, { words: blocks(lines), tasks: [], provisions: [] })
  return doc
}

const brazil = {
  amendmentId: TextId.parse('t_brazil000'),
  number: 1,
  codes: 'BR',
  colour: '#7c3aed',
  isActive: false,
  hasCard: true,
}
const portugal = { ...brazil, amendmentId: TextId.parse('t_portugal0'), number: 2, codes: 'PT' }

function marksOf(
  before: readonly string[],
  after: readonly string[],
  by: typeof brazil = brazil,
): AmendmentMark[] {
  return passagesBetween(blocks(before), blocks(after)).map((passage) => ({ ...passage, ...by }))
}

function show(editor: Editor, marks: TextMarks, acts: Partial<MarkActs> = {}): void {
  const nothing = () => undefined
  const given: MarksGiven = {
    marks,
    acts: { showCard: nothing, seeCard: nothing, toggleLook: nothing, ...acts },
  }
  editor.view.dispatch(editor.state.tr.setMeta(amendmentMarksKey, given))
}

const words = (editor: Editor, selector: string) =>
  [...editor.view.dom.querySelectorAll(selector)].map((each) => each.textContent)

const before = ['Reports each year.', 'The forum meets.']

describe('marks of amendments in the editor', () => {
  test('[UI-81] competing amendments stand side by side: struck, put, each with its code; a press tells which', () => {
    const editor = openEditor(docOf(before), AmendmentMarks)
    const pressed: string[] = []
    const marks = [
      ...marksOf(before, ['Reports twice a year.', 'The forum meets.']),
      ...marksOf(before, ['Reports every year.', 'The forum meets.'], portugal),
    ]
    show(
      editor,
      { flat: before.join('\n'), marks, look: 'markup' },
      { showCard: (id) => pressed.push(id), seeCard: (id) => pressed.push(id) },
    )
    expect(words(editor, 'ins')).toEqual(['twice a', 'every'])
    expect(words(editor, 'button[data-amendment-mark]')).toEqual(['BR', 'PT'])
    expect(new Set(words(editor, 'del'))).toEqual(new Set(['each']))
    expect(editor.view.dom.querySelectorAll('del')).toHaveLength(2)
    for (const button of editor.view.dom.querySelectorAll<HTMLElement>('[data-amendment-mark]'))
      button.click()
    expect(pressed).toEqual([brazil.amendmentId, portugal.amendmentId])

    show(editor, { flat: before.join('\n'), marks, look: 'simple' })
    expect(words(editor, 'ins, del')).toEqual([])
    expect(editor.view.dom.querySelector('button')?.getAttribute('aria-label')).toBe(
      '2 amendments stand here: BR; PT. Show all markup',
    )
  })

  test('[UI-82] over any edits, marks of amendments neither fail nor touch the text, nor are they copied with it', () => {
    const line = fc
      .array(fc.constantFrom('a', 'bb', 'forum', 'year', 'shall'), { maxLength: 6 })
      .map((each) => each.join(' '))
    const edit = fc.record({
      isHere: fc.boolean(),
      what: fc.constantFrom('type', 'delete', 'split', 'list'),
      from: fc.nat(60),
      length: fc.nat(12),
    })
    fc.assert(
      fc.property(
        fc.array(fc.tuple(line, line, line), { minLength: 1, maxLength: 3 }),
        fc.array(edit, { maxLength: 12 }),
        (lines, edits) => {
          const base = lines.map(([each]) => each)
          const doc = docOf(base)
          const other = new Y.Doc()
          Y.applyUpdate(other, Y.encodeStateAsUpdate(doc))
          const sync = () => {
            Y.applyUpdate(other, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(other)))
            Y.applyUpdate(doc, Y.encodeStateAsUpdate(other, Y.encodeStateVector(doc)))
          }
          const marked = openEditor(doc, AmendmentMarks)
          const elsewhere = openEditor(other)
          sync()
          const given: TextMarks = {
            flat: base.join('\n'),
            look: 'markup',
            marks: [
              ...marksOf(
                base,
                lines.map(([, each]) => each),
              ),
              ...marksOf(
                base,
                lines.map(([, , each]) => each),
                portugal,
              ),
            ],
          }
          show(marked, given)
          for (const { isHere, what, from, length } of edits) {
            const editor = isHere ? marked : elsewhere
            const { size } = editor.state.doc.content
            const [start, end] = [from, from + length].map((place) =>
              editor.state.doc.resolve(Math.min(place, size)),
            )
            if (!start || !end) throw new Error('no selection')
            editor.view.dispatch(editor.state.tr.setSelection(TextSelection.between(start, end)))
            const { $from, $to } = editor.state.selection
            if (what === 'type') editor.commands.insertContent('xyz')
            else if (what === 'delete') editor.commands.deleteSelection()
            else if (what === 'list') editor.commands.toggleBulletList()
            // The editor's own split throws where the selection is not in one line.
            else if ($from.parent.isTextblock && $from.sameParent($to)) editor.commands.splitBlock()
            sync()
          }
          // Late marks of the text as it was are drawn as well.
          show(marked, given)
          expect(readContent(doc)).toEqual(readContent(other))
          expect(flatText(marked.state.doc)).toBe(flatWords(readContent(doc).words))
          const copied = document.createElement('div')
          copied.append(
            DOMSerializer.fromSchema(marked.schema).serializeFragment(marked.state.doc.content),
          )
          expect(copied.querySelector('ins, del, button')).toBeNull()
          expect(marked.state.doc.textContent).toBe(elsewhere.state.doc.textContent)
          marked.destroy()
          elsewhere.destroy()
        },
      ),
      { numRuns: runsOf('editors') },
    )
  })

  test('[UI-151] the marks of amendments stand where they stood, between the same words, whoever types before, after or beside them', () => {
    const edit = fc.record({ isHere: fc.boolean(), at: fc.nat(1000), paragraph: fc.boolean() })
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 15 }), (edits) => {
        const base = ['one two three', 'four five six', 'seven eight nine']
        const doc = docOf(base)
        const other = new Y.Doc()
        Y.applyUpdate(other, Y.encodeStateAsUpdate(doc))
        const sync = () => {
          Y.applyUpdate(other, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(other)))
          Y.applyUpdate(doc, Y.encodeStateAsUpdate(other, Y.encodeStateVector(doc)))
        }
        const marked = openEditor(doc, AmendmentMarks)
        const elsewhere = openEditor(other)
        sync()
        const marks = [
          ...marksOf(base, ['one TWO three', 'four six', 'seven eight nine']),
          ...marksOf(base, ['one two three', 'four five six', 'seven and eight nine'], portugal),
        ]
        show(marked, { flat: base.join('\n'), marks, look: 'markup' })
        const struck = () => words(marked, 'del')
        const passages = [...marked.view.dom.querySelectorAll('ins')]
        for (const [n, { isHere, at, paragraph }] of edits.entries()) {
          const editor = isHere ? marked : elsewhere
          const places: number[] = []
          editor.state.doc.descendants((node, position) => {
            if (!node.isTextblock) return true
            for (const { index } of node.textContent.matchAll(/\b[a-z0-9]/g))
              places.push(position + 1 + index)
            return false
          })
          const place = places[at % places.length] ?? 1
          if (paragraph) {
            editor.commands.setTextSelection(place)
            editor.commands.splitBlock()
          } else editor.view.dispatch(editor.state.tr.insertText(`${n + 10} `, place))
          sync()
          expect(struck().join(' ')).toBe('two five ')
          expect(words(marked, 'ins')).toEqual(['TWO', 'and '])
          // Nobody who types waits for thirty of them to be drawn. A split gives its paragraphs ids, and draws them.
          const now = [...marked.view.dom.querySelectorAll('ins')]
          if (isHere && !edits.some((each) => each.paragraph))
            expect(now.every((each, index) => each === passages[index])).toBe(true)
          else passages.splice(0, passages.length, ...now)
        }
        endEditors()
      }),
      { numRuns: runsOf('editors') },
    )
  })
})
