// @vitest-environment jsdom
/** Anchors through the real editor: one test for each operation, and random edits of two people at once. */
import type { Editor } from '@tiptap/core'
import { Selection } from '@tiptap/pm/state'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Block } from '#shared/domain/content'
import { flatWords } from '#shared/text/flat-words'
import { readContent } from '#shared/text/read-content'
import { anchorWords, locateWords } from '#shared/text/words-anchor'
import { writeContent } from '#shared/text/write-content'
import { positionsOf } from '../../../client/editor/flat-positions.ts'
import { openEditor } from './words-editor.ts'

const said = [
  'The Working Group recommends that the Secretariat publish the list of donors.',
  'The Secretariat sends the list to the members before each meeting.',
  'The members comment on the list within the month.',
]
const paragraphs = (words: readonly string[]): Block[] =>
  words.map((each, index) => ({
    type: 'paragraph',
    blockId: `p${index}`,
    inlines: [{ type: 'words', words: each, marks: [] }],
  }))

const flatOf = (doc: Y.Doc) => flatWords(readContent(doc).words)

/** Two people with an editor each on one text, in which words of the first paragraph are anchored. */
function room(quote = 'Secretariat', words = said) {
  const left = new Y.Doc()
  writeContent(left, { words: paragraphs(words), tasks: [], provisions: [] })
  const right = new Y.Doc()
  const sync = () => {
    const [toRight, toLeft] = [
      Y.encodeStateAsUpdate(left, Y.encodeStateVector(right)),
      Y.encodeStateAsUpdate(right, Y.encodeStateVector(left)),
    ]
    Y.applyUpdate(right, toRight)
    Y.applyUpdate(left, toLeft)
  }
  sync()
  const editor = openEditor(left)
  const other = openEditor(right)
  sync()
  const anchorOf = (wanted: string) => {
    const start = flatOf(left).indexOf(wanted)
    const anchor = anchorWords(left, start, start + wanted.length)
    if (!anchor) throw new Error('no anchor')
    return anchor
  }
  const anchor = anchorOf(quote)
  /** A place in an editor by its flat offset, counted from the words given. */
  const at = (here: Editor, before: string, shift = 0): number => {
    const offset = flatOf(here === editor ? left : right).indexOf(before) + shift
    const place = positionsOf(here.state.doc, offset, offset + 1)
    if (!place) throw new Error(`no place ${before}`)
    return place.from
  }
  const found = (of = anchor) => {
    sync()
    const range = locateWords(left, of)
    expect(locateWords(right, of)).toEqual(range)
    expect(flatOf(left)).toBe(flatOf(right))
    return range && flatOf(left).slice(range.start, range.end)
  }
  const select = (here: Editor, words: string) =>
    here.commands.setTextSelection({ from: at(here, words), to: at(here, words) + words.length })
  return { left, right, editor, other, at, found, select, anchorOf, sync }
}

