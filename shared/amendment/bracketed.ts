/**
 * How a base reads with an amendment in brackets beside its own words.
 *
 * Before `published quarterly by the office.`, changed to `published annually by the office of all.`: reads
 * `published [quarterly][annually] by the office [of all].` Of the first bracket the sponsors are nobody, of the others the amendment's.
 * What is only split, joined, moved or formatted stays as it was: a bracket holds words. A paragraph, row or table that is new comes with
 * its words in brackets; of one that would go, the words are put in brackets.
 */
import type * as Y from 'yjs'
import type { Comparison } from '../compare/compare.ts'
import { bracketIdOf, isEdge, type Letter, wholeIn } from '../compare/letters.ts'
import {
  entriesOfReading,
  looksOfReading,
  type Moments,
  type Reading,
  wantedNow,
  wantedThen,
  wantedUnchanged,
} from '../compare/reading.ts'
import { type Changed, embedsIn, lettersThen } from '../compare/spans.ts'
import type { Kept, Wanted, WantedFlow } from '../flow/wanted.ts'

export interface BracketedReading {
  readonly reading: Reading
  readonly brackets: readonly { readonly bracketId: string; readonly of: 'former' | 'proposed' }[]
}

const isBlank = (letters: readonly Letter[]): boolean =>
  letters.every(({ text, embed }) => embed !== undefined || text.trim() === '')

/** Brackets' edges whose other edge does not stand among the letters. */
function halvesIn(letters: readonly Letter[]): ReadonlySet<Letter> {
  const counts = new Map<string, number>()
  for (const letter of letters) {
    const id = bracketIdOf(letter)
    if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  return new Set(letters.filter((letter) => counts.get(bracketIdOf(letter) ?? '') === 1))
}

/** Letters in rows that can stand in a bracket, and what parts them: edges of blocks, and halves of brackets. */
function rowsOf(letters: readonly Letter[]): Letter[][] {
  const rows: Letter[][] = []
  let row: Letter[] = []
  const flush = () => {
    const halves = halvesIn(row)
    let part: Letter[] = []
    for (const letter of row) {
      if (!halves.has(letter)) part.push(letter)
      else {
        rows.push(part, [letter])
        part = []
      }
    }
    rows.push(part)
    row = []
  }
  for (const letter of letters)
    if (isEdge(letter)) {
      flush()
      rows.push([letter])
    } else row.push(letter)
  flush()
  return rows.filter(({ length }) => length > 0)
}

const trimmed = (row: readonly Letter[]): readonly [Letter[], Letter[], Letter[]] => {
  const start = row.findIndex((letter) => !isBlank([letter]))
  const end = row.findLastIndex((letter) => !isBlank([letter])) + 1
  return [row.slice(0, start), row.slice(start, end), row.slice(end)]
}

/** Writes the two wordings of a span; `bracket` puts one in brackets. */
function bothOf(
  { deleted, inserted }: Changed,
  bracket: (of: 'former' | 'proposed', wanted: readonly Wanted[]) => Wanted[],
): Wanted[] {
  const former: Wanted[] = []
  // Behind the last words that stood, so that new ones stand in their paragraph.
  let behindWords = 0
  for (const row of rowsOf(deleted)) {
    const wanted = row.map(wantedThen)
    former.push(...(isBlank(row) ? wanted : bracket('former', wanted)))
    if (!row.some((letter) => isEdge(letter))) behindWords = former.length
  }
  const [whole, hasFormer] = [wholeIn(inserted), !isBlank(deleted)]
  const wantedOf = (letter: Letter): Wanted =>
    letter.stood ? { ...wantedNow(letter), isSecond: true } : wantedNow(letter)
  const proposed = rowsOf(inserted).flatMap((row): Wanted[] => {
    const [first] = row
    if (first && isEdge(first)) return whole.has(first) ? [wantedNow(first)] : []
    // Half of a bracket, or white space beside words that stay.
    if (isBlank(row)) return hasFormer || first?.embed ? [] : row.map(wantedOf)
    if (hasFormer) return bracket('proposed', row.map(wantedOf))
    const [before, words, behind] = trimmed(row)
    return [
      ...before.map(wantedOf),
      ...bracket('proposed', words.map(wantedOf)),
      ...behind.map(wantedOf),
    ]
  })
  const [first] = inserted
  const at = first && isEdge(first) ? former.length : behindWords
  return former.toSpliced(at, 0, ...proposed)
}

/** The base with both wordings; undefined where no words differ. */
export function readingBracketed(
  doc: Y.Doc,
  comparison: Comparison,
  moments: Moments,
  newBracketId: () => string,
): BracketedReading | undefined {
  const { flows, struck } = comparison
  const brackets: { bracketId: string; of: 'former' | 'proposed' }[] = []
  const bracket = (of: 'former' | 'proposed', wanted: readonly Wanted[]): Wanted[] => {
    const bracketId = newBracketId()
    brackets.push({ bracketId, of })
    return [{ put: { open: bracketId } }, ...wanted, { put: { close: bracketId } }]
  }
  const edges: Letter[] = []
  const read = new Map<string, WantedFlow>()
  for (const { flow, spans, naming } of flows) {
    if (struck.has(flow)) {
      const deleted = spans.flatMap(lettersThen)
      edges.push(...deleted)
      read.set(flow, bothOf({ type: 'changed', deleted, inserted: [] }, bracket))
      continue
    }
    const wanted = spans.flatMap((span): readonly (Wanted | Kept)[] => {
      if (span.type === 'unchanged') {
        edges.push(...embedsIn(span).map(([was]) => was))
        return wantedUnchanged(span, [])
      }
      if (naming.has(span)) return []
      const whole = wholeIn(span.inserted)
      edges.push(...span.deleted, ...span.inserted.filter((letter) => whole.has(letter)))
      return bothOf(span, bracket)
    })
    read.set(flow, wanted)
  }
  if (brackets.length === 0) return undefined
  const looks = looksOfReading(doc, edges, moments, [])
  const entries = entriesOfReading(comparison, ({ was }) => was === undefined)
  return { reading: { flows: read, looks, entries }, brackets }
}
