/** Where the selection is in a flow, so that it stays with its letters whatever others do. */
import type { Node } from '@tiptap/pm/model'
import { type EditorState, type Selection, TextSelection } from '@tiptap/pm/state'
import * as Y from 'yjs'
import { tableOf } from '#shared/copies/doc-copies'
import { caretAt, indexOf, startAt } from '#shared/flow/carets'
import type { LetterId } from '#shared/flow/ids'
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
  const end = caretAt(flow, indexAt(selection.to))
  if (selection.empty) return { flow, anchor: end, head: end }
  const start = startAt(flow, indexAt(selection.from))
  const isForward = selection.anchor <= selection.head
  return isForward ? { flow, anchor: start, head: end } : { flow, anchor: end, head: start }
}

/** The selection of a place in a document that is drawn from its flow as it is now. */
export function selectionAt(drawn: Node, { flow, anchor, head }: SelectedPlace): Selection {
  const positionOf = positionsIn(flow, drawn)
  const at = (place: Y.RelativePosition) => positionOf(indexOf(flow, place))
  return TextSelection.between(drawn.resolve(at(anchor)), drawn.resolve(at(head)))
}

/** The place behind the copy of a letter that stands in the same flow, where the letter itself does not. */
function followed(place: Y.RelativePosition, flow: Y.Text): Y.RelativePosition {
  const { item, assoc } = place
  const { doc } = flow
  if (!doc || !item) return place
  const stands = ({ client, clock }: LetterId) => {
    if (clock >= Y.getState(doc.store, client)) return false
    const { deleted, parent } = Y.getItem(doc.store, Y.createID(client, clock))
    return !deleted && Object.is(parent, flow)
  }
  const living = stands(item) ? undefined : tableOf(doc).livingCopyOf(item, stands)
  return living
    ? new Y.RelativePosition(null, null, Y.createID(living.client, living.clock), assoc)
    : place
}

/** The same place where its letters are now: moved, or brought back. */
export const placeNow = ({ flow, anchor, head }: SelectedPlace): SelectedPlace => ({
  flow,
  anchor: followed(anchor, flow),
  head: followed(head, flow),
})

/** Puts the selection there and the focus with it, in whichever editor of the page holds the flow. */
export const goTo = (editors: PageEditors, noted: SelectedPlace): void =>
  editors.seek(noted.flow, (view) => {
    const place = placeNow(noted)
    view.dispatch(view.state.tr.setSelection(selectionAt(view.state.doc, place)).scrollIntoView())
    view.focus()
  })
