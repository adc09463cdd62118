// @vitest-environment jsdom
/** Words that this page does not know: no editor strikes them, in nobody's name. */

import { Editor } from '@tiptap/core'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { flatWords } from '#shared/text/flat-words'
import { readContent } from '#shared/text/read-content'
import { newTextDoc } from '#shared/text/text-doc'
import { guardedCollaboration } from '../../../client/editor/guarded-collaboration.ts'
import { wordsSchema } from '../../../client/editor/schema.ts'
import { TidyBlocks } from '../../../client/editor/tidy-blocks.ts'
import { WordsAtCaret } from '../../../client/editor/words-at-caret.ts'
import { guardText } from '../../../client/live/text-guard.ts'

const paragraphOf = (...children: (Y.XmlText | Y.XmlElement)[]) => {
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, children)
  return paragraph
}

/** What another page, or a program, may have written. */
const shapes: Record<string, (doc: Y.Doc) => void> = {
  'a format that is not known': (doc) => {
    const text = new Y.XmlText('shouted')
    doc.getXmlFragment('words').push([paragraphOf(text)])
    text.format(0, 4, { blink: {} })
  },
  'a paragraph in a paragraph': (doc) =>
    doc.getXmlFragment('words').push([paragraphOf(paragraphOf(new Y.XmlText('inner')))]),
  'a node that is not known': (doc) => {
    const node = new Y.XmlElement('footnote')
    node.insert(0, [new Y.XmlText('below')])
    doc.getXmlFragment('words').push([node])
  },
  'an attribute that is not known': (doc) => {
    const paragraph = paragraphOf(new Y.XmlText('styled'))
    paragraph.setAttribute('style', 'position: fixed')
    doc.getXmlFragment('words').push([paragraph])
  },
  'a string at the root': (doc) => doc.get('words', Y.XmlFragment).insert(0, ['string' as never]),
  'a number at the root': (doc) => doc.get('words', Y.XmlFragment).insert(0, [7 as never]),
  'a document in the document': (doc) =>
    doc.get('words', Y.XmlFragment).insert(0, [new Y.Doc() as never]),
  'a root that is not known': (doc) => doc.getText('notes').insert(0, 'beside'),
  'a cell that spans for ever': (doc) => {
    const [table, row, cell] = ['table', 'tableRow', 'tableCell'].map(
      (name) => new Y.XmlElement(name),
    )
    if (!table || !row || !cell) throw new Error('no table')
    doc.getXmlFragment('words').push([table])
    table.insert(0, [row])
    row.insert(0, [cell])
    cell.insert(0, [paragraphOf(new Y.XmlText('wide'))])
    cell.setAttribute('colspan', 200_000_000 as never)
  },
}

function openPage(state: Uint8Array) {
  const doc = newTextDoc()
  let isStrange = false
  const guard = guardText(doc, () => {
    isStrange = true
  })
  const sent: Uint8Array[] = []
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== 'server') sent.push(update)
  })
  Y.applyUpdate(doc, state, 'server')
  const edit = () =>
    new Editor({
      injectCSS: false,
      element: document.createElement('div'),
      extensions: [
        ...wordsSchema,
        WordsAtCaret,
        guardedCollaboration(doc.getXmlFragment('words'), guard),
        TidyBlocks,
      ],
    })
  return { doc, sent, edit, isStrange: () => isStrange }
}

const stateVector = (doc: Y.Doc) => [...Y.decodeStateVector(Y.encodeStateVector(doc))]

describe.each(Object.entries(shapes))('%s', (_name, write) => {
  const known = () => {
    const doc = new Y.Doc()
    doc.getXmlFragment('words').push([paragraphOf(new Y.XmlText('Brazil wrote this.'))])
    return doc
  }

  test('[UI-222] what a page does not know ends its editor before it sees it: nothing is struck or sent, and the words stay', () => {
    const other = known()
    const page = openPage(Y.encodeStateAsUpdate(other))
    const editor = page.edit()
    expect(editor.getText()).toContain('Brazil wrote this.')
    write(other)
    Y.applyUpdate(page.doc, Y.encodeStateAsUpdate(other), 'server')
    expect(page.isStrange()).toBe(true)
    expect(editor.isDestroyed).toBe(true)
    expect(page.sent).toEqual([])
    expect(stateVector(page.doc)).toEqual(stateVector(other))
    expect(JSON.stringify(page.doc.getXmlFragment('words').toJSON())).toBe(
      JSON.stringify(other.getXmlFragment('words').toJSON()),
    )
    expect(flatWords(readContent(page.doc).words)).toContain('Brazil wrote this.')
  })

  test('[UI-223] a text that holds it already is found out at opening, and an editor made by mistake shows and writes nothing of it', () => {
    const other = known()
    write(other)
    const page = openPage(Y.encodeStateAsUpdate(other))
    expect(page.isStrange()).toBe(true)
    const editor = page.edit()
    editor.commands.insertContent('typed')
    expect(page.sent).toEqual([])
    expect(stateVector(page.doc)).toEqual(stateVector(other))
    editor.destroy()
  })
})
