/**
 * The list of changes: the one type that cards, marks in the text, a choice of parts, brackets, distance and competition are read from.
 * Parts that cannot stand without each other are one change: both edges of a bracket, both edges of a block, a word whose start
 * changed here and whose end there, words that were cut here and pasted there, and a row or table that comes or goes with what is in it.
 */
import type { Copies } from '../copies/table.ts'
import type { BlockLooks } from '../flow/block-looks.ts'
import { nameOf } from '../flow/ids.ts'
import { type EntryPart, entryTies, holdersOf, type Tables, tableTies } from './entries.ts'
import { bracketIdOf, isEdge, isSameMarks, type Letter } from './letters.ts'
import type { Changed, Span, Unchanged } from './spans.ts'

/** Words deleted, inserted, or both; also edges of blocks and brackets, line breaks, and places of tables. */
export interface WordsPart {
  readonly type: 'words'
  readonly flow: string
  readonly span: Changed
}
/** Letters that only got other marks: those of a span from an offset to another. */
export interface FormattingPart {
  readonly type: 'formatting'
  readonly flow: string
  readonly span: Unchanged
  readonly from: number
  readonly to: number
}
/** A block that became a heading, an item, a paragraph. */
export interface LooksPart {
  readonly type: 'looks'
  readonly flow: string
  readonly edge: Letter
  /** The block's id then. */
  readonly blockId: string
  readonly was: BlockLooks
  readonly is: BlockLooks
}
export type ChangePart = WordsPart | FormattingPart | LooksPart | EntryPart

export interface Change {
  /** Stays for as long as its first letter is there, also as a copy. */
  readonly changeId: string
  /** In reading order, rows and columns before what is in their cells; of several flows where one holds for them all. */
  readonly parts: readonly ChangePart[]
}

/** Letters that the change itself inserted, without those that round it to whole words. */
export const ownInserted = ({ span }: WordsPart): Letter[] =>
  span.inserted.filter(({ stood }) => !stood)
export const ownDeleted = ({ span }: WordsPart): Letter[] =>
  span.deleted.filter(({ stands }) => !stands)

/** Where letters of a span got other marks. */
export function formattingIn(flow: string, span: Unchanged): FormattingPart[] {
  if (span.pieces) return []
  const parts: FormattingPart[] = []
  const isFormatted = (at: number): boolean => {
    const [then, now] = [span.was[at], span.is[at]]
    if (!then || !now || isEdge(then)) return false
    return !isSameMarks(then.marksThen, now.marksNow)
  }
  for (let from = 0; from < span.was.length; from += 1) {
    if (!isFormatted(from)) continue
    let to = from + 1
    while (isFormatted(to)) to += 1
    parts.push({ type: 'formatting', flow, span, from, to })
    from = to
  }
  return parts
}

/** Opening edges less ends, of what is inserted less what is deleted: with 0 a part leaves all other blocks whole. */
function balanceOf(part: WordsPart): number {
  const sum = (letters: readonly Letter[]) =>
    letters.reduce(
      (all, letter) => all + (isEdge(letter, 'block') ? 1 : isEdge(letter, 'end') ? -1 : 0),
      0,
    )
  return sum(ownInserted(part)) - sum(ownDeleted(part))
}

/** What parts have in common that belong together: names, of which two parts share one. */
function tiesOf(
  part: ChangePart,
  copies: Copies,
  tables: Tables,
  changed: ReadonlySet<string>,
): string[] {
  if (part.type === 'entry') return entryTies(part, tables)
  const holders = holdersOf(tables, part.flow).filter((name) => changed.has(name))
  if (part.type !== 'words') return holders
  const [inserted, deleted] = [ownInserted(part), ownDeleted(part)]
  const rounded = part.span.inserted.filter(({ stood }) => stood)
  const kept = [...rounded, ...part.span.deleted.filter(({ stands }) => stands)]
  return [
    ...holders,
    ...tableTies([...inserted, ...deleted]),
    ...[...inserted, ...deleted].flatMap((letter) => {
      const bracketId = bracketIdOf(letter)
      return bracketId === undefined ? [] : [`bracket ${bracketId}`]
    }),
    ...kept.map(({ id }) => nameOf(id)),
    ...deleted.map(({ id }) => `moved ${nameOf(id)}`),
    ...inserted.flatMap(({ id }) =>
      copies
        .sourcesOf(id)
        .flatMap((source) => (source.text === undefined ? [`moved ${nameOf(source)}`] : [])),
    ),
  ]
}

/** Parts in groups, each in reading order, by the first of its parts. */
function groupsOf(parts: readonly ChangePart[], copies: Copies, tables: Tables): ChangePart[][] {
  /** Rows, columns and tables that come or go. */
  const changed = new Set(
    parts.flatMap((part) =>
      part.type === 'entry'
        ? entryTies(part, tables)
        : part.type === 'words'
          ? tableTies([...ownInserted(part), ...ownDeleted(part)])
          : [],
    ),
  )
  const leaders = parts.map((_, at) => at)
  const leaderOf = (at: number): number => {
    const leader = leaders[at] ?? at
    return leader === at ? at : leaderOf(leader)
  }
  const tie = (a: number, b: number) => {
    const [first, second] = [leaderOf(a), leaderOf(b)].toSorted((x, y) => x - y)
    if (first !== undefined && second !== undefined) leaders[second] = first
  }
  const tied = new Map<string, number>()
  let open: { at: number; balance: number; flow: string } | undefined
  for (const [at, part] of parts.entries()) {
    for (const name of tiesOf(part, copies, tables, changed)) {
      tie(tied.get(name) ?? at, at)
      tied.set(name, at)
    }
    const balance = part.type === 'words' ? balanceOf(part) : 0
    if (part.type !== 'words' || balance === 0) continue
    if (open?.flow !== part.flow) open = undefined
    // An edge whose other one comes later.
    if (open) tie(open.at, at)
    const sum = (open?.balance ?? 0) + balance
    open = sum === 0 ? undefined : { at, balance: sum, flow: part.flow }
  }
  const groups = new Map<number, ChangePart[]>()
  for (const [at, part] of parts.entries()) {
    const group = groups.get(leaderOf(at)) ?? []
    groups.set(leaderOf(at), group)
    group.push(part)
  }
  return [...groups.values()]
}

/** A name that stays: that of the first letter of the change's own, by what it is a copy of. */
function nameOfChange(part: ChangePart, copies: Copies): string {
  const originalOf = (letter: Letter | undefined): string =>
    letter ? nameOf(copies.originalOf(letter.id)) : ''
  switch (part.type) {
    case 'words':
      return originalOf(ownInserted(part)[0] ?? ownDeleted(part)[0])
    case 'formatting':
      return `formatting-${originalOf(part.span.was[part.from])}`
    case 'looks':
      return `looks-${part.blockId}`
    case 'entry':
      return `${part.axis}-${part.id}`
  }
}

/** The changes that parts make, in reading order. Two that would have one name, as twice the same paste, are counted. */
export function changesOf(parts: readonly ChangePart[], copies: Copies, tables: Tables): Change[] {
  const names = new Map<string, number>()
  return groupsOf(parts, copies, tables).flatMap((group): Change[] => {
    const [first] = group
    if (!first) return []
    const name = nameOfChange(first, copies)
    const count = (names.get(name) ?? 0) + 1
    names.set(name, count)
    return [{ changeId: count === 1 ? name : `${name}-${count}`, parts: group }]
  })
}

/** The spans of a flow that changed. */
export const isChanged = (span: Span): span is Changed => span.type === 'changed'
