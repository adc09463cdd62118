/**
 * Footnotes in an editor: where they are, how one is begun and left, and how it goes as a whole. What a note is, `shared/text/footnotes.ts`
 * tells.
 */
import { Extension } from '@tiptap/core'
import { Fragment, type Mark, type Node, type ResolvedPos, Slice } from '@tiptap/pm/model'
import { type Command, type EditorState, Plugin, PluginKey, TextSelection } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import type * as Y from 'yjs'
import { flowOf } from '#shared/flow/flow-doc'
import { flowNames } from '#shared/flow/moments'
import { tokensOf } from '#shared/flow/tokens'
import { noteEdge } from '#shared/text/footnotes'
import { newUuid } from '../live/new-uuid.ts'

/** The note that a node is in. */
export const noteOf = (node: Node | null | undefined): string | undefined => {
  const mark = node?.marks.find(({ type }) => type.name === 'footnote')
  return mark && String(mark.attrs['id'])
}

/** A note in its block, thin spaces and all. */
export interface NoteRange {
  readonly id: string
  readonly from: number
  readonly to: number
}

/** The notes of a block that begins at a position, each from its first letter to its last. */
export function notesIn(block: Node, start: number): NoteRange[] {
  const notes: { id: string; from: number; to: number }[] = []
  let open: (typeof notes)[number] | undefined
  block.forEach((node, offset) => {
    // A line break bears no mark, and may stand in a note.
    if (!node.isText) return
    const id = noteOf(node)
    const [from, to] = [start + offset, start + offset + node.nodeSize]
    if (open && open.id === id) open.to = to
    else if (id === undefined) open = undefined
    else notes.push((open = { id, from, to }))
  })
  return notes
}

const notesAround = ($at: ResolvedPos): NoteRange[] =>
  $at.parent.isTextblock ? notesIn($at.parent, $at.start()) : []

/** The note that the whole selection is in: what is typed there is in the note. */
export function noteAround({ selection: { $from, $to } }: EditorState): NoteRange | undefined {
  if (!$from.sameParent($to)) return undefined
  return notesAround($from).find(({ from, to }) => from < $from.pos && $to.pos < to)
}

/** Whether an end of the selection is in a note. */
export const cutsNote = ({ selection: { $from, $to } }: EditorState): boolean =>
  [$from, $to].some(($at) =>
    notesAround($at).some(({ from, to }) => from < $at.pos && $at.pos < to),
  )

/** Puts the caret behind the note that it is in. */
const leave: Command = (state, dispatch) => {
  const note = noteAround(state)
  if (!note) return false
  dispatch?.(state.tr.setSelection(TextSelection.create(state.doc, note.to)).scrollIntoView())
  return true
}

/** Begins a footnote at the caret, or makes one of the selected words; in a note it leaves it. */
export const putFootnote: Command = (state, dispatch) => {
  if (noteAround(state)) return leave(state, dispatch)
  const { $from, $to, from, to } = state.selection
  const type = state.schema.marks['footnote']
  const touches = notesAround($from).some((note) => note.from < to && from < note.to)
  if (!type || !$from.parent.isTextblock || !$from.sameParent($to) || touches) return false
  const mark = type.create({ id: newUuid() })
  const { tr, schema } = state
  const edge = schema.text(noteEdge, [mark])
  tr.insert(to, edge).addMark(from, to, mark).insert(from, edge)
  tr.setSelection(TextSelection.create(tr.doc, to + 1))
  dispatch?.(tr.scrollIntoView())
  return true
}

/** Beside a note: selects it whole, so that it goes as one with the next press. */
const selectBeside =
  (side: 'before' | 'behind'): Command =>
  (state, dispatch) => {
    const { $from, empty, from } = state.selection
    if (!empty) return false
    const note = notesAround($from).find((each) =>
      side === 'before' ? each.to === from : each.from === from,
    )
    if (!note) return false
    dispatch?.(state.tr.setSelection(TextSelection.create(state.doc, note.from, note.to)))
    return true
  }

/** At an end of the words of a note its thin space is not to go: one without words goes whole. */
const keepEdge =
  (side: 'before' | 'behind'): Command =>
  (state, dispatch) => {
    const note = noteAround(state)
    const { empty, from } = state.selection
    if (!note || !empty) return false
    const isAtEdge = side === 'before' ? from === note.from + 1 : from === note.to - 1
    if (!isAtEdge) return false
    const isEmpty = note.to - note.from <= 2 * noteEdge.length
    dispatch?.(isEmpty ? state.tr.delete(note.from, note.to) : state.tr)
    return true
  }

const either =
  (...commands: readonly Command[]): Command =>
  (state, dispatch, view) =>
    commands.some((command) => command(state, dispatch, view))

/** The notes of which words stand in a document. */
function notesStanding(doc: Y.Doc | undefined): ReadonlySet<string> {
  const ids = new Set<string>()
  for (const name of doc ? flowNames(doc) : [])
    for (const token of doc ? tokensOf(flowOf(doc, name)) : []) {
      const note: unknown = token.type === 'letters' ? token.marks['footnote'] : undefined
      if (typeof note === 'object' && note !== null && 'id' in note) ids.add(String(note.id))
    }
  return ids
}

/** A pasted note is a new one, unless its words were cut here; and what is pasted into a note is of that note, in one line. */
export function withNewNotes(slice: Slice, state: EditorState, doc: Y.Doc | undefined): Slice {
  let standing: ReadonlySet<string> | undefined
  const stands = (id: string): boolean => (standing ??= notesStanding(doc)).has(id)
  const note = noteAround(state)
  const ids = new Map<string, string>()
  const renewed = (mark: Mark): Mark => {
    if (mark.type.name !== 'footnote') return mark
    const before = String(mark.attrs['id'])
    const id = ids.get(before) ?? (before === '' || stands(before) ? newUuid() : before)
    ids.set(before, id)
    return mark.type.create({ id })
  }
  const renew = (fragment: Fragment): Fragment =>
    Fragment.fromArray(
      fragment.content.map((node) =>
        node.isText ? node.mark(node.marks.map(renewed)) : node.copy(renew(node.content)),
      ),
    )
  const own = note && state.schema.marks['footnote']?.create({ id: note.id })
  if (!own) return new Slice(renew(slice.content), slice.openStart, slice.openEnd)
  const words = slice.content.textBetween(0, slice.content.size, ' ', ' ')
  return words === ''
    ? Slice.empty
    : new Slice(Fragment.from(state.schema.text(words, [own])), 0, 0)
}

export const Footnotes = Extension.create<{ readonly doc: Y.Doc | undefined }>({
  name: 'footnotes',
  addOptions: () => ({ doc: undefined }),
  // Before the keys of blocks: Enter makes no paragraph in a note.
  priority: 1100,
  addKeyboardShortcuts() {
    const run = (command: Command) => () =>
      command(this.editor.state, this.editor.view.dispatch, this.editor.view)
    return {
      'Mod-Alt-f': run(putFootnote),
      Enter: run(leave),
      Escape: run(leave),
      Backspace: run(either(keepEdge('before'), selectBeside('before'))),
      Delete: run(either(keepEdge('behind'), selectBeside('behind'))),
    }
  },
  addProseMirrorPlugins() {
    const { doc } = this.options
    const transformPasted = (slice: Slice, { state }: EditorView) => withNewNotes(slice, state, doc)
    return [new Plugin({ key: new PluginKey('footnotes'), props: { transformPasted } })]
  },
})
