/** The elements and texts that Yjs keeps for a block of the editor, and the item behind which the next letter of a caret goes. */
import type { ResolvedPos } from '@tiptap/pm/model'
import * as Y from 'yjs'

/** The elements for the block of the caret and for what holds it, from the outside in; undefined where Yjs has no such block. */
export function elementsAt(root: Y.XmlFragment, caret: ResolvedPos): Y.XmlElement[] | undefined {
  const elements: Y.XmlElement[] = []
  for (let depth = 0; depth < caret.depth; depth += 1) {
    const next: unknown = (elements.at(-1) ?? root).get(caret.index(depth))
    if (!(next instanceof Y.XmlElement)) return undefined
    elements.push(next)
  }
  return elements
}

/** What a block holds, as a row in which words and what is no words take turns. */
export interface Row<Words, Other> {
  /** The words before each of the others, and those behind the last: one more than there are others. */
  readonly runs: readonly Words[]
  /** Brackets' edges and line breaks. */
  readonly others: readonly Other[]
}

/** The texts of each run: several where people began one at once, none where nobody has typed. */
export function rowOf(block: Y.XmlElement): Row<readonly Y.XmlText[], Y.XmlElement> {
  const others: Y.XmlElement[] = []
  const runs: Y.XmlText[][] = [[]]
  for (const child of block.toArray()) {
    if (child instanceof Y.XmlText) runs.at(-1)?.push(child)
    else if (child instanceof Y.XmlElement) {
      others.push(child)
      runs.push([])
    }
  }
  return { runs, others }
}

export interface TextPlace {
  readonly text: Y.XmlText
  readonly index: number
}

/** A place in a run, in the text that has the letter on the left of it. */
export function placeIn(run: readonly Y.XmlText[], offset: number): TextPlace | undefined {
  let index = offset
  for (const text of run) {
    if (index <= text.length) return { text, index }
    index -= text.length
  }
  return undefined
}

/** Where the next letter of a caret goes: right behind an item, or at the start of the text. */
export interface Hold {
  readonly behind: Y.ID | undefined
  /** The item that holds the last letter before the place, when it is one's own and ends there. */
  readonly own: Y.Item | undefined
}

/**
 * Behind one's own last letter, whatever others have put or struck on the right of it: so what one types in a row stays together.
 * Elsewhere behind what was struck at the place, as Yjs writes: struck words stand before those that are typed in their stead.
 */
export function holdAt({ text, index }: TextPlace): Hold {
  let left = index
  let struck: Y.Item | undefined
  for (const item of Y.getTypeChildren(text)) {
    if (left === 0 && !item.deleted) break
    if (left === 0) struck = item
    if (item.deleted || !item.countable) continue
    if (left < item.length) return { behind: letterIn(item, left), own: undefined }
    left -= item.length
    if (left > 0) continue
    const isOwn = item.id.client === text.doc?.clientID
    if (isOwn) return { behind: item.lastId, own: item }
    struck = item
  }
  return { behind: struck?.lastId, own: undefined }
}

const letterIn = ({ id }: Y.Item, count: number): Y.ID =>
  Y.createID(id.client, id.clock + count - 1)
