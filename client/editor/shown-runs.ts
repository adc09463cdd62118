/** Comments, authors and amendments, given as ranges of the flat text, as runs of the flow that an editor shows. */
import type * as Y from 'yjs'
import { blocksOf } from '#shared/flow/blocks'
import type { FlatPlaces } from '#shared/flow/flat-places'
import { isAtBreak, movedPassages } from '#shared/text/amendment-passages'
import type { TextMarks } from '../amendments/mark.ts'
import marks from '../authorship/authorship.module.css'
import type { ShownRun } from '../authorship/shown-authors.ts'
import type { Run } from '../flow/runs.ts'
import type { WordsHighlight } from '../threads/highlight.ts'
import { cardId } from '../threads/places.ts'
import { barRuns, type PlacedMark, passageRuns } from './amendment-runs.ts'
import styles from './editor.module.css'

/** The flow of an editor, its name, and where the flat text stands in it. */
export interface ShownFlow {
  readonly flow: Y.Text
  readonly name: string
  readonly places: FlatPlaces
}

interface Range {
  readonly start: number
  readonly end: number
}

/** A range of the flat text in the flow; nothing where it lies in another. */
export function rangeIn({ name, places }: ShownFlow, { start, end }: Range): Range | undefined {
  const [first, last] = [places.placeBefore(start), places.placeBehind(end)]
  return first.flow === name && last.flow === name && first.index < last.index
    ? { start: first.index, end: last.index }
    : undefined
}

export const commentRuns = (shown: ShownFlow, highlights: readonly WordsHighlight[]): Run[] =>
  highlights.flatMap(({ threadId, isActive, hasCard, ...flat }): Run[] => {
    const range = rangeIn(shown, flat)
    if (!range) return []
    const attributes = {
      nodeName: 'mark',
      class: `${styles['highlight']} ${isActive ? styles['activeHighlight'] : ''}`,
      'data-thread': threadId,
      ...(hasCard ? { 'aria-details': cardId(threadId) } : {}),
    }
    return [{ is: 'range', ...range, attributes }]
  })

export const authorRunsIn = (shown: ShownFlow, authors: readonly ShownRun[]): Run[] =>
  authors.flatMap(({ author, ...flat }): Run[] => {
    const range = rangeIn(shown, flat)
    if (!range) return []
    const { name, code, colour, line } = author
    const style = `--author: ${colour}`
    return [
      {
        is: 'range',
        ...range,
        attributes: {
          nodeName: 'span',
          class: marks['words'] ?? '',
          style,
          title: name,
          'data-author': name,
          'data-line': line,
        },
      },
      // On one letter alone: somebody's cursor parts a run, and the code stands only where it begins.
      {
        is: 'range',
        start: range.start,
        end: range.start + 1,
        attributes: { nodeName: 'span', class: marks['code'] ?? '', style, 'data-code': code },
      },
    ]
  })

/** Tells where the block begins that an index is in. */
function startIn(flow: Y.Text): (index: number) => number {
  const blocks = blocksOf(flow)
  return (index) => (blocks.find(({ to }) => index <= to) ?? blocks.at(-1))?.from ?? 0
}

/** Marks that were compared in another flat text are moved to this one first. */
export function amendmentRuns(shown: ShownFlow, given: TextMarks | undefined, flat: string): Run[] {
  if (!given) return []
  const { look } = given
  const { flow, name, places } = shown
  const placed = movedPassages(given.marks, given.flat, flat).flatMap((mark): PlacedMark[] => {
    const at = isAtBreak(mark) ? places.placeBefore(mark.end) : places.placeBehind(mark.end)
    if (at.flow !== name) return []
    const struck = mark.start < mark.end ? rangeIn(shown, mark) : undefined
    return [{ mark, start: struck?.start ?? at.index, end: struck?.end ?? at.index }]
  })
  return [
    ...(look === 'markup' ? placed.flatMap(passageRuns) : []),
    ...barRuns(placed, look, startIn(flow)),
  ]
}
