/**
 * Where blocks stand in lists, told from what each says of itself. A block with a list begins an item; one with a depth alone goes
 * on in the item above it; one that lies deeper begins a list in that item, and never lies more than one deeper than what it is in.
 * A list begins anew where a block says its number or that it continues, and an item with a label of its own is not counted.
 *
 * Before: `a (number, 1)`, `b (number, 3)`, `c (number, 1)`. After: `a` is 1 of 2 in the first list, `b` 1 of 1 in a list inside of
 * `a`, `c` 2 of 2 in the first. Before: `a (number, 1)`, `b (number, 1, label "1 bis.")`, `c (number, 1)`. After: 1, 1 bis, 2.
 */
import type { ListStyle } from '../domain/content.ts'
import type { BlockLooks } from './block-looks.ts'

/** A list: its number in order of beginning, how it counts, from which number on, and how many items it has. */
export interface ListFrame {
  readonly list: number
  readonly style: ListStyle
  readonly first: number
  size: number
  counted: number
}
export interface ListPlace {
  /** The lists that the block stands in, from the outside in. */
  readonly inside: readonly ListFrame[]
  /** The item that it begins, counted from 1 in the innermost list; undefined for what goes on in an item, or in none. */
  readonly item: number | undefined
  /** The number of that item; undefined where it has a label in its place. */
  readonly number: number | undefined
}

/** The number that comes next in a list. */
export const nextIn = ({ first, counted }: ListFrame): number => first + counted

export function listPlaces(all: readonly BlockLooks[]): ListPlace[] {
  let lists = 0
  let open: ListFrame[] = []
  const lasts = new Map<string, ListFrame>()
  return all.map(({ list: style, depth: said, start, continues, label }) => {
    const depth = Math.min(said ?? (style ? 1 : 0), open.length + (style ? 1 : 0))
    const last = open[depth - 1]
    if (style === undefined) {
      open = open.slice(0, depth)
      return { inside: open, item: undefined, number: undefined }
    }
    const place = `${style} ${depth}`
    const former = continues ? lasts.get(place) : undefined
    const isNext = last?.style === style && start === undefined && !continues
    const first = start ?? (former ? nextIn(former) : 1)
    const frame = isNext ? last : { list: (lists += 1), style, first, size: 0, counted: 0 }
    const number = label === undefined ? nextIn(frame) : undefined
    frame.size += 1
    if (number !== undefined) frame.counted += 1
    lasts.set(place, frame)
    open = [...open.slice(0, depth - 1), frame]
    return { inside: open, item: frame.size, number }
  })
}
