/**
 * Whether two sets of changes to one text are to the same words.
 *
 * `The budget is public`: one deletes "budget", another inserts "annual " before it: they compete. One who inserts " now" at the end
 * competes with neither; with another who inserts something there they do.
 */
import { nameOf } from '../flow/ids.ts'
import type { Comparison } from './compare.ts'
import { lettersThen } from './spans.ts'

/** What changes are to. */
interface Touched {
  /** Letters deleted or formatted, and blocks whose looks change. */
  readonly names: ReadonlySet<string>
  /** Where something is inserted: the letters to both sides. */
  readonly gaps: readonly (readonly [left: string, right: string])[]
}

function touchedBy({ flows, changes }: Comparison): Touched {
  const names = new Set<string>()
  const gaps: [string, string][] = []
  for (const { flow, parts } of changes) {
    const spans = flows.find((each) => each.flow === flow)?.spans ?? []
    for (const part of parts) {
      if (part.type === 'looks') names.add(`looks ${part.blockId}`)
      else if (part.type === 'formatting')
        for (const { id } of part.span.was.slice(part.from, part.to)) names.add(nameOf(id))
      else if (part.span.deleted.length > 0)
        for (const { id } of part.span.deleted) names.add(nameOf(id))
      else {
        const at = spans.indexOf(part.span)
        const left = spans.slice(0, at).flatMap(lettersThen).at(-1)
        const right = spans.slice(at).flatMap(lettersThen)[0]
        gaps.push([
          left ? nameOf(left.id) : `start of ${flow}`,
          right ? nameOf(right.id) : `end of ${flow}`,
        ])
      }
    }
  }
  return { names, gaps }
}

/** Both compared with the same base. */
export function competes(a: Comparison, b: Comparison): boolean {
  const [one, other] = [touchedBy(a), touchedBy(b)]
  const isInto = (inserting: Touched, changing: Touched): boolean =>
    inserting.gaps.some(([left, right]) => changing.names.has(left) || changing.names.has(right))
  return (
    [...one.names].some((name) => other.names.has(name)) ||
    one.gaps.some(([left]) => other.gaps.some(([to]) => to === left)) ||
    isInto(one, other) ||
    isInto(other, one)
  )
}
