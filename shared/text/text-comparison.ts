/**
 * The majority text beside any number of alternatives: rows by paragraph and by cell, each alternative word by word against
 * the majority. A difference is a *point*, and can be named so that it is found again when both texts have changed elsewhere.
 */
import { z } from 'zod'
import { hasWholeBrackets } from '../brackets/whole-brackets.ts'
import type { Inline, TextContent } from '../domain/content.ts'
import { type BlockLook, plainLook, seenBlocks } from './block-looks.ts'
import { alignBlocks, compareWords } from './compare.ts'
import type { RowsName } from './content-names.ts'
import { cellKey, contentCells, type RowField } from './content-rows.ts'
import { flatInlines } from './flat-words.ts'
import { type FormedPassage, formsOf, type PointForm } from './passage-moves.ts'
import { sliceInlines } from './slice-inlines.ts'

const passage = z.string().max(20_000)

/** One difference of an alternative from the majority text, by its words. */
export const Point = z
  .object({
    /** The majority's words that the alternative has not. */
    struck: passage,
    /** The alternative's words that stand in their place. */
    put: passage,
    /** How many differences with the very same words come before it. */
    occurrence: z.number().int().min(0).max(10_000),
  })
  .refine(({ struck, put }) => struck !== put, 'must differ')
  .meta({ id: 'Point' })
export type Point = z.infer<typeof Point>

/** Words that both have, or a point at which they differ. */
export type ComparedPart =
  | { readonly kind: 'same'; readonly inlines: readonly Inline[] }
  | {
      readonly kind: 'point'
      readonly point: Point
      readonly struck: readonly Inline[]
      readonly put: readonly Inline[]
      /** Offset of the struck words in the majority's paragraph. */
      readonly start: number
      /** Where the words are the same and only stand otherwise: a paragraph that was parted, joined or moved. */
      readonly form?: PointForm
    }

/** An alternative's paragraph against the majority's. */
export interface ComparedPassage {
  readonly look: BlockLook
  readonly parts: readonly ComparedPart[]
}

/** Where a row stands. `block`: which block with words of the majority text, null where it has none; `after`: the one before. */
export type RowPlace =
  | { readonly of: 'words'; readonly block: number | null; readonly after: number }
  | {
      readonly of: 'cell'
      readonly rows: RowsName
      readonly rowId: string
      /** Place among the rows, from 1. */
      readonly row: number
      readonly field: RowField
      /** Whether the majority text has this row. */
      readonly isThere: boolean
    }

/** One paragraph or cell in all texts. */
export interface ComparisonRow {
  readonly place: RowPlace
  readonly majority: { readonly look: BlockLook; readonly inlines: readonly Inline[] } | null
  /** In the order of the alternatives; null where neither the alternative nor the majority has it. */
  readonly alternatives: readonly (ComparedPassage | null)[]
}

/** Names the points of one alternative in reading order. */
const pointNames = () => {
  const seen = new Map<string, number>()
  return (struck: string, put: string): Point => {
    const key = JSON.stringify([struck, put])
    const occurrence = seen.get(key) ?? 0
    seen.set(key, occurrence + 1)
    return { struck, put, occurrence }
  }
}
type Name = ReturnType<typeof pointNames>

/** A stretch of both lines, by its offsets in each. */
interface Stretch {
  readonly isSame: boolean
  readonly from: readonly [start: number, end: number]
  readonly to: readonly [start: number, end: number]
}

function stretchesOf(from: readonly Inline[], to: readonly Inline[]): Stretch[] {
  const stretches: Stretch[] = []
  let [before, after] = [0, 0]
  const { pieces } = compareWords(flatInlines(from), flatInlines(to))
  for (let index = 0; index < pieces.length; ) {
    const [start, putStart] = [before, after]
    const isSame = pieces[index]?.kind === 'unchanged'
    for (; index < pieces.length && (pieces[index]?.kind === 'unchanged') === isSame; index += 1) {
      const { kind, words } = pieces[index] ?? { kind: 'unchanged', words: '' }
      if (kind !== 'inserted') before += words.length
      if (kind !== 'deleted') after += words.length
    }
    stretches.push({ isSame, from: [start, before], to: [putStart, after] })
  }
  return stretches
}

/** A bracket that one of the lines has is one difference with all that stands in it: nobody puts or strikes half a bracket. */
function withWholeBrackets(
  stretches: readonly Stretch[],
  isWhole: (stretch: Stretch) => boolean,
): Stretch[] {
  const [first, ...rest] = stretches
  if (!first) return []
  if (!first.isSame && !isWhole(first))
    for (const [place, last] of rest.entries()) {
      const all: Stretch = {
        isSame: false,
        from: [first.from[0], last.from[1]],
        to: [first.to[0], last.to[1]],
      }
      if (isWhole(all)) return [all, ...withWholeBrackets(rest.slice(place + 1), isWhole)]
    }
  return [first, ...withWholeBrackets(rest, isWhole)]
}

function partsOf(from: readonly Inline[], to: readonly Inline[], name: Name): ComparedPart[] {
  const isWhole = (stretch: Stretch) =>
    hasWholeBrackets(sliceInlines(from, ...stretch.from)) &&
    hasWholeBrackets(sliceInlines(to, ...stretch.to))
  return withWholeBrackets(stretchesOf(from, to), isWhole).map((stretch): ComparedPart => {
    const struck = sliceInlines(from, ...stretch.from)
    const put = sliceInlines(to, ...stretch.to)
    if (stretch.isSame) return { kind: 'same', inlines: put }
    const point = name(flatInlines(struck), flatInlines(put))
    return { kind: 'point', point, struck, put, start: stretch.from[0] }
  })
}

