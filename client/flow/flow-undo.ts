/** Undo and redo of one's own acts: by key, and as commands for buttons. The caret goes back to where the act was. */
import { type Command, Extension } from '@tiptap/core'
import type * as Y from 'yjs'
import type { Undo } from '#shared/flow/undo'
import type { SelectedPlace } from './selected-place.ts'

interface UndoOptions {
  readonly undo: Undo<SelectedPlace> | undefined
  /** Whether a document is edited on the page now: what was frozen meanwhile is passed over. */
  readonly mayEdit: (doc: Y.Doc) => boolean
  /** Puts the caret there, in whichever editor of the page holds the flow. */
  readonly goTo: (place: SelectedPlace) => void
}

export const FlowUndo = Extension.create<UndoOptions>({
  name: 'flowUndo',
  addOptions: () => ({ undo: undefined, mayEdit: () => true, goTo: () => undefined }),
  // What is typed in one editor of the page is not taken back with what was typed in another.
  onFocus() {
    this.options.undo?.close()
  },
  addCommands() {
    const { undo, mayEdit, goTo } = this.options
    const take =
      (way: 'undo' | 'redo'): (() => Command) =>
      () =>
      ({ tr, dispatch }) => {
        if (!dispatch) return true
        // The flow is written, and the editor drawn from it.
        tr.setMeta('preventDispatch', true)
        const place = undo?.[way](mayEdit)
        if (place) goTo(place)
        return place !== undefined
      }
    return { undo: take('undo'), redo: take('redo') }
  },
  addKeyboardShortcuts() {
    // Where there is nothing to take back the browser must not take back what it remembers.
    const run = (way: 'undo' | 'redo') => () => {
      this.editor.commands[way]()
      return true
    }
    return { 'Mod-z': run('undo'), 'Mod-y': run('redo'), 'Mod-Shift-z': run('redo') }
  },
})
