/**
 * Makes brackets of the square brackets in words that come from elsewhere: pasted, or imported. Those behind a backslash, those without a
 * partner, and those that hold a number or an ellipsis are letters, and marked so.
 *
 * Before: `The fund [shall] be public \[sic\].` After: "shall" in brackets, and "[sic]" as letters, without backslashes.
 */
import { Fragment, type Mark, type Node, Slice } from '@tiptap/pm/model'
import { isCloser, isLiteralPair, isOpener } from '#shared/brackets/literal'
import { type EdgePair, isLetter, pair } from './bracket-commands.ts'

interface Pair {
  readonly open: number
  readonly close: number
}
interface Found {
  readonly pairs: readonly Pair[]
  /** Brackets that are letters. */
  readonly letters: ReadonlySet<number>
  /** Backslashes before brackets. */
  readonly escapes: ReadonlySet<number>
}

/** The square brackets of a paste, in reading order. */
function bracketsIn(content: Fragment): Found {
  const open: { readonly at: number; readonly isTyped: boolean }[] = []
  const [pairs, letters, escapes]: [Pair[], Set<number>, Set<number>] = [[], new Set(), new Set()]
  content.nodesBetween(0, content.size, (node, start) => {
    if (node.isText) {
      const text = node.text ?? ''
      for (let index = 0; index < text.length && !isLetter(node); index += 1) {
        const at = start + index
        if (!isOpener(text[index]) && !isCloser(text[index])) continue
        if (text[index - 1] === '\\') {
          escapes.add(at - 1)
          letters.add(at)
        } else if (isOpener(text[index])) open.push({ at, isTyped: true })
        else if (open.at(-1)?.isTyped) pairs.push({ open: open.pop()?.at ?? at, close: at })
        else letters.add(at)
      }
    } else if (node.type.name === 'bracket') {
      // A typed bracket does not close across the edge of one that is there already.
      if (node.attrs['edge'] === 'open') open.push({ at: start, isTyped: false })
      else {
        const own = open.findLastIndex(({ isTyped }) => !isTyped)
        for (const { at } of open.splice(Math.max(0, own)).slice(1)) letters.add(at)
      }
    }
    return true
  })
  for (const { at, isTyped } of open) if (isTyped) letters.add(at)
  return { pairs, letters, escapes }
}

/** What stands around a pair in its own block, for those that are told by it. */
function isOfLetters(content: Fragment, { open, close }: Pair): boolean {
  const before = content.textBetween(Math.max(0, open - 12), open, '\n', ' ')
  const inside = content.textBetween(open, close + 1, '\n', '\uFFFC')
  const behind = content.textBetween(close + 1, Math.min(content.size, close + 13), '\n', ' ')
  return isLiteralPair(
    `${before}${inside}${behind}`,
    before.length,
    before.length + inside.length - 1,
  )
}

/** What stands in the place of single characters: an edge, the letter with its mark, or nothing. */
type Changed = ReadonlyMap<number, (letter: Node) => Node | undefined>

function renewed(fragment: Fragment, start: number, changed: Changed): Fragment {
  const nodes: Node[] = []
  fragment.forEach((node, offset) => {
    const from = start + offset
    if (!node.isText) {
      nodes.push(node.isLeaf ? node : node.copy(renewed(node.content, from + 1, changed)))
      return
    }
    let begin = 0
    for (let index = 0; index < node.nodeSize; index += 1) {
      const change = changed.get(from + index)
      if (!change) continue
      if (index > begin) nodes.push(node.cut(begin, index))
      const now = change(node.cut(index, index + 1))
      if (now) nodes.push(now)
      begin = index + 1
    }
    if (begin < node.nodeSize) nodes.push(begin === 0 ? node : node.cut(begin))
  })
  return Fragment.fromArray(nodes)
}

/** The same words with bracket edges in the place of the characters: no other word moves. */
export function withImportedBrackets(slice: Slice): Slice {
  const { content } = slice
  const schema = content.firstChild?.type.schema
  const { pairs, letters, escapes } = bracketsIn(content)
  const literal: Mark | undefined = schema?.marks['literal']?.create()
  if (!schema || !literal || pairs.length + letters.size === 0) return slice
  const changed = new Map<number, (letter: Node) => Node | undefined>()
  const asLetter = (letter: Node) => letter.mark(literal.addToSet(letter.marks))
  for (const at of letters) changed.set(at, asLetter)
  for (const at of escapes) changed.set(at, () => undefined)
  for (const each of pairs) {
    const isBlank =
      content.textBetween(each.open + 1, each.close, ' ', ' ').replaceAll(/[[\]［］\s]/g, '') === ''
    if (isBlank) continue
    const edges: EdgePair | undefined = isOfLetters(content, each) ? undefined : pair(schema)
    changed.set(each.open, edges ? () => edges.open : asLetter)
    changed.set(each.close, edges ? () => edges.close : asLetter)
  }
  // What a backslash stood before is one character nearer to what follows: open edges of the slice are of blocks, and stay.
  return new Slice(renewed(content, 0, changed), slice.openStart, slice.openEnd)
}
