/**
 * Whether two sets of changes to one text are to the same words.
 *
 * `The budget is public`: one deletes "budget", another inserts "annual " before it: they compete. One who inserts " now" at the end
 * competes with neither; with another who inserts something there they do. Who removes a row competes with whoever changes words in it.
 */
import { nameOf } from '../flow/ids.ts'
import { ownDeleted } from './changes.ts'
import type { Comparison } from './compare.ts'
import { holdersOf, tableTies } from './entries.ts'
import type { Letter } from './letters.ts'
import { eachThen, type Span } from './spans.ts'

/** What changes are to. */
export interface Touched {
  /** Letters deleted or formatted, and blocks whose looks change. */
  readonly names: ReadonlySet<string>
  /** Where something is inserted: the letters to both sides. */
  readonly gaps: readonly (readonly [left: string, right: string])[]
  /** Rows, columns and tables that go. */
  readonly gone: ReadonlySet<string>
  /** Those in which something else changes. */
  readonly within: ReadonlySet<string>
}

/** The nearest letter that stood before or behind a place. */
function nextThen(spans: readonly Span[], at: number, step: 1 | -1): Letter | undefined {
  let next = at + step
  for (let span = spans[next]; span; span = spans[next]) {
    const letter = eachThen(span, step > 0 ? 'start' : 'end').next()
    if (!letter.done) return letter.value
    next += step
  }
  return undefined
}

/** What the changes of a comparison are to. */
export function touchedBy({ flows, tables, changes }: Comparison): Touched {
  const [names, gone, within] = [new Set<string>(), new Set<string>(), new Set<string>()]
  const gaps: [string, string][] = []
  for (const { parts } of changes) {
    for (const part of parts) {
      if (part.type === 'entry') {
        if (!part.is) gone.add(`${part.axis} ${part.id}`)
        else if (part.was) names.add(`${part.axis} ${part.id}`)
        else within.add(`table ${part.table}`)
        continue
      }
      const { flow } = part
      const spans = flows.find((each) => each.flow === flow)?.spans ?? []
      for (const holder of holdersOf(tables, flow)) within.add(holder)
      if (part.type === 'words') for (const table of tableTies(ownDeleted(part))) gone.add(table)
      if (part.type === 'looks') names.add(`looks ${part.blockId}`)
      else if (part.type === 'formatting')
        for (const { id } of part.span.was.slice(part.from, part.to)) names.add(nameOf(id))
      else if (part.span.deleted.length > 0)
        for (const { id } of part.span.deleted) names.add(nameOf(id))
      else {
        const at = spans.indexOf(part.span)
        const left = nextThen(spans, at, -1)
        const right = nextThen(spans, at, 1)
        gaps.push([
          left ? nameOf(left.id) : `start of ${flow}`,
          right ? nameOf(right.id) : `end of ${flow}`,
        ])
      }
    }
  }
  return { names, gaps, gone, within }
}

/** Whether two say the same, so that nobody need look again. */
export function isSameTouched(one: Touched, other: Touched): boolean {
  const isSame = (a: ReadonlySet<string>, b: ReadonlySet<string>) =>
    a.size === b.size && [...a].every((name) => b.has(name))
  return (
    one === other ||
    (isSame(one.names, other.names) &&
      isSame(one.gone, other.gone) &&
      isSame(one.within, other.within) &&
      isSame(new Set(one.gaps.map(String)), new Set(other.gaps.map(String))))
  )
}

/** Of two amendments to the same base. */
export function competes(one: Touched, other: Touched): boolean {
  const isInto = (inserting: Touched, changing: Touched): boolean =>
    inserting.gaps.some(([left, right]) => changing.names.has(left) || changing.names.has(right))
  const isGoneUnder = (going: Touched, changing: Touched): boolean =>
    [...going.gone].some(
      (name) => changing.gone.has(name) || changing.within.has(name) || changing.names.has(name),
    )
  return (
    isGoneUnder(one, other) ||
    isGoneUnder(other, one) ||
    [...one.names].some((name) => other.names.has(name)) ||
    one.gaps.some(([left]) => other.gaps.some(([to]) => to === left)) ||
    isInto(one, other) ||
    isInto(other, one)
  )
}
