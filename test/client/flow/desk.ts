/** Real editors on replicas of flows. */
import { Editor } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import type { Command } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import { vi } from 'vitest'
import type * as Y from 'yjs'
import { openUndo, type Undo } from '#shared/flow/undo'
import { flowExtensions } from '../../../client/flow/flow-extensions.ts'
import { newPageEditors, type PageEditors } from '../../../client/flow/page-editors.ts'
import { isSamePlace } from '../../../client/flow/same-place.ts'
import type { SelectedPlace } from '../../../client/flow/selected-place.ts'
import type { TableDesk } from '../../../client/flow/table-cells.ts'
import { type Replica, replicasOf } from '../../support/flow-replicas.ts'

export interface Desk extends Replica {
  readonly editor: Editor
  readonly editors: PageEditors
  readonly undo: Undo<SelectedPlace>
  /** Cells that were taken away while they were open. */
  readonly gone: readonly Y.Text[]
  /** Lets a second go by, so that what is done next is a step of its own. */
  wait(): void
}
const open: Editor[] = []
export function endDesks(): void {
  for (const editor of open.splice(0)) editor.destroy()
}

export function openDesk(replica: Replica, more: Pick<TableDesk, 'runs'> = {}): Desk {
  let now = 0
  const undo = openUndo<SelectedPlace>(() => now, 'undo', isSamePlace)
  const { draft } = replica
  const editors = newPageEditors()
  const gone: Y.Text[] = []
  const editor: Editor = new Editor({
    injectCSS: false,
    extensions: flowExtensions({
      ...more,
      textId: 't_1',
      draft,
      undo,
      editors,
      cellLabel: (row, column) => `Row ${row}, column ${column}`,
      onCellGone: (flow) => gone.push(flow),
    }),
  })
  open.push(editor)
  editors.register(draft.flow, () => editor.view)
  return {
    ...replica,
    editor,
    editors,
    undo,
    gone,
    wait() {
      now += 1000
    },
  }
}
export const openDesks = (paragraphs: readonly string[], clients: readonly number[]): Desk[] =>
  replicasOf(paragraphs, clients).map((replica) => openDesk(replica))
export function oneDesk(paragraphs: readonly string[]): Desk {
  const [desk] = openDesks(paragraphs, [5])
  if (!desk) throw new Error()
  return desk
}
export function twoDesks(paragraphs: readonly string[]): [Desk, Desk] {
  const [one, other] = openDesks(paragraphs, [5, 6])
  if (!one || !other) throw new Error()
  return [one, other]
}

export const run = ({ editor }: Desk, command: Command): boolean =>
  command(editor.state, editor.view.dispatch, editor.view)
export const type = ({ editor }: Desk, letters: string): void =>
  editor.view.dispatch(editor.state.tr.insertText(letters))
/** Presses a key by its name, with what is held down beside it. */
export const key = ({ editor: { view } }: Desk, name: string, held: KeyboardEventInit = {}): void =>
  void view.someProp('handleKeyDown', (handle) =>
    handle(view, new KeyboardEvent('keydown', { key: name, ...held })),
  )
/** Copies or cuts what is selected, as the browser does; gives back what lies on the clipboard then, as a page. */
export function clip(view: EditorView, how: 'copy' | 'cut'): string {
  let html = ''
  const clipboardData = {
    clearData: () => undefined,
    setData: (type: string, said: string) => {
      if (type === 'text/html') html = said
    },
  }
  view.dom.dispatchEvent(
    Object.assign(new Event(how, { bubbles: true, cancelable: true }), { clipboardData }),
  )
  return html
}
/** What is pasted into a desk; documents of tests have no clipboard of their own. */
export function paste({ editor: { view } }: Desk, html: string): void {
  vi.stubGlobal('ClipboardEvent', Event)
  view.pasteHTML(html)
}
/** Types as the browser does: each letter is offered to the plugins first. */
export function press({ editor: { view } }: Desk, letters: string): void {
  for (const letter of letters) {
    const { from, to } = view.state.selection
    const insert = () => view.state.tr.insertText(letter, from, to)
    const isTaken = view.someProp('handleTextInput', (handle) =>
      handle(view, from, to, letter, insert),
    )
    if (!isTaken) view.dispatch(insert())
  }
}

/** Selects from the start of the block with these words to the end of another. */
export function select({ editor }: Desk, first: string, last = first): void {
  let [from, to] = [0, 0]
  editor.state.doc.descendants((node, position) => {
    if (!node.isTextblock) return
    if (node.textContent === first) from = position + 1
    if (node.textContent === last) to = position + 1 + node.content.size
  })
  editor.commands.setTextSelection({ from, to })
}
/** The letters of a block, with a sign for each that is none. */
const lettersOf = (block: Node): string =>
  block.textBetween(0, block.content.size, undefined, '\uFFFC')

/** Puts the caret behind these words. */
export function behind({ editor }: Desk, words: string): void {
  editor.state.doc.descendants((node, position) => {
    const at = node.isTextblock ? lettersOf(node).indexOf(words) : -1
    if (at >= 0) editor.commands.setTextSelection(position + 1 + at + words.length)
  })
}
/** Where a caret of theirs can be. */
export function caretsIn({ editor }: Desk): number[] {
  const carets: number[] = []
  editor.state.doc.descendants((node, position) => {
    if (node.isTextblock)
      for (let at = 0; at <= node.content.size; at += 1) carets.push(position + 1 + at)
    return false
  })
  return carets
}
/** The words before the caret in its block. */
export const beforeCaret = ({ editor: { state } }: Desk): string =>
  lettersOf(state.selection.$head.parent).slice(0, state.selection.$head.parentOffset)
