/** Between places in the editor and offsets in the flat text, which anchors and comparison speak in. */
import type { Node } from '@tiptap/pm/model'
import { liftedEdge, nodeName } from '#shared/text/content-names'

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

function offsetIn(all: readonly TextblockPlace[], position: number): number {
  let last = 0
  for (const { from, start, length, lifted } of all) {
    if (position < from) return start
    if (position <= from + length + lifted.length)
      return start + position - from - lifted.filter((offset) => from + offset < position).length
    last = start + length
  }
  return last
}

/** The flat offset of a position. Every other inline of the schema has the size that it has in the flat text. */
export const flatOffset = (doc: Node, position: number): number => offsetIn(places(doc), position)

/** The flat text of the document: the same characters as `shared/text` reads. */
export function flatText(doc: Node): string {
  const lines: string[] = []
  doc.descendants((block) => {
    if (!block.isTextblock) return true
    let line = ''
    block.forEach(({ text, type, attrs }) => {
      if (text !== undefined) line += text
      else if (type.name !== nodeName.bracket) line += '\n'
      else if (attrs['edge'] !== liftedEdge) line += attrs['edge'] === 'close' ? ']' : '['
    })
    lines.push(line)
    return false
  })
  return lines.join('\n')
}

/** Positions of a document by flat offsets; for several questions about one document. */
export interface FlatPlaces {
  /** The range of positions of a flat range, or undefined when it lies outside the document. */
  range(start: number, end: number): { readonly from: number; readonly to: number } | undefined
  /** The position of a flat offset, at the end of a block too. */
  point(offset: number): number | undefined
  /** The first position of the block that an offset lies in. */
  blockOf(offset: number): number | undefined
  /** The flat offset of a position. */
  offset(position: number): number
}

/** Reads the places of a document once. */
export function flatPlaces(doc: Node): FlatPlaces {
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
  return {
    range(start, end) {
      const from = at(start, false)
      const to = at(end, true)
      return from !== undefined && to !== undefined && from < to ? { from, to } : undefined
    },
    point: (offset) => at(offset, true),
    blockOf: (offset) =>
      all.find(({ start, length }) => offset >= start && offset <= start + length)?.from,
    offset: (position) => offsetIn(all, position),
  }
}

/** The range of positions of a flat range, or undefined when it lies outside the document. */
export const positionsOf = (doc: Node, start: number, end: number) =>
  flatPlaces(doc).range(start, end)
