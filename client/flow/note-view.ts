/**
 * Footnotes on the page: each has its number before its words, which are smaller. The number is counted over the whole text, which other
 * editors of the page show parts of; until it has been counted anew, it is the next one after the note before.
 */
import { Extension } from '@tiptap/core'
import type { DOMOutputSpec, Mark, Node } from '@tiptap/pm/model'
import { type EditorState, Plugin, PluginKey, type Transaction } from '@tiptap/pm/state'
import { AddMarkStep, RemoveMarkStep } from '@tiptap/pm/transform'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import type * as Y from 'yjs'
import { noteEdge } from '#shared/text/footnotes'
import styles from '../editor/editor.module.css'
import { noteOf, notesIn } from '../editor/footnotes.ts'
import { type NoteNumbers, numbersOf, subscribeToNumbers } from './note-numbers.ts'

function drawn({ doc }: EditorState, numbers: NoteNumbers): DecorationSet {
  const found: Decoration[] = []
  const own = new Map<string, number>()
  let last = 0
  doc.descendants((block, at) => {
    if (!block.isTextblock) return true
    for (const { id, from, to } of notesIn(block, at + 1)) {
      const number = own.get(id) ?? numbers.get(id) ?? last + 1
      last = number
      own.set(id, number)
      found.push(
        Decoration.inline(from, to, { class: styles['note'] ?? '' }),
        // Its thin space alone: the rest of its words may be in several pieces.
        Decoration.inline(from, from + noteEdge.length, { 'data-note-number': String(number) }),
      )
    }
    return false
  })
  return DecorationSet.create(doc, found)
}

/** A note as it is drawn where no editor is. */
export const noteOnPage =
  (doc: Y.Doc) =>
  ({ attrs }: Mark): DOMOutputSpec => {
    const number = numbersOf(doc).get(String(attrs['id']))
    return ['span', { class: styles['note'] ?? '', 'data-note-number': number ?? '*' }, 0]
  }

/** Whether anything came or went beside or in a note. */
const touchesNotes = ({ mapping, docs, doc }: Transaction): boolean =>
  mapping.maps.some((map, n) => {
    const holdsNote = (within: Node | undefined, from: number, to: number): boolean => {
      let found = false
      within?.nodesBetween(Math.max(0, from - 1), Math.min(within.content.size, to + 1), (node) => {
        found ||= noteOf(node) !== undefined
        return !found
      })
      return found
    }
    let found = false
    map.forEach((from, to, newFrom, newTo) => {
      found ||= holdsNote(docs[n], from, to) || holdsNote(docs[n + 1] ?? doc, newFrom, newTo)
    })
    return found
  })

/** Marks alone move nothing. */
const marksNotes = ({ steps }: Transaction): boolean =>
  steps.some((step) => step instanceof AddMarkStep || step instanceof RemoveMarkStep)

export const NoteView = Extension.create<{ readonly doc: Y.Doc | undefined }>({
  name: 'noteView',
  addOptions: () => ({ doc: undefined }),
  addProseMirrorPlugins() {
    const { doc } = this.options
    if (!doc) return []
    const key = new PluginKey<DecorationSet>('noteView')
    return [
      new Plugin<DecorationSet>({
        key,
        state: {
          init: (_config, state) => drawn(state, numbersOf(doc)),
          apply(transaction, before, _was, state) {
            const isTold = transaction.getMeta(key) === true
            if (isTold || touchesNotes(transaction) || marksNotes(transaction))
              return drawn(state, numbersOf(doc))
            return before.map(transaction.mapping, transaction.doc)
          },
        },
        props: { decorations: (state) => key.getState(state) },
        view: (view) => ({
          destroy: subscribeToNumbers(doc, () => view.dispatch(view.state.tr.setMeta(key, true))),
        }),
      }),
    ]
  },
})
