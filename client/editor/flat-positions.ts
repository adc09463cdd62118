/** Between places in the editor and offsets in the flat text, which anchors and comparison speak in. */
import type { Node } from '@tiptap/pm/model'

interface TextblockPlace {
  /** Position of the block's first character. */
  readonly from: number
  /** Flat offset of the block's first character. */
  readonly start: number
  readonly length: number
}

function places(doc: Node): TextblockPlace[] {
  const found: TextblockPlace[] = []
  let start = 0
  doc.descendants((node, position) => {
    if (!node.isTextblock) return true
    found.push({ from: position + 1, start, length: node.content.size })
    start += node.content.size + 1
    return false
  })
  return found
}

/** The flat offset of a position. Every inline of the schema has the size that it has in the flat text. */
export function flatOffset(doc: Node, position: number): number {
  let last = 0
  for (const { from, start, length } of places(doc)) {
    if (position < from) return start
    if (position <= from + length) return start + position - from
    last = start + length
  }
  return last
}

/** The range of positions of a flat range, or undefined when it lies outside the document. */
export function positionsOf(
  doc: Node,
  start: number,
  end: number,
): { readonly from: number; readonly to: number } | undefined {
  const at = (offset: number, isEnd: boolean): number | undefined => {
    const all = places(doc)
    const place = all.find(
      (candidate) =>
        offset >= candidate.start &&
        (offset < candidate.start + candidate.length ||
          (isEnd && offset === candidate.start + candidate.length)),
    )
    return place && place.from + offset - place.start
  }
  const from = at(start, false)
  const to = at(end, true)
  return from !== undefined && to !== undefined && from < to ? { from, to } : undefined
}
