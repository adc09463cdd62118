// @vitest-environment jsdom
/** What stands in the text when amendments that real editors made are bracketed. */
import type { Editor } from '@tiptap/core'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { amendmentChanges } from '#shared/text/amendment-changes'
import { bracketChange } from '#shared/text/bracket-change'
import { bracketsOf, liftOf } from '#shared/text/brackets'
import { isFormOnly } from '#shared/text/changes'
import { contentToPlain } from '#shared/text/content-to-plain'
import { liftBrackets } from '#shared/text/lift-bracket'
import { readContent } from '#shared/text/read-content'
import { bracketSelection } from '../../../client/editor/bracket-commands.ts'
import { paragraph } from '../../support/negotiated.ts'
import { openEditor } from './words-editor.ts'

const putter = { sponsors: 'BR', at: '2026-01-01T09:00:00.000Z' }

/** A base of these paragraphs, and what an editor made of them. */
function amend(words: readonly string[], edit: (editor: Editor) => void) {
  const [base, amendment] = [new Y.Doc(), new Y.Doc()]
  for (const [index, each] of words.entries()) paragraph(base, index, each)
  openEditor(base)
  Y.applyUpdate(amendment, Y.encodeStateAsUpdate(base))
  edit(openEditor(amendment))
  return { base, amendment }
}

function bracketedDoc({ base, amendment }: ReturnType<typeof amend>): Y.Doc {
  const merged = new Y.Doc()
  Y.applyUpdate(merged, Y.encodeStateAsUpdate(base))
  let brackets = 0
  bracketChange(base, amendment, merged, {
    sponsors: 'BR',
    authorOf: () => null,
    clientFor: () => 101,
    newBracketId: () => `new ${(brackets += 1)}`,
  })
  return merged
}
const bracketed = (both: ReturnType<typeof amend>) => readContent(bracketedDoc(both))

const bracket = (editor: Editor, from: number, to: number): void => {
  editor.commands.setTextSelection({ from, to })
  const transaction = bracketSelection(editor.state, putter)
  if (transaction) editor.view.dispatch(transaction)
}

