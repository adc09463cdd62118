/**
 * Lists as lists, from blocks that only say how deep they lie. A block with a list begins an item; one with a depth alone goes on in
 * the item above it; one that lies deeper begins a list in that item.
 *
 * Before: `a (list, 1)`, `b (list, 2)`, `c (depth 2)`, `d (list, 1)`. After: a list of `a [b, c]` and `d`, with `b` in a list of its own.
 */
import type { Block } from '../domain/content.ts'
import type { Line } from './read-flow.ts'

type List = Extract<Block, { type: 'list' }>

/** A list that is still growing, and the blocks of its last item. */
interface Open {
  readonly list: List
  item: Block[]
}

export function nestLists(lines: readonly Line[]): Block[] {
  const blocks: Block[] = []
  const open: Open[] = []
  for (const { looks, block } of lines) {
    const depth = looks.depth ?? (looks.list ? 1 : 0)
    // Never deeper than one below what stands above it.
    open.length = Math.min(open.length, depth)
    const last = open.at(-1)
    const isItem = looks.list !== undefined
    if (!isItem) {
      ;(last?.item ?? blocks).push(block)
      continue
    }
    const isNext =
      open.length === depth && last?.list.style === looks.list && looks.start === undefined
    if (last && isNext) {
      last.item = [block]
      last.list.items.push({ blocks: last.item })
      continue
    }
    if (open.length === depth) open.pop()
    const item: Block[] = [block]
    const list: List = { type: 'list', style: looks.list ?? 'bullet', items: [{ blocks: item }] }
    ;(open.at(-1)?.item ?? blocks).push(list)
    open.push({ list, item })
  }
  return blocks
}
