/**
 * How a text reads with some of the changes taken: with all of them as it is now, with none as it was then.
 *
 * Before `The budget is.`, changes c1 "budget" to "plan", c2 inserted " public". With c2 alone: `The budget is public.`
 */

import type * as Y from 'yjs'
import { type BlockLooks, looksAt } from '../flow/block-looks.ts'
import { blockKeys } from '../flow/flow-doc.ts'
import type { AxisEntry } from '../flow/tables.ts'
import type { Kept, Wanted, WantedFlow, WantedLetter } from '../flow/wanted.ts'
import type { Change, ChangePart } from './changes.ts'
import type { Comparison } from './compare.ts'
import { type EntryPart, entryParts } from './entries.ts'
import { blockIdOf, type Letter } from './letters.ts'
import { embedsIn, type Span, type Unchanged } from './spans.ts'

export interface Reading {
  /** The letters of each flow. */
  readonly flows: ReadonlyMap<string, WantedFlow>
  /** How each block looks. */
  readonly looks: ReadonlyMap<string, BlockLooks>
  /** Rows and columns that differ between the two moments, and what is to hold of each. */
  readonly entries: readonly (EntryPart & { readonly wanted: AxisEntry | undefined })[]
}

/** Those that were compared. */
export type Moments = readonly [then: Y.Snapshot, now: Y.Snapshot]

export const wantedThen = (letter: Letter): WantedLetter => ({
  id: letter.id,
  marks: letter.marksThen,
  isFixed: letter.stood,
})
export const wantedNow = (letter: Letter): WantedLetter => ({
  id: letter.id,
  marks: letter.marksNow,
  isFixed: letter.stood,
})

/** The parts of changes, by the span that they are in. */
export function partsBySpan(changes: Iterable<Change>): ReadonlyMap<Span, ChangePart[]> {
  const parts = new Map<Span, ChangePart[]>()
  for (const part of [...changes].flatMap((change) => change.parts)) {
    if (part.type === 'looks' || part.type === 'entry') continue
    parts.set(part.span, [...(parts.get(part.span) ?? []), part])
  }
  return parts
}

/** Letters that stayed, some with their new marks. */
export function wantedUnchanged(
  span: Unchanged,
  parts: readonly ChangePart[],
): readonly (Wanted | Kept)[] {
  if (span.pieces && parts.length === 0) return [{ kept: span.pieces }]
  const ranges = parts.filter((part) => part.type === 'formatting')
  return span.was.map((letter, at) => {
    const isFormatted = ranges.some(({ from, to }) => from <= at && at < to)
    const marks = isFormatted ? (span.is[at] ?? letter).marksNow : letter.marksThen
    return { ...wantedThen(letter), marks }
  })
}

/** How the blocks look whose edges are wanted: those that stood as then, unless that change is taken; new ones as now. */
export function looksOfReading(
  doc: Y.Doc,
  edges: Iterable<Letter>,
  [then, now]: Moments,
  taken: readonly Change[],
): Map<string, BlockLooks> {
  const [keys, looks] = [blockKeys(doc), new Map<string, BlockLooks>()]
  for (const letter of edges) {
    const blockId = blockIdOf(letter)
    if (blockId !== undefined) looks.set(blockId, looksAt(keys, blockId, letter.stood ? then : now))
  }
  for (const part of taken.flatMap((change) => change.parts))
    if (part.type === 'looks') looks.set(part.blockId, part.is)
  return looks
}

/** All rows and columns that differ, as now where that change is taken, else as then. */
export function entriesOfReading(
  { tables }: Comparison,
  isTaken: (part: EntryPart) => boolean,
): Reading['entries'] {
  return entryParts(tables).map((part) => ({ ...part, wanted: isTaken(part) ? part.is : part.was }))
}

/** The reading with these changes; `moments` are those that were compared. */
export function readingWith(
  doc: Y.Doc,
  comparison: Comparison,
  moments: Moments,
  taken: readonly Change[],
): Reading {
  const { flows } = comparison
  const parts = partsBySpan(taken)
  const read = new Map<string, WantedFlow>()
  const edges: Letter[] = []
  const named: string[] = []
  for (const { flow, spans, naming } of flows) {
    const wanted: (Wanted | Kept)[] = []
    for (const span of spans) {
      if (span.type === 'unchanged') {
        wanted.push(...wantedUnchanged(span, parts.get(span) ?? []))
        edges.push(...embedsIn(span).map(([was]) => was))
        continue
      }
      const isNaming = naming.has(span)
      const isTaken = parts.has(span) || (isNaming && taken.length > 0)
      wanted.push(...(isTaken ? span.inserted.map(wantedNow) : span.deleted.map(wantedThen)))
      if (isNaming) named.push(...span.inserted.flatMap((edge) => blockIdOf(edge) ?? []))
      else edges.push(...(isTaken ? span.inserted : span.deleted))
    }
    read.set(flow, wanted)
  }
  const looks = looksOfReading(doc, edges, moments, taken)
  // A block that only got a name looks as before, unless that changes too.
  for (const blockId of named) if (!looks.has(blockId)) looks.set(blockId, {})
  const takenEntries = new Set(
    taken.flatMap((change) =>
      change.parts.flatMap((part) => (part.type === 'entry' ? [`${part.axis} ${part.id}`] : [])),
    ),
  )
  const entries = entriesOfReading(comparison, ({ axis, id }) => takenEntries.has(`${axis} ${id}`))
  return { flows: read, looks, entries }
}
