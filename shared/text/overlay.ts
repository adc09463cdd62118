/** One paragraph of the majority text with what all alternatives strike and put, in one line of reading. */
import type { Inline } from '../domain/content.ts'
import { flatInlines } from './flat-words.ts'
import { sliceInlines } from './slice-inlines.ts'
import type { ComparedPart, ComparisonRow } from './text-comparison.ts'

type PointPart = Extract<ComparedPart, { kind: 'point' }>

/** Words of the majority with the alternatives that strike them, or a point of one alternative, where its struck words end. */
export type OverlaidPart =
  | {
      readonly kind: 'majority'
      readonly inlines: readonly Inline[]
      /** Places of the alternatives that have not these words. */
      readonly struckBy: readonly number[]
    }
  | { readonly kind: 'point'; readonly alternative: number; readonly part: PointPart }

/** Lays the alternatives of a row over the majority. */
export function overlaid({ majority, alternatives }: ComparisonRow): OverlaidPart[] {
  const inlines = majority?.inlines ?? []
  const { length } = flatInlines(inlines)
  const points = alternatives.flatMap((passage, alternative) =>
    (passage?.parts ?? []).flatMap((part) =>
      part.kind === 'point'
        ? [{ alternative, part, start: part.start, end: part.start + part.point.struck.length }]
        : [],
    ),
  )
  const edges = [...new Set([0, length, ...points.flatMap(({ start, end }) => [start, end])])]
  const parts: OverlaidPart[] = []
  edges
    .toSorted((a, b) => a - b)
    .forEach((edge, index, sorted) => {
      for (const { alternative, part, end } of points)
        if (end === edge) parts.push({ kind: 'point', alternative, part })
      const next = sorted[index + 1]
      if (next === undefined) return
      const struckBy = points
        .filter(({ part, start, end }) => !part.form && start <= edge && end >= next)
        .map(({ alternative }) => alternative)
      parts.push({ kind: 'majority', inlines: sliceInlines(inlines, edge, next), struckBy })
    })
  return parts
}
