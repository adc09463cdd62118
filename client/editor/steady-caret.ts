/**
 * What others put exactly at one's caret comes in behind it, so that two who type at one place get two whole sentences:
 * y-prosemirror ties a caret to the letter on its right, and each would go on typing behind the other's last letter.
 */
import { Extension } from '@tiptap/core'
import type { ResolvedPos } from '@tiptap/pm/model'
import { type EditorState, Plugin, PluginKey, TextSelection } from '@tiptap/pm/state'
import { getRelativeSelection, ProsemirrorBinding, ySyncPluginKey } from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import { elementsAt, holdAt, placeIn, rowOf } from './block-texts.ts'

const left = -1

/** The place as one behind what stands on its left; undefined where Yjs has no such place. */
function behindLeft(root: Y.XmlFragment, place: ResolvedPos): Y.RelativePosition | undefined {
  const block = place.parent.isTextblock ? elementsAt(root, place)?.at(-1) : undefined
  if (!block) return undefined
  const { runs, others } = rowOf(block)
  let rest = place.parentOffset
  for (const [index, run] of runs.entries()) {
    const at = placeIn(run, rest)
    const behind = at && holdAt(at).behind
    if (behind) return new Y.RelativePosition(null, null, behind, left)
    if (at || rest === 0) return behindElement(block, others[index - 1])
    for (const { length } of run) rest -= length
    // The edge of a bracket or the line break behind the words.
    rest -= 1
  }
  return undefined
}

/** Behind one of the elements in a block, or at its start. */
const behindElement = (
  block: Y.XmlElement,
  before: Y.XmlElement | undefined,
): Y.RelativePosition => {
  const index = before ? block.toArray().indexOf(before) + 1 : 0
  return Y.createRelativePositionFromTypeIndex(block, index, left)
}

/** A caret, and the end of a selection, hold on to what is on their left; the start of a selection to what is on its right. */
function heldSelection(binding: ProsemirrorBinding, state: EditorState) {
  const held = getRelativeSelection(binding, state)
  const { selection } = state
  if (!(selection instanceof TextSelection)) return held
  const end = behindLeft(binding.type, selection.$to)
  if (!end) return held
  return {
    ...held,
    ...(selection.anchor === selection.to && { anchor: end }),
    ...(selection.head === selection.to && { head: end }),
  }
}

export const SteadyCaret = Extension.create({
  name: 'steadyCaret',
  // After the collaboration extension has noted the selection.
  priority: 999,
  addProseMirrorPlugins: () => [
    new Plugin({
      key: new PluginKey('steadyCaret'),
      view(view) {
        const { binding } = ySyncPluginKey.getState(view.state)
        if (!(binding instanceof ProsemirrorBinding)) return {}
        const { doc } = binding
        let isFirst = false
        const begin = () => {
          isFirst = true
        }
        const hold = ({ origin }: Y.Transaction) => {
          // Others begin while the editor is behind the text.
          if (!isFirst) return
          isFirst = false
          // Words that undo brings back stand before the caret, as if they had just been typed.
          binding.beforeTransactionSelection =
            origin instanceof Y.UndoManager
              ? getRelativeSelection(binding, view.state)
              : heldSelection(binding, view.state)
        }
        doc.on('beforeAllTransactions', begin)
        doc.on('beforeTransaction', hold)
        return {
          destroy() {
            doc.off('beforeAllTransactions', begin)
            doc.off('beforeTransaction', hold)
          },
        }
      },
    }),
  ],
})
