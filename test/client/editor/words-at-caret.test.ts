// @vitest-environment jsdom
/** What is typed stands where the caret was, between the very letters that stood there. */
import type { Editor } from '@tiptap/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { flatten } from '#shared/text/flat-document'
import { readContent } from '#shared/text/read-content'
import { runsOf } from '../../support/property-runs.ts'
import { endEditors, openEditor } from './words-editor.ts'

/** Two people at one text, each with an editor; what one writes reaches the other at once. */
function pair(content: string): readonly [Editor, Editor, Y.Doc, Y.Doc] {
  const [one, other] = [new Y.Doc(), new Y.Doc()]
  one.clientID = 1
  other.clientID = 2
  one.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== 'other') Y.applyUpdate(other, update, 'other')
  })
  other.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== 'other') Y.applyUpdate(one, update, 'other')
  })
  const first = openEditor(one)
  first.commands.setContent(content)
  first.destroy()
  return [openEditor(one), openEditor(other), one, other]
}

/** The letters of a text with their ids, in the order of reading. */
const letters = (doc: Y.Doc): string[] =>
  flatten(doc).runs.flatMap(({ text }) =>
    Y.getTypeChildren(text).flatMap((item) =>
      item.deleted || !(item.content instanceof Y.ContentString)
        ? []
        : item.content.str
            .split('')
            .map((letter, offset) => `${letter} ${item.id.client}-${item.id.clock + offset}`),
    ),
  )
/** Undo and others' typing can part the words of a paragraph in Yjs: y-prosemirror then writes them anew. */
function isParted(parent: Y.XmlFragment): boolean {
  const children = parent.toArray()
  return children.some(
    (child, index) =>
      (child instanceof Y.XmlText && children[index + 1] instanceof Y.XmlText) ||
      (child instanceof Y.XmlElement && isParted(child)),
  )
}
const ofClient = (id: number, all: readonly string[]) =>
  all
    .filter((letter) => letter.includes(` ${id}-`))
    .map((letter) => letter[0])
    .join('')

/** As the keyboard does it. */
function type(editor: Editor, words: string): void {
  for (const letter of words) {
    const { from, to } = editor.state.selection
    editor.view.dispatch(editor.state.tr.insertText(letter, from, to))
  }
}

test('[TXT-111] words typed before the same letter leave that letter to whoever wrote it', () => {
  const [, other, doc] = pair('<p>and those that the trust fund bears.</p>')
  const before = letters(doc)
  other.commands.setTextSelection(1 + 'and those that '.length)
  type(other, ' Remote access is free.')
  expect(ofClient(2, letters(doc))).toBe(' Remote access is free.')
  expect(letters(doc).filter((letter) => letter.includes(' 1-'))).toEqual(before)
  expect(flatten(doc).flat).toBe('and those that  Remote access is free.the trust fund bears.')
})

/** Offsets of the letters in an editor, paragraph by paragraph, as places of the caret. */
function places(editor: Editor): number[] {
  const found: number[] = []
  editor.state.doc.descendants((node, position) => {
    if (!node.isTextblock) return true
    for (let offset = 0; offset <= node.content.size; offset += 1) found.push(position + 1 + offset)
    return false
  })
  return found
}
/** How many letters stand before a place. */
const lettersBefore = (editor: Editor, place: number): number => {
  let count = 0
  editor.state.doc.nodesBetween(0, place, (node, position) => {
    if (node.text !== undefined) count += Math.min(node.text.length, place - position)
  })
  return count
}

const move = fc.record({
  who: fc.constantFrom(0, 1),
  act: fc.constantFrom(
    'type',
    'type',
    'type',
    'strike',
    'replace',
    'split',
    'join',
    'bold',
    'list',
    'undo',
    'break',
  ),
  at: fc.nat(1000),
  words: fc.stringMatching(/^[ab]{1,4}$/),
})

test('[TXT-112] typing, striking and replacing touch no other letter, however alike the letters are; both see the same', () => {
  fc.assert(
    fc.property(fc.array(move, { minLength: 1, maxLength: 30 }), (moves) => {
      const [one, other, doc, otherDoc] = pair(
        '<p>abba <strong>aab</strong>bab<br>aaa</p><ul><li><p>abab</p></li><li><p>bb</p></li></ul><p>a</p>',
      )
      for (const { who, act, at, words } of moves) {
        const [editor, own] = who === 0 ? [one, doc] : [other, otherDoc]
        const all = places(editor)
        const place = all[at % all.length] ?? 1
        const before = letters(own)
        const index = lettersBefore(editor, place)
        const end = all.find((each) => each === place + 1 + (words.length % 3)) ?? place
        const isWithin =
          end > place &&
          editor.state.doc.resolve(place).sameParent(editor.state.doc.resolve(end)) &&
          editor.state.doc.textBetween(place, end, '|', '|').length === end - place &&
          !editor.state.doc.textBetween(place, end, '|', '|').includes('|')
        const count = end - place
        editor.commands.setTextSelection(place)
        const isWhole = !isParted(own.getXmlFragment('words'))
        /** Other letters are what and where they were: so many were put at the place, so many struck. */
        const expectOthers = (put: number, struck: number) => {
          if (!isWhole) return
          const after = letters(own)
          expect(after.slice(0, index)).toEqual(before.slice(0, index))
          expect(after.slice(index + put)).toEqual(before.slice(index + struck))
        }
        switch (act) {
          case 'type':
            type(editor, words)
            expectOthers(words.length, 0)
            break
          case 'strike':
            if (!isWithin) break
            editor.commands.deleteRange({ from: place, to: end })
            expectOthers(0, count)
            break
          case 'replace':
            if (!isWithin) break
            editor.commands.setTextSelection({ from: place, to: end })
            type(editor, words)
            expectOthers(words.length, count)
            break
          case 'split':
            editor.commands.splitBlock()
            break
          case 'join':
            editor.commands.joinBackward()
            break
          case 'bold':
            editor.commands.toggleBold()
            type(editor, words)
            break
          case 'list':
            editor.commands.toggleList('bulletList', 'listItem')
            break
          case 'break':
            editor.commands.setHardBreak()
            break
          case 'undo':
            editor.commands.undo()
            break
        }
        expect(other.getJSON()).toEqual(one.getJSON())
      }
      expect(readContent(doc)).toEqual(readContent(otherDoc))
      endEditors()
    }),
    { numRuns: runsOf('editors') },
  )
})
