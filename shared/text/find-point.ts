/** Finds one point of an alternative in the comparison with the majority text, and says whether it can be put there by itself. */

import { hasWholeBrackets } from '../brackets/whole-brackets.ts'
import type { TextContent } from '../domain/content.ts'
import type { BlockLook } from './block-looks.ts'
import {
  type ComparedPart,
  type ComparisonRow,
  compareTexts,
  type Point,
} from './text-comparison.ts'

type PointPart = Extract<ComparedPart, { kind: 'point' }>

export interface FoundPoint {
  readonly row: ComparisonRow
  readonly part: PointPart
  readonly look: BlockLook
}

/** Undefined when the point is not there any more. */
export function findPoint(
  majority: TextContent,
  alternative: TextContent,
  point: Point,
): FoundPoint | undefined {
  for (const row of compareTexts(majority, [alternative])) {
    const [passage] = row.alternatives
    for (const part of passage?.parts ?? [])
      if (
        passage &&
        part.kind === 'point' &&
        part.point.struck === point.struck &&
        part.point.put === point.put &&
        part.point.occurrence === point.occurrence
      )
        return { row, part, look: passage.look }
  }
  return undefined
}

/** Whether a point can become an amendment by itself: no bracket of it begins or ends in another paragraph. */
export const isPuttable = ({ struck, put }: PointPart): boolean =>
  hasWholeBrackets(struck) && hasWholeBrackets(put)

/** Why a point cannot be put into the majority text as it stands; undefined when it can. */
export function whyNotPutPoint(
  majority: TextContent,
  alternative: TextContent,
  point: Point,
): 'point-gone' | 'point-not-whole' | undefined {
  const found = findPoint(majority, alternative, point)
  if (!found) return 'point-gone'
  return isPuttable(found.part) ? undefined : 'point-not-whole'
}
