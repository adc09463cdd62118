/**
 * Moves blocks past their neighbours: those that the selection touches, items with all that lies in them. They stay the same blocks, and
 * their words whose they are.
 *
 * Before: items `1`, `2` with `(a)` in it, `3`; the caret in `3`. After Alt+Up: `1`, `3`, `2` with its `(a)`.
 */
import type { Node } from '@tiptap/pm/model'
import {
  type Command,
  type EditorState,
  NodeSelection,
  Selection,
  TextSelection,
  type Transaction,
} from '@tiptap/pm/state'
import { movedKey } from './copied-runs.ts'
import { looksIn } from './flow-schema.ts'

const depthOf = (node: Node | undefined): number => {
  if (!node?.isTextblock) return 0
  const { depth, list } = looksIn(node.attrs)
  return depth ?? (list === undefined ? 0 : 1)
}

interface Stretch {
  /** Places among the children of the document, both included. */
  readonly first: number
  readonly last: number
}

/** A stretch with what lies in the items that it begins with. */
function withNested(doc: Node, { first, last }: Stretch): Stretch {
  const depth = depthOf(doc.child(first))
  let end = last
  if (depth > 0) while (end + 1 < doc.childCount && depthOf(doc.child(end + 1)) > depth) end += 1
  return { first, last: Math.max(first, end) }
}

/** The blocks that move. */
function movedIn({ doc, selection: { $from, $to } }: EditorState): Stretch {
  const first = $from.index(0)
  // A node that is selected ends before the next one.
  const last = $to.depth === 0 ? $to.index(0) - 1 : $to.index(0)
  return withNested(doc, { first, last })
}

/** What they move past: one neighbour, of items with all that lies in it; undefined at the edge of the document. */
function passed(doc: Node, { first, last }: Stretch, by: -1 | 1): Stretch | undefined {
  const depth = depthOf(doc.child(first))
  if (by < 0) {
    let above = first - 1
    while (depth > 0 && above > 0 && depthOf(doc.child(above)) > depth) above -= 1
    return above < 0 ? undefined : { first: above, last: first - 1 }
  }
  let below = last + 1
  if (below >= doc.childCount) return undefined
  const beside = depthOf(doc.child(below))
  while (depth > 0 && below + 1 < doc.childCount && depthOf(doc.child(below + 1)) > beside)
    below += 1
  return { first: last + 1, last: below }
}

const sizeOf = (doc: Node, { first, last }: Stretch): number => {
  let size = 0
  for (let at = first; at <= last; at += 1) size += doc.child(at).nodeSize
  return size
}

/** Where a child of the document begins, or where one behind the last would. */
const startOf = (doc: Node, index: number): number => sizeOf(doc, { first: 0, last: index - 1 })

/** Takes a stretch away and puts it to a position of what is left; `placed` gives the selection, told how far what moved lies from before. */
function moved(
  { doc, tr }: EditorState,
  stretch: Stretch,
  at: number,
  placed: (after: Node, by: number) => Selection,
): Transaction {
  const start = startOf(doc, stretch.first)
  const end = start + sizeOf(doc, stretch)
  const transaction = tr
    .delete(start, end)
    .insert(at, doc.slice(start, end).content)
    .setMeta(movedKey, { from: start, to: end })
  return transaction.setSelection(placed(transaction.doc, at - start)).scrollIntoView()
}

/** Puts the selected blocks before what stands above them, or behind what stands below. */
export const moveBlock =
  (by: -1 | 1): Command =>
  (state, dispatch) => {
    const { doc, selection } = state
    const stretch = movedIn(state)
    const over = passed(doc, stretch, by)
    if (!over) return true
    const start = startOf(doc, stretch.first)
    const at = by < 0 ? start - sizeOf(doc, over) : start + sizeOf(doc, over)
    dispatch?.(
      moved(state, stretch, at, (after, far) =>
        selection instanceof NodeSelection
          ? NodeSelection.create(after, selection.from + far)
          : TextSelection.create(after, selection.anchor + far, selection.head + far),
      ),
    )
    return true
  }

/**
 * Puts a block, with what lies in it, before another child of the document, or behind the last; the caret goes to its beginning. False
 * where it stands there already.
 */
export const moveBlockTo =
  (index: number, before: number): Command =>
  (state, dispatch) => {
    const { doc } = state
    const stretch = withNested(doc, { first: index, last: index })
    if (before >= stretch.first && before <= stretch.last + 1) return false
    const size = before > stretch.last ? sizeOf(doc, stretch) : 0
    const at = startOf(doc, before) - size
    dispatch?.(moved(state, stretch, at, (after) => Selection.near(after.resolve(at + 1))))
    return true
  }
