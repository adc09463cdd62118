/** Finds the bracket that the caret is at. */
import type { Node } from '@tiptap/pm/model'

/** A bracket in the editor, with the position of the edge that stands for it. */
export interface PlacedBracket {
  readonly bracketId: string
  readonly at: number
}

const bracketOf = (node: Node | null | undefined, at: number): PlacedBracket | undefined =>
  node?.type.name === 'bracket' ? { bracketId: String(node.attrs['bracketId']), at } : undefined

/** The bracket whose edge stands beside a position, else the innermost one around it; undefined where there is none. */
export function bracketAround(doc: Node, position: number): PlacedBracket | undefined {
  const place = doc.resolve(position)
  const beside = bracketOf(place.nodeAfter, position) ?? bracketOf(place.nodeBefore, position - 1)
  if (beside) return beside
  const open: PlacedBracket[] = []
  doc.nodesBetween(0, position, (node, start) => {
    const found = start < position ? bracketOf(node, start) : undefined
    if (!found) return true
    const partner = open.findLastIndex(({ bracketId }) => bracketId === found.bracketId)
    if (partner >= 0) open.splice(partner, 1)
    else if (node.attrs['edge'] === 'open') open.push(found)
    return true
  })
  return open.at(-1)
}
