/** Whether two places of editors are one: an act that begins where the one before it ended goes on with it. */
import * as Y from 'yjs'
import type { SelectedPlace } from './selected-place.ts'

export const isSamePlace = (one: SelectedPlace, other: SelectedPlace): boolean =>
  one.flow === other.flow &&
  Y.compareRelativePositions(one.anchor, other.anchor) &&
  Y.compareRelativePositions(one.head, other.head)
