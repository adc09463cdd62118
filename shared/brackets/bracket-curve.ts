/** The curve of a day's brackets: one line for several texts. */
import type { BracketMoment } from '../domain/bracket-moment.ts'

/** So many moments draw a day; of more than that every so-manieth is left out. */
const mostMoments = 240

/**
 * Adds up the counts of several texts, each given by its moments in their order. A text that came later counts from the
 * start with what it came with: its coming is no change in what is agreed. The curve begins where the first text does.
 */
export function bracketCurve(texts: readonly (readonly BracketMoment[])[]): BracketMoment[] {
  const counts = texts.map(([first]) => first?.count ?? 0)
  const sum = () => counts.reduce((all, each) => all + each, 0)
  const changes = texts
    .flatMap((moments, text) => moments.map((moment) => ({ ...moment, text })))
    .toSorted((one, other) => one.at.localeCompare(other.at))
  const curve: BracketMoment[] = []
  for (const [index, { at, count, text }] of changes.entries()) {
    counts[text] = count
    const isLastOfInstant = changes[index + 1]?.at !== at
    if (isLastOfInstant && curve.at(-1)?.count !== sum()) curve.push({ at, count: sum() })
  }
  const step = Math.ceil(curve.length / mostMoments)
  return curve.filter((_, index) => index % step === 0 || index === curve.length - 1)
}
