/**
 * Moves blocks past their neighbours: those that the selection touches, items with all that lies in them. They stay the same blocks, and
 * their words whose they are.
 *
 * Before: items `1`, `2` with `(a)` in it, `3`; the caret in `3`. After Alt+Up: `1`, `3`, `2` with its `(a)`.
 */
import type { Node } from '@tiptap/pm/model'
import { type Command, type EditorState, NodeSelection, TextSelection } from '@tiptap/pm/state'
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

/** The blocks that move. */
function movedIn({ doc, selection: { $from, $to } }: EditorState): Stretch {
  const first = $from.index(0)
  // A node that is selected ends before the next one.
  let last = $to.depth === 0 ? $to.index(0) - 1 : $to.index(0)
  const depth = depthOf(doc.child(first))
  if (depth > 0) while (last + 1 < doc.childCount && depthOf(doc.child(last + 1)) > depth) last += 1
  return { first, last: Math.max(first, last) }
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

/** Puts the selected blocks before what stands above them, or behind what stands below. */
export const moveBlock =
  (by: -1 | 1): Command =>
  (state, dispatch) => {
    const { doc, selection } = state
    const moved = movedIn(state)
    const over = passed(doc, moved, by)
    if (!over) return true
    const start = selection.$from.posAtIndex(moved.first, 0)
    const end = start + sizeOf(doc, moved)
    const nodes = doc.slice(start, end).content
    const at = by < 0 ? start - sizeOf(doc, over) : start + sizeOf(doc, over)
    const transaction = state.tr
      .delete(start, end)
      .insert(at, nodes)
      .setMeta(movedKey, { from: start, to: end })
    const place = (position: number) => position - start + at
    transaction.setSelection(
      selection instanceof NodeSelection
        ? NodeSelection.create(transaction.doc, place(selection.from))
        : TextSelection.create(transaction.doc, place(selection.anchor), place(selection.head)),
    )
    dispatch?.(transaction.scrollIntoView())
    return true
  }
