// @vitest-environment jsdom
import { Editor } from '@tiptap/core'
import { Collaboration } from '@tiptap/extension-collaboration'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { flatWords } from '#shared/text/flat-words'
import { readContent } from '#shared/text/read-content'
import { writeContent } from '#shared/text/write-content'
import { flatOffset, positionsOf } from '../../../client/editor/flat-positions.ts'
import { wordsSchema } from '../../../client/editor/schema.ts'
import { TidyBlocks } from '../../../client/editor/tidy-blocks.ts'

const open = (doc: Y.Doc, editable = true): Editor =>
  new Editor({
    editable,
    injectCSS: false,
    extensions: [
      ...wordsSchema,
      Collaboration.configure({ fragment: doc.getXmlFragment('words') }),
      TidyBlocks,
    ],
  })
const list = () => {
  const doc = new Y.Doc()
  const paragraph = (words: string, blockId: string) => ({
    type: 'paragraph' as const,
    blockId,
    inlines: [{ type: 'words' as const, words, marks: [] }],
  })
  writeContent(doc, {
    words: [
      paragraph('Opening words.', 'a'),
      {
        type: 'list',
        style: 'letter',
        items: [
          { blocks: [paragraph('first', 'b')] },
          { blocks: [paragraph('second', 'c'), paragraph('more', 'd')] },
        ],
      },
    ],
    tasks: [],
    provisions: [],
  })
  return doc
}

describe('the schema under merges', () => {
  test('[UI-14] opening a text to read it writes nothing, whatever a merge has left in it', () => {
    const doc = list()
    const second = doc.getXmlFragment('words').get(1)
    if (second instanceof Y.XmlElement) {
      const entry = second.get(0)
      if (entry instanceof Y.XmlElement) entry.delete(0, entry.length)
    }
    let writes = 0
    doc.on('update', () => {
      writes += 1
    })
    const editor = open(doc, false)
    expect(writes).toBe(0)
    expect(editor.getText()).toContain('second')
    editor.destroy()
  })

  test('[UI-15] two people who empty and refill the same list item at once erase no other words', () => {
    const left = list()
    const right = new Y.Doc()
    Y.applyUpdate(right, Y.encodeStateAsUpdate(left))
    const emptyFirst = (doc: Y.Doc, words: string) => {
      const all = doc.getXmlFragment('words').get(1)
      const entry = all instanceof Y.XmlElement ? all.get(0) : undefined
      if (!(entry instanceof Y.XmlElement)) throw new Error('no item')
      entry.delete(0, entry.length)
      if (words === '') return
      const paragraph = new Y.XmlElement('paragraph')
      paragraph.insert(0, [new Y.XmlText(words)])
      entry.insert(0, [paragraph])
    }
    emptyFirst(left, '')
    emptyFirst(right, 'refilled')
    Y.applyUpdate(left, Y.encodeStateAsUpdate(right))
    Y.applyUpdate(right, Y.encodeStateAsUpdate(left))
    const editors = [open(left), open(right)]
    for (const doc of [left, right]) {
      const words = flatWords(readContent(doc).words)
      for (const kept of ['Opening words.', 'refilled', 'second', 'more'])
        expect(words).toContain(kept)
    }
    for (const editor of editors) editor.destroy()
  })

  test('[UI-16] after a split each paragraph has an id of its own', () => {
    const doc = list()
    const editor = open(doc)
    editor.commands.setTextSelection(5)
    editor.commands.splitBlock()
    const ids: unknown[] = []
    editor.state.doc.descendants((node) => {
      if (node.isTextblock) ids.push(node.attrs['id'])
    })
    expect(ids).not.toContain(null)
    expect(new Set(ids).size).toBe(ids.length)
    editor.destroy()
  })

  test('[UI-186] paragraphs that are all empty and all selected are shaped in one step, and the editor goes on', () => {
    const doc = new Y.Doc()
    const editor = open(doc)
    editor.commands.splitBlock()
    editor.commands.setTextSelection({ from: 1, to: 3 })
    let changes = 0
    editor.on('transaction', () => {
      changes += 1
      if (changes > 20) throw new Error('the editor goes on for ever')
    })
    editor.commands.toggleBulletList()
    editor.commands.insertContent('Words.')
    expect(flatWords(readContent(doc).words)).toContain('Words.')
    editor.destroy()
  })

  test("[UI-101] others' edits are taken for others': what they leave without an id is given one by one’s next own edit", () => {
    const doc = list()
    const editor = open(doc)
    const other = new Y.Doc()
    Y.applyUpdate(other, Y.encodeStateAsUpdate(doc))
    let writes = 0
    doc.on('update', (_update: Uint8Array, origin: unknown) => {
      if (origin !== 'other') writes += 1
    })
    const nameless = new Y.XmlElement('paragraph')
    nameless.insert(0, [new Y.XmlText('without an id')])
    other.getXmlFragment('words').insert(0, [nameless])
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(other), 'other')
    expect(editor.getText()).toContain('without an id')
    const shown: unknown = editor.state.doc.firstChild?.attrs['id']
    expect(shown ?? null).toBeNull()
    expect(writes).toBe(0)
    editor.commands.insertContentAt(1, 'own ')
    const [first] = doc.getXmlFragment('words').toArray()
    expect(first instanceof Y.XmlElement && first.getAttribute('id')).toBeTruthy()
    editor.destroy()
  })

  test('[UI-17] offsets in the flat text and places in the editor are the same words', () => {
    const doc = list()
    const editor = open(doc)
    const flat = flatWords(readContent(doc).words)
    fc.assert(
      fc.property(fc.nat(flat.length - 1), fc.nat(8), (start, length) => {
        const end = Math.min(flat.length, start + 1 + length)
        if (flat[start] === '\n' || flat[end - 1] === '\n') return
        const range = positionsOf(editor.state.doc, start, end)
        if (!range) throw new Error('no range')
        expect(editor.state.doc.textBetween(range.from, range.to, '\n')).toBe(
          flat.slice(start, end),
        )
        expect(flatOffset(editor.state.doc, range.from)).toBe(start)
        expect(flatOffset(editor.state.doc, range.to)).toBe(end)
      }),
    )
    editor.destroy()
  })
})
