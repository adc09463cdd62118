/** Between places in the editor and offsets in the flat text, which anchors and comparison speak in. */
import type { Node } from '@tiptap/pm/model'
import { liftedEdge } from '#shared/text/content-names'

interface TextblockPlace {
  /** Position of the block's first character. */
  readonly from: number
  /** Flat offset of the block's first character. */
  readonly start: number
  /** Flat length: the edges of lifted brackets have none. */
  readonly length: number
  /** Where in the block the edges of lifted brackets are, as offsets of the editor. */
  readonly lifted: readonly number[]
}

function places(doc: Node): TextblockPlace[] {
  const found: TextblockPlace[] = []
  let start = 0
  doc.descendants((node, position) => {
    if (!node.isTextblock) return true
    const lifted: number[] = []
    node.forEach(({ attrs }, offset) => {
      if (attrs['edge'] === liftedEdge) lifted.push(offset)
    })
    const length = node.content.size - lifted.length
    found.push({ from: position + 1, start, length, lifted })
    start += length + 1
    return false
  })
  return found
}

/** The flat offset of a position. Every other inline of the schema has the size that it has in the flat text. */
export function flatOffset(doc: Node, position: number): number {
  let last = 0
  for (const { from, start, length, lifted } of places(doc)) {
    if (position < from) return start
    if (position <= from + length + lifted.length)
      return start + position - from - lifted.filter((offset) => from + offset < position).length
    last = start + length
  }
  return last
}

/** Finds ranges of positions for flat ranges, undefined for those that lie outside the document. Reads the document once. */
export function positionsIn(
  doc: Node,
): (start: number, end: number) => { readonly from: number; readonly to: number } | undefined {
  const all = places(doc)
  const at = (offset: number, isEnd: boolean): number | undefined => {
    const place = all.find(
      (candidate) =>
        offset >= candidate.start &&
        (offset < candidate.start + candidate.length ||
          (isEnd && offset === candidate.start + candidate.length)),
    )
    if (!place) return undefined
    let inBlock = offset - place.start
    for (const lifted of place.lifted)
      if (isEnd ? lifted < inBlock : lifted <= inBlock) inBlock += 1
    return place.from + inBlock
  }
  return (start, end) => {
    const from = at(start, false)
    const to = at(end, true)
    return from !== undefined && to !== undefined && from < to ? { from, to } : undefined
  }
}

/** The range of positions of one flat range, or undefined when it lies outside the document. */
export const positionsOf = (
  doc: Node,
  start: number,
  end: number,
): { readonly from: number; readonly to: number } | undefined => positionsIn(doc)(start, end)
