/** Makes brackets of the square brackets in words that come from elsewhere: pasted, or imported. */
import { Fragment, type Node, Slice } from '@tiptap/pm/model'
import { type EdgePair, pair } from './bracket-commands.ts'

interface Mark {
  readonly at: number
  readonly parent: Node | null
}

interface Pair {
  readonly open: Mark
  readonly close: Mark
}

/** The pairs of typed brackets in reading order, without those that lack a partner or words, or that a backslash stands before. */
function typedPairs(content: Fragment): Pair[] {
  const open: (Mark & { readonly isTyped: boolean })[] = []
  const pairs: Pair[] = []
  content.nodesBetween(0, content.size, (node, start, parent) => {
    if (node.isText) {
      const text = node.text ?? ''
      for (let index = 0; index < text.length; index++) {
        const mark = { at: start + index, parent }
        if (text[index - 1] === '\\') continue
        if (text[index] === '[') open.push({ ...mark, isTyped: true })
        else if (text[index] === ']' && open.at(-1)?.isTyped) {
          const opening = open.pop()
          if (opening) pairs.push({ open: opening, close: mark })
        }
      }
    } else if (node.type.name === 'bracket') {
      // A typed bracket does not close across the edge of one that is there already.
      if (node.attrs['edge'] === 'open') open.push({ at: start, parent, isTyped: false })
      else {
        const own = open.findLastIndex(({ isTyped }) => !isTyped)
        if (own >= 0) open.splice(own)
      }
    }
    return true
  })
  const isBlank = ({ open: { at }, close }: Pair) =>
    content.textBetween(at + 1, close.at, ' ', ' ').replaceAll(/[[\]\s]/g, '') === ''
  return pairs
    .filter((each) => !isBlank(each))
    .toSorted((one, other) => one.open.at - other.open.at)
}

/** The same words with bracket edges in the place of the characters: no other word moves. */
export function withImportedBrackets(slice: Slice): Slice {
  const { content } = slice
  const schema = content.firstChild?.type.schema
  const pairs = typedPairs(content)
  if (!schema || pairs.length === 0) return slice
  const edges = new Map<number, EdgePair[keyof EdgePair]>()
  for (const each of pairs) {
    const made = pair(schema)
    if (made) edges.set(each.open.at, made.open).set(each.close.at, made.close)
  }
  const renew = (fragment: Fragment, start: number): Fragment => {
    const nodes: Node[] = []
    fragment.forEach((node, offset) => {
      const from = start + offset
      if (!node.isText) {
        nodes.push(node.isLeaf ? node : node.copy(renew(node.content, from + 1)))
        return
      }
      let begin = 0
      for (let index = 0; index < node.nodeSize; index++) {
        const edge = edges.get(from + index)
        if (!edge) continue
        if (index > begin) nodes.push(node.cut(begin, index))
        nodes.push(edge)
        begin = index + 1
      }
      if (begin < node.nodeSize) nodes.push(begin === 0 ? node : node.cut(begin))
    })
    return Fragment.fromArray(nodes)
  }
  return new Slice(renew(content, 0), slice.openStart, slice.openEnd)
}