describe('amendments in brackets', () => {
  const meeting = ['The forum holds a meeting.']

  test.each([
    [
      'around words that stay',
      (editor: Editor) => bracket(editor, 19, 26),
      'The forum holds a [BR: meeting].',
    ],
    [
      'around words that stay, with more of its own in it',
      (editor: Editor) => {
        bracket(editor, 19, 26)
        editor.commands.insertContentAt(20, 'yearly ')
      },
      'The forum holds a [BR: yearly meeting].',
    ],
    [
      'around its own words',
      (editor: Editor) => {
        editor.commands.insertContentAt(26, ' in Geneva')
        bracket(editor, 27, 36)
      },
      'The forum holds a meeting [BR: in Geneva].',
    ],
  ])(
    '[TXT-106] a bracket that an amendment puts stands once when it is bracketed: %s',
    (_, edit, read) => {
      expect(contentToPlain(bracketed(amend(meeting, edit))).trim()).toBe(read)
    },
  )

  test('[TXT-106] words in another order are two wordings, however few letters were struck', () => {
    const both = amend(['one two'], (editor) => {
      editor.commands.deleteRange({ from: 1, to: 5 })
      editor.commands.insertContentAt(4, ' one')
    })
    expect(contentToPlain(bracketed(both)).trim()).toBe('[one ]two [BR: one]')
  })

  test('[TXT-107] a paragraph with brackets that is made an item stands whole in one bracket, and no two brackets are one', () => {
    const both = amend(meeting, (editor) => {
      editor.commands.setTextSelection(3)
      editor.commands.toggleBulletList()
      editor.commands.insertContentAt(28, ' in Geneva')
    })
    expect(contentToPlain(bracketed(both)).trim()).toBe(
      '• [BR: The forum holds a meeting in Geneva.]\n\n[The forum holds a meeting.]',
    )
    const [base, amendment] = [new Y.Doc(), new Y.Doc()]
    paragraph(base, 0, 'The forum holds a meeting.')
    bracket(openEditor(base), 19, 26)
    Y.applyUpdate(amendment, Y.encodeStateAsUpdate(base))
    const editor = openEditor(amendment)
    editor.commands.setTextSelection(3)
    editor.commands.toggleBulletList()
    editor.commands.insertContentAt(3, 'All of this: ')
    const content = bracketed({ base, amendment })
    expect(contentToPlain(content).trim()).toBe(
      '• [BR: All of this: The forum holds a [BR: meeting].]\n\n[The forum holds a [BR: meeting].]',
    )
    const ids = bracketsOf(content).map(({ bracketId }) => bracketId)
    expect(new Set(ids).size).toBe(4)
  })

  test('[TXT-107] where an amendment splits a paragraph within a bracket, no half of it is left', () => {
    const [base, amendment] = [new Y.Doc(), new Y.Doc()]
    paragraph(base, 0, 'The forum holds a meeting.')
    bracket(openEditor(base), 5, 26)
    Y.applyUpdate(amendment, Y.encodeStateAsUpdate(base))
    const editor = openEditor(amendment)
    editor.commands.setTextSelection(17)
    editor.commands.splitBlock()
    const content = bracketed({ base, amendment })
    expect(contentToPlain(content).trim()).toBe(
      'The [BR: forum holds[ a meeting]][.]\n\n[BR:  a meeting.]',
    )
    expect(bracketsOf(content).every(({ isWhole }) => isWhole)).toBe(true)
  })

  test('[CHAIR-42] words that somebody types behind a bracket while the chair drops it stay, though it held the whole paragraph', () => {
    const both = amend(['The forum meets.', 'It reports.'], (editor) => {
      editor.commands.setTextSelection(17)
      editor.commands.splitBlock()
      editor.commands.insertContent('A paragraph more.')
    })
    const chair = bracketedDoc(both)
    const typist = new Y.Doc()
    Y.applyUpdate(typist, Y.encodeStateAsUpdate(chair))
    const editor = openEditor(typist)
    const [, second] = [editor.state.doc.child(0), editor.state.doc.child(1)]
    editor.commands.insertContentAt(
      editor.state.doc.child(0).nodeSize + second.nodeSize - 1,
      ' Mine.',
    )
    const [bracketOfBrazil] = bracketsOf(readContent(chair))
    liftBrackets(chair, liftOf(readContent(chair), bracketOfBrazil?.bracketId ?? '', 'drop'))
    expect(contentToPlain(readContent(chair))).not.toContain('more')
    Y.applyUpdate(chair, Y.encodeStateAsUpdate(typist))
    expect(contentToPlain(readContent(chair))).toContain('Mine.')
  })

  test.each([
    ['an item', (editor: Editor) => editor.commands.toggleBulletList()],
    ['a heading', (editor: Editor) => editor.commands.toggleHeading({ level: 2 })],
  ])(
    '[TXT-108] a paragraph that is made another form is one change, of form alone: %s',
    (_, make) => {
      const { base, amendment } = amend(['The first.', 'The second.'], (editor) => {
        editor.commands.setTextSelection(3)
        make(editor)
      })
      const changes = amendmentChanges(base, amendment)
      expect(changes.map(({ pieces }) => pieces.map(({ words }) => words))).toEqual([
        ['The first.'],
      ])
      expect(changes.every(isFormOnly)).toBe(true)
    },
  )

  test('[TXT-108] where a paragraph is made another form, a change of words on the way is told of the words alone', () => {
    const { base, amendment } = amend(meeting, (editor) => {
      editor.commands.setTextSelection(3)
      editor.commands.toggleBulletList()
      editor.commands.insertContentAt(28, ' in Geneva')
    })
    expect(amendmentChanges(base, amendment).map(({ pieces }) => pieces)).toEqual([
      [
        { kind: 'same', words: 'The forum holds a meeting' },
        { kind: 'inserted', words: ' in Geneva' },
        { kind: 'same', words: '.' },
      ],
    ])
  })
})
