/** Keys that lead out of a cell: Tab to the next one, Shift-Tab to the one before, Escape to what is around the table. */
import { Extension } from '@tiptap/core'

export interface CellMoves {
  /** To the cell so many further; out of the table behind the last and before the first. */
  readonly move: (by: 1 | -1) => void
  readonly leave: () => void
}

export const CellKeys = Extension.create<CellMoves>({
  name: 'cellKeys',
  // Before Tab changes the depth of lists.
  priority: 1100,
  addOptions: () => ({ move: () => undefined, leave: () => undefined }),
  addKeyboardShortcuts() {
    const { move, leave } = this.options
    const run = (work: () => void) => () => {
      work()
      return true
    }
    return { Tab: run(() => move(1)), 'Shift-Tab': run(() => move(-1)), Escape: run(leave) }
  },
})
