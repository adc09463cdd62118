/** Where the selection is in a flow, so that it stays with its letters whatever others do. */
import type { Node } from '@tiptap/pm/model'
import { type EditorState, type Selection, TextSelection } from '@tiptap/pm/state'
import type * as Y from 'yjs'
import { caretAt, indexOf } from '#shared/flow/carets'
import { indicesIn, positionsIn } from './draw.ts'
import type { PageEditors } from './page-editors.ts'

export interface SelectedPlace {
  readonly flow: Y.Text
  readonly anchor: Y.RelativePosition
  readonly head: Y.RelativePosition
}

/** The place of an editor's selection; `flow` is as it was when the editor's document was drawn from it. */
export function placeOf({ selection, doc }: EditorState, flow: Y.Text): SelectedPlace {
  const indexAt = indicesIn(flow, doc)
  const at = (position: number) => caretAt(flow, indexAt(position))
  const anchor = at(selection.anchor)
  return { flow, anchor, head: selection.empty ? anchor : at(selection.head) }
}

/** The selection of a place in a document that is drawn from its flow as it is now. */
export function selectionAt(drawn: Node, { flow, anchor, head }: SelectedPlace): Selection {
  const positionOf = positionsIn(flow, drawn)
  const at = (place: Y.RelativePosition) => positionOf(indexOf(flow, place))
  return TextSelection.create(drawn, at(anchor), at(head))
}

/** Puts the selection there and the focus with it, in whichever editor of the page holds the flow. */
export const goTo = (editors: PageEditors, place: SelectedPlace): void =>
  editors.seek(place.flow, (view) => {
    view.dispatch(view.state.tr.setSelection(selectionAt(view.state.doc, place)).scrollIntoView())
    view.focus()
  })
