/**
 * Places that stay where they are while others edit: a caret, and the end of a range, hold on to the letter on their left. A caret behind "one" stays behind "one", whatever anybody types, splits or brackets there.
 */
import * as Y from 'yjs'

export const caretAt = (flow: Y.Text, index: number): Y.RelativePosition =>
  Y.createRelativePositionFromTypeIndex(flow, index, -1)

/** Where it is now; where its letter was, when that was deleted. */
export function indexOf(flow: Y.Text, place: Y.RelativePosition): number {
  if (!flow.doc) throw new Error('a flow is a root of its document')
  return Y.createAbsolutePositionFromRelativePosition(place, flow.doc, false)?.index ?? 0
}
