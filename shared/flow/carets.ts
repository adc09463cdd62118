/**
 * Places that stay where they are while others edit: a caret, and the end of a range, hold on to the letter on their left; the start of
 * a range to the one on its right. A caret behind "one" stays behind "one", whatever anybody types, splits or brackets there, and what is put
 * beside a selected word is not selected.
 */
import * as Y from 'yjs'

export const caretAt = (flow: Y.Text, index: number): Y.RelativePosition =>
  Y.createRelativePositionFromTypeIndex(flow, index, -1)

export const startAt = (flow: Y.Text, index: number): Y.RelativePosition =>
  Y.createRelativePositionFromTypeIndex(flow, index, 0)

/** Where it is now; where its letter was, when that was deleted. */
export function indexOf(flow: Y.Text, place: Y.RelativePosition): number {
  if (!flow.doc) throw new Error('a flow is a root of its document')
  return Y.createAbsolutePositionFromRelativePosition(place, flow.doc, false)?.index ?? 0
}