describe('anchors through each operation', () => {
  test('[CMT-1] words inserted before the anchored ones leave them found', () => {
    const { editor, at, found } = room()
    editor.commands.insertContentAt(at(editor, 'The Working'), 'Today, ')
    expect(found()).toBe('Secretariat')
  })
  test('[CMT-2] words inserted inside the anchored ones belong to them', () => {
    const { editor, at, found } = room('Working Group')
    editor.commands.insertContentAt(at(editor, 'Group'), 'and Contact ')
    expect(found()).toBe('Working and Contact Group')
  })
  test('[CMT-3] words inserted at the start edge stay outside', () => {
    const { editor, at, found } = room()
    editor.commands.insertContentAt(at(editor, 'Secretariat'), 'whole ')
    expect(found()).toBe('Secretariat')
  })
  test('[CMT-4] words inserted at the end edge stay outside', () => {
    const { editor, at, found } = room()
    editor.commands.insertContentAt(at(editor, 'Secretariat', 11), 's')
    expect(found()).toBe('Secretariat')
  })
  test('[CMT-5] a paragraph split before the anchored words takes them along', () => {
    const { editor, at, found } = room()
    editor.chain().setTextSelection(at(editor, 'recommends')).splitBlock().run()
    expect(found()).toBe('Secretariat')
  })
  test('[CMT-6] anchored words that are split are found on both sides', () => {
    const { editor, at, found } = room('that the Secretariat publish')
    editor
      .chain()
      .setTextSelection(at(editor, 'Secretariat', 6))
      .splitBlock()
      .run()
    expect(found()).toBe('that the Secret\nariat publish')
  })
  test('[CMT-7] a paragraph split after the anchored words leaves them', () => {
    const { editor, at, found } = room()
    editor.chain().setTextSelection(at(editor, 'publish')).splitBlock().run()
    expect(found()).toBe('Secretariat')
  })
  test('[CMT-8] a paragraph joined with the one before keeps the anchored words', () => {
    const { editor, at, found, anchorOf } = room()
    const members = anchorOf('comment on the list')
    editor.chain().setTextSelection(at(editor, 'The members')).joinBackward().run()
    expect(found(members)).toBe('comment on the list')
  })
  test('[CMT-9] a paragraph that becomes a heading keeps the anchored words', () => {
    const { editor, at, found } = room()
    editor.chain().setTextSelection(at(editor, 'Working')).setNode('heading', { level: 1 }).run()
    expect(found()).toBe('Secretariat')
  })
  test('[CMT-10] a paragraph that becomes a list keeps the anchored words', () => {
    const { editor, at, found } = room()
    editor.chain().setTextSelection(at(editor, 'Working')).toggleBulletList().run()
    expect(found()).toBe('Secretariat')
  })
  test('[CMT-11] anchored words that are made bold in part are found whole', () => {
    const { editor, select, found } = room('that the Secretariat publish')
    select(editor, 'Secretariat')
    editor.commands.toggleBold()
    expect(found()).toBe('that the Secretariat publish')
  })
  test('[CMT-12] anchored words deleted and brought back by undo are found again', () => {
    const { editor, select, found } = room()
    select(editor, 'the Secretariat publish')
    editor.commands.deleteSelection()
    expect(found()).toBeUndefined()
    editor.commands.undo()
    expect(found()).toBe('Secretariat')
  })
  test('[CMT-13] a paragraph that is moved takes its anchored words along', () => {
    const { editor, found } = room()
    const first = editor.state.doc.child(0)
    const { tr } = editor.state
    tr.delete(0, first.nodeSize)
    tr.insert(tr.doc.content.size, first)
    editor.view.dispatch(tr)
    expect(found()).toBe('Secretariat')
    const left = editor.getText()
    expect(left.indexOf('Working Group')).toBeGreaterThan(left.indexOf('members'))
  })
  test('[CMT-14] anchored words that are deleted are gone, though the same word stands elsewhere', () => {
    const { editor, select, found } = room()
    select(editor, 'Secretariat')
    editor.commands.deleteSelection()
    expect(found()).toBeUndefined()
  })
  test('[CMT-15] anchored words whose paragraph is deleted are gone', () => {
    const { editor, found } = room()
    editor.view.dispatch(editor.state.tr.delete(0, editor.state.doc.child(0).nodeSize))
    expect(found()).toBeUndefined()
  })
  test('[CMT-16] overlapping anchors are found each, while two people edit between them at once', () => {
    const { editor, other, at, found, anchorOf } = room()
    const overlapping = anchorOf('the Secretariat publish the list')
    editor.commands.insertContentAt(at(editor, 'publish'), 'should ')
    other.commands.insertContentAt(at(other, 'recommends'), 'strongly ')
    expect(found()).toBe('Secretariat')
    other.chain().setTextSelection(at(other, 'strongly')).splitBlock().run()
    expect(found()).toBe('Secretariat')
    expect(found(overlapping)).toBe('the Secretariat should publish the list')
  })
})

const greek = 'αβγδε ζηθικλμ νξοπρ'
const edit = fc.record({
  isLeft: fc.boolean(),
  at: fc.nat(400),
  length: fc.nat(12),
  kind: fc.constantFrom('type', 'delete', 'split', 'join', 'heading', 'undo', 'sync' as const),
})

test('[CMT-17] whatever two people do at once, both find the same words, and never other words', () => {
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 14 }), (edits) => {
      const { editor, other, left, found } = room(greek, [
        `The Working Group recommends ${greek} the list.`,
        ...said.slice(1),
      ])
      for (const { isLeft, at, length, kind } of edits) {
        const here = isLeft ? editor : other
        const { size } = here.state.doc.content
        const from = 1 + (at % Math.max(1, size - 2))
        if (kind === 'sync') found()
        else if (kind === 'undo') here.commands.undo()
        else if (kind === 'delete')
          here.commands.deleteRange({ from, to: Math.min(size - 1, from + length) })
        else {
          const { tr, doc } = here.state
          here.view.dispatch(tr.setSelection(Selection.near(doc.resolve(from))))
          if (kind === 'type') here.commands.insertContent('xyz')
          else if (kind === 'split') here.commands.splitBlock()
          else if (kind === 'join') here.commands.joinBackward()
          else here.commands.toggleHeading({ level: 2 })
        }
      }
      const words = found()
      // No other words are Greek: what is found begins and ends with the anchored words and holds part of them.
      if (words === undefined) expect(flatOf(left)).not.toContain(greek)
      else {
        expect(words.trim()).toMatch(/^\p{Script=Greek}(?:.*\p{Script=Greek})?$/su)
        expect(words.match(/\p{Script=Greek}/gu)?.length).toBeGreaterThan(5)
      }
      editor.destroy()
      other.destroy()
    }),
  )
})
