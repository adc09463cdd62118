/**
 * Words that an amendment struck and wrote again at the same place. An editor that parts a run of words by a bracket writes
 * what stands behind it anew, in a text of its own: nobody changed those words.
 */
import * as Y from 'yjs'
import { itemOf } from './amended-words.ts'
import { compareWords } from './compare.ts'
import { liftedEdge, nodeName } from './content-names.ts'
import type { Kind, KindOf } from './kind-of.ts'
import { idOf } from './laid-over.ts'
import { attributeOf } from './read-inlines.ts'

interface Letter {
  readonly text: Y.XmlText
  readonly index: number
  readonly id: string
  readonly kind: Kind
  readonly words: string
  /** Whether its text came with the amendment. */
  readonly isInNewText: boolean
  /** Whether it stands in a bracket that came with the amendment. */
  readonly isInNewBracket: boolean
}

function lettersOf(parent: Y.XmlFragment, kindOf: KindOf): Letter[] {
  const letters: Letter[] = []
  const newBrackets = new Set<string>()
  for (const text of parent.toArray()) {
    const item = itemOf(text)
    const isNew = item !== null && kindOf(item.id.client, item.id.clock) === 'put'
    if (text instanceof Y.XmlElement && text.nodeName === nodeName.bracket) {
      const bracketId = attributeOf(text, 'bracketId')
      if (attributeOf(text, 'edge') !== 'open') newBrackets.delete(bracketId)
      else if (isNew) newBrackets.add(bracketId)
    }
    if (!(text instanceof Y.XmlText)) continue
    const of = { text, isInNewText: isNew, isInNewBracket: newBrackets.size > 0 }
    let index = 0
    for (const { id, content, deleted, countable, length } of Y.getTypeChildren(text)) {
      if (deleted || !countable) continue
      if (content instanceof Y.ContentString)
        for (const [offset, words] of content.str.split('').entries()) {
          const clock = id.clock + offset
          const kind = kindOf(id.client, clock)
          const name = idOf(Y.createID(id.client, clock))
          letters.push({ ...of, index: index + offset, id: name, kind, words })
        }
      index += length
    }
  }
  return letters
}

/** The letters between those that both texts have: what was struck there, if anything, and what was put. */
function gapsIn(letters: readonly Letter[]): { struck: Letter[]; put: Letter[] }[] {
  const gaps: { struck: Letter[]; put: Letter[] }[] = []
  let gap: { struck: Letter[]; put: Letter[] } = { struck: [], put: [] }
  for (const letter of letters) {
    if (letter.kind === 'same') {
      gaps.push(gap)
      gap = { struck: [], put: [] }
    } else gap[letter.kind].push(letter)
  }
  return [...gaps, gap].filter(({ put }) => put.length > 0)
}

const wordsOf = (letters: readonly Letter[]): string => letters.map(({ words }) => words).join('')

/** A bracket that was written again is the same bracket: the former edges give way. */
function settleBrackets(parent: Y.XmlFragment, kindOf: KindOf): void {
  const edges = parent.toArray().flatMap((node) => {
    const item = node instanceof Y.XmlElement ? itemOf(node) : null
    return node instanceof Y.XmlElement && item && node.nodeName === nodeName.bracket
      ? [{ node, kind: kindOf(item.id.client, item.id.clock) }]
      : []
  })
  const nameOf = (node: Y.XmlElement) =>
    `${attributeOf(node, 'edge')} ${attributeOf(node, 'bracketId')}`
  const again = new Set(edges.flatMap(({ node, kind }) => (kind === 'put' ? [nameOf(node)] : [])))
  for (const { node, kind } of edges)
    if (kind === 'struck' && again.has(nameOf(node))) node.setAttribute('edge', liftedEdge)
}

/**
 * Takes the former letters out of a line of both wordings, where the same ones stand again in their place in a new text. Gives
 * the names of letters that need no bracket: those, and what the amendment itself put into a bracket.
 */
export function settleWrittenInPlace(parent: Y.XmlFragment, kindOf: KindOf): ReadonlySet<string> {
  const settled = new Set<string>()
  const former: Letter[] = []
  for (const { struck, put } of gapsIn(lettersOf(parent, kindOf))) {
    const { pieces } = compareWords(wordsOf(struck), wordsOf(put))
    let [from, to] = [0, 0]
    for (const { kind, words } of pieces) {
      for (let offset = 0; kind === 'same' && offset < words.length; offset += 1) {
        const [was, is] = [struck[from + offset], put[to + offset]]
        if (!was || !is?.isInNewText) continue
        settled.add(is.id)
        former.push(was)
      }
      if (kind !== 'inserted') from += words.length
      if (kind !== 'deleted') to += words.length
    }
    if (pieces.every(({ kind }) => kind !== 'deleted'))
      for (const { id, isInNewBracket } of put) if (isInNewBracket) settled.add(id)
  }
  for (const { text, index } of former.toReversed()) text.delete(index, 1)
  settleBrackets(parent, kindOf)
  return settled
}
