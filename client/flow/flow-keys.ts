/** Keys on flows: commands whose steps put and delete whole edges or set looks, and move no letter. */
import { Extension } from '@tiptap/core'
import { type Command, NodeSelection, TextSelection } from '@tiptap/pm/state'
import { lift, outOfList, setLooksAt, sink, toggleHeading, toggleList } from './block-commands.ts'
import { looksIn, nodeNames } from './flow-schema.ts'
import { moveBlock } from './move-blocks.ts'

/** A new block beside one: same list, and behind a heading a paragraph. */
const beside = (attributes: Readonly<Record<string, unknown>>, isBehind: boolean) => ({
  ...attributes,
  blockId: null,
  isHalf: null,
  start: null,
  continues: null,
  label: null,
  ...(isBehind && looksIn(attributes).kind === 'heading' && { kind: null, level: null }),
})

/**
 * At the end of a block a whole one comes behind it, at its start one before it; elsewhere it is split. In an item without words
 * the list ends, one depth after the other.
 */
export const enter: Command = (state, dispatch) => {
  const transaction = state.selection.empty ? state.tr : state.tr.deleteSelection()
  const { $from } = transaction.selection
  const { parent, depth } = $from
  if (depth === 0) return false
  const isEmpty = parent.content.size === 0
  if (isEmpty && state.selection.empty && looksIn(parent.attrs).depth) return lift(state, dispatch)
  const isAtEnd = $from.parentOffset === parent.content.size
  const attributes = beside(parent.attrs, isAtEnd)
  if (isAtEnd) {
    transaction.insert($from.after(), parent.type.create(attributes))
    transaction.setSelection(TextSelection.create(transaction.doc, $from.after() + 1))
  } else if ($from.parentOffset === 0)
    transaction.insert($from.before(), parent.type.create(attributes))
  else transaction.split($from.pos, 1, [{ type: parent.type, attrs: attributes }])
  dispatch?.(transaction.scrollIntoView())
  return true
}

/** At the start of a block: an item leaves its list, a label goes, an empty block goes, and else two blocks become one. */
export const backspace: Command = (state, dispatch) => {
  const { $from, empty } = state.selection
  if (!empty || $from.depth === 0 || $from.parentOffset > 0) return false
  const { tr, doc } = state
  const start = $from.before()
  const looks = looksIn($from.parent.attrs)
  if (looks.depth !== undefined || looks.list !== undefined || looks.label !== undefined) {
    setLooksAt(tr, { position: start, looks }, outOfList)
    dispatch?.(tr.scrollIntoView())
    return true
  }
  const { nodeBefore: above } = doc.resolve(start)
  if (!above) return false
  // A table is selected first: a second press takes it out.
  if (!above.isTextblock) tr.setSelection(NodeSelection.create(doc, start - above.nodeSize))
  else if (above.content.size === 0) tr.delete(start - above.nodeSize, start)
  else if ($from.parent.content.size === 0) {
    tr.delete(start, $from.after())
    tr.setSelection(TextSelection.create(tr.doc, start - 1))
  } else tr.delete(start - 1, start + 1)
  dispatch?.(tr.scrollIntoView())
  return true
}

/** Delete at the end of a block: an empty one goes, and else the next block's letters go on in this one. */
export const deleteForward: Command = (state, dispatch) => {
  const { $from, empty } = state.selection
  const { parent, parentOffset, depth } = $from
  if (!empty || depth === 0 || parentOffset < parent.content.size) return false
  const { tr, doc } = state
  const end = $from.after()
  const { nodeAfter: next } = doc.resolve(end)
  if (!next) return false
  if (!next.isTextblock) tr.setSelection(NodeSelection.create(doc, end))
  else if (next.content.size === 0) tr.delete(end, end + next.nodeSize)
  else if (parent.content.size === 0) tr.delete($from.before(), end)
  else tr.delete(end - 1, end + 1)
  dispatch?.(tr.scrollIntoView())
  return true
}

const breakLine: Command = (state, dispatch) => {
  const type = state.schema.nodes[nodeNames.lineBreak]
  if (!type) return false
  dispatch?.(state.tr.replaceSelectionWith(type.create()).scrollIntoView())
  return true
}

export const FlowKeys = Extension.create({
  name: 'flowKeys',
  priority: 1000,
  addKeyboardShortcuts() {
    const run = (command: Command) => () =>
      command(this.editor.state, this.editor.view.dispatch, this.editor.view)
    return {
      Enter: run(enter),
      'Shift-Enter': run(breakLine),
      Backspace: run(backspace),
      Delete: run(deleteForward),
      Tab: run(sink),
      'Shift-Tab': run(lift),
      'Alt-ArrowUp': run(moveBlock(-1)),
      'Alt-ArrowDown': run(moveBlock(1)),
      'Mod-Alt-1': run(toggleHeading(1)),
      'Mod-Alt-2': run(toggleHeading(2)),
      'Mod-Alt-3': run(toggleHeading(3)),
      'Mod-Shift-7': run(toggleList('number')),
      'Mod-Shift-8': run(toggleList('bullet')),
    }
  },
})