interface PlacedPassage {
  readonly at: { readonly block: number | null; readonly after: number; readonly nth: number }
  readonly passage: ComparedPassage
}

function compareBlocks(from: TextContent, to: TextContent, name: Name): PlacedPassage[] {
  const [before, after] = [seenBlocks(from.words), seenBlocks(to.words)]
  let last = -1
  let nth = 0
  const pairs = alignBlocks(from.words, to.words)
  const placed = pairs.map((pair): PlacedPassage => {
    const struck = pair.from === null ? undefined : before[pair.from]
    const put = pair.to === null ? undefined : after[pair.to]
    const parts = partsOf(struck?.inlines ?? [], put?.inlines ?? [], name)
    const passage = { look: put?.look ?? struck?.look ?? plainLook, parts }
    if (pair.from === null) return { at: { block: null, after: last, nth: nth++ }, passage }
    last = pair.from
    nth = 0
    return { at: { block: pair.from, after: pair.from - 1, nth: 0 }, passage }
  })
  return withForms(
    placed,
    pairs.map((pair) =>
      pair.from === null ? 'alternative' : pair.to === null ? 'majority' : 'both',
    ),
  )
}

/** The same passages, in which points say what form of words they are that only stand otherwise. */
function withForms(
  placed: readonly PlacedPassage[],
  sides: readonly FormedPassage['in'][],
): PlacedPassage[] {
  const forms = formsOf(placed.map(({ passage }, at) => ({ passage, in: sides[at] ?? 'both' })))
  if (forms.size === 0) return [...placed]
  return placed.map(({ at, passage }) => {
    const parts = passage.parts.map((part) => {
      const form = part.kind === 'point' ? forms.get(part) : undefined
      return form ? { ...part, form } : part
    })
    return { at, passage: { ...passage, parts } }
  })
}

function wordRows(majority: TextContent, all: readonly (readonly PlacedPassage[])[]) {
  const blocks = seenBlocks(majority.words)
  const rows: ComparisonRow[] = []
  for (let after = -1; after < blocks.length; after += 1) {
    const block = blocks[after]
    if (block) {
      const own = all.map((placed) => placed.find(({ at }) => at.block === after)?.passage ?? null)
      rows.push({
        place: { of: 'words', block: after, after: after - 1 },
        majority: block,
        alternatives: own,
      })
    }
    const added = all.map((placed) =>
      placed.filter(({ at }) => at.block === null && at.after === after),
    )
    const most = Math.max(0, ...added.map(({ length }) => length))
    for (let nth = 0; nth < most; nth += 1)
      rows.push({
        place: { of: 'words', block: null, after },
        majority: null,
        alternatives: added.map((placed) => placed[nth]?.passage ?? null),
      })
  }
  return rows
}

type CellPlace = Extract<RowPlace, { of: 'cell' }>

const cellsOf = (content: TextContent): Map<string, [CellPlace, readonly Inline[]]> =>
  new Map(
    contentCells(content).map(({ cell, ...place }) => [
      cellKey(place.rowId, place.field),
      [{ of: 'cell', ...place, isThere: true }, cell],
    ]),
  )

function cellRows(
  majority: TextContent,
  alternatives: readonly TextContent[],
  names: readonly Name[],
): ComparisonRow[] {
  const own = cellsOf(majority)
  const others = alternatives.map(cellsOf)
  const places = new Map([...own].map(([key, [place]]) => [key, place]))
  /** Rows that the majority text lacks are counted on after its own. */
  const rowIds = {
    tasks: majority.tasks.map(({ rowId }) => rowId),
    provisions: majority.provisions.map(({ rowId }) => rowId),
  }
  for (const cells of others)
    for (const [key, [place]] of cells) {
      if (places.has(key)) continue
      const ids = rowIds[place.rows]
      if (!ids.includes(place.rowId)) ids.push(place.rowId)
      places.set(key, { ...place, row: ids.indexOf(place.rowId) + 1, isThere: false })
    }
  const inOrder = [...places].toSorted(
    ([, one], [, other]) => Number(one.rows === 'provisions') - Number(other.rows === 'provisions'),
  )
  return inOrder.map(([key, place]) => {
    const before = own.get(key)?.[1]
    return {
      place,
      majority: before ? { look: plainLook, inlines: before } : null,
      alternatives: others.map((cells, index) => {
        const after = cells.get(key)?.[1]
        const name = names[index]
        if (!name || (!before && !after)) return null
        return { look: plainLook, parts: partsOf(before ?? [], after ?? [], name) }
      }),
    }
  })
}

/** Every paragraph and every cell of the majority text and of the alternatives, in reading order. */
export function compareTexts(
  majority: TextContent,
  alternatives: readonly TextContent[],
): ComparisonRow[] {
  const names = alternatives.map(pointNames)
  const blocks = alternatives.map((alternative, index) =>
    compareBlocks(majority, alternative, names[index] ?? pointNames()),
  )
  return [...wordRows(majority, blocks), ...cellRows(majority, alternatives, names)]
}
