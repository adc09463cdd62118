/** Enter and Backspace on flows: commands of the editor whose steps put and delete whole edges, and move no letter. */
import { Extension } from '@tiptap/core'
import { type Command, TextSelection } from '@tiptap/pm/state'
import { looksIn } from './flow-schema.ts'

/** A new block beside one: same list, and behind a heading a paragraph. */
const beside = (attributes: Readonly<Record<string, unknown>>, isBehind: boolean) => ({
  ...attributes,
  blockId: null,
  start: null,
  ...(isBehind && looksIn(attributes).kind === 'heading' && { kind: null, level: null }),
})

/** At the end of a block a whole one comes behind it, at its start one before it; elsewhere it is split. */
export const enter: Command = (state, dispatch) => {
  const transaction = state.selection.empty ? state.tr : state.tr.deleteSelection()
  const { $from } = transaction.selection
  const { parent, depth } = $from
  if (depth === 0) return false
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

/** At the start of a block: an item leaves its list, an empty block goes, and else two blocks become one. */
export const backspace: Command = (state, dispatch) => {
  const { $from, empty } = state.selection
  if (!empty || $from.depth === 0 || $from.parentOffset > 0) return false
  const { tr, doc } = state
  const start = $from.before()
  if (looksIn($from.parent.attrs).list !== undefined) {
    dispatch?.(tr.setNodeAttribute(start, 'list', null).setNodeAttribute(start, 'depth', null))
    return true
  }
  const { nodeBefore: above } = doc.resolve(start)
  if (!above) return false
  if (above.content.size === 0) tr.delete(start - above.nodeSize, start)
  else if ($from.parent.content.size === 0) {
    tr.delete(start, $from.after())
    tr.setSelection(TextSelection.create(tr.doc, start - 1))
  } else tr.delete(start - 1, start + 1)
  dispatch?.(tr.scrollIntoView())
  return true
}

export const FlowKeys = Extension.create({
  name: 'flowKeys',
  priority: 1000,
  addKeyboardShortcuts() {
    const run = (command: Command) => () =>
      command(this.editor.state, this.editor.view.dispatch, this.editor.view)
    return { Enter: run(enter), Backspace: run(backspace) }
  },
})
