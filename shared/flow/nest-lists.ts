/**
 * Lists as lists, from blocks that only say where they stand.
 *
 * Before: `a (list, 1)`, `b (list, 2)`, `c (depth 2)`, `d (list, 1)`. After: a list of `a [b, c]` and `d`, with `b` in a list of its own.
 */
import type { Block } from '../domain/content.ts'
import type { BlockLooks } from './block-looks.ts'
import { type ListFrame, listPlaces } from './list-places.ts'
import type { Line } from './read-flow.ts'

/** What lists are made of: blocks of content, or elements of a page. Each is put behind what stands in its holder. */
export interface ListMaker<Holder, List> {
  list(holder: Holder, frame: ListFrame): List
  /** Gives back what holds the item's blocks; without a number it has a label of its own. */
  item(list: List, number: number | undefined): Holder
  /** The block that says these looks: by its place among all. */
  block(holder: Holder, at: number): void
}

/** Makes lists, items and blocks in their order, each where it belongs. */
export function nest<Holder, List>(
  all: readonly BlockLooks[],
  root: Holder,
  make: ListMaker<Holder, List>,
): void {
  const lists = new Map<number, List>()
  const lastItems = new Map<number, Holder>()
  const holderIn = (frame: ListFrame | undefined): Holder =>
    (frame && lastItems.get(frame.list)) ?? root
  for (const [at, { inside, item, number }] of listPlaces(all).entries()) {
    const frame = inside.at(-1)
    if (frame && item !== undefined) {
      const list = lists.get(frame.list) ?? make.list(holderIn(inside.at(-2)), frame)
      lists.set(frame.list, list)
      lastItems.set(frame.list, make.item(list, number))
    }
    make.block(holderIn(frame), at)
  }
}

type List = Extract<Block, { type: 'list' }>

export function nestLists(lines: readonly Line[]): Block[] {
  const blocks: Block[] = []
  nest<Block[], List>(
    lines.map(({ looks }) => looks),
    blocks,
    {
      list(holder, { style, first }) {
        const list: List = { type: 'list', style, ...(first !== 1 && { start: first }), items: [] }
        holder.push(list)
        return list
      },
      item(list) {
        const item: Block[] = []
        list.items.push({ blocks: item })
        return item
      },
      block(holder, at) {
        const line = lines[at]
        if (line) holder.push(line.block)
      },
    },
  )
  return blocks
}
