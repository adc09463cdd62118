/** The flat text of a live document, with the place of each Y.XmlText in it. */
import * as Y from 'yjs'
import { plainWords } from './plain-words.ts'
import { liftedEdge, nodeName, wordsName } from './tree-names.ts'

/** One Y.XmlText and its place in the flat text. */
export interface Run {
  readonly text: Y.XmlText
  /** Flat offset of the run's first character. */
  readonly start: number
  readonly words: string
}

/** The flat text of a document, or of one fragment of it, with its runs. */
export interface FlatDocument {
  readonly runs: readonly Run[]
  readonly flat: string
}

const wordBlockNames: readonly string[] = [nodeName.paragraph, nodeName.heading]

/** The flat text of a document's words: the same text that `flatWords` gives for the read content. */
export const flatten = (doc: Y.Doc): FlatDocument => flattenFragment(doc.getXmlFragment(wordsName))

/** The flat text of a fragment, the words or one cell, with the place of each Y.XmlText in it. */
export function flattenFragment(fragment: Y.XmlFragment): FlatDocument {
  const runs: Run[] = []
  let flat = ''
  let isFirst = true
  const beginBlock = () => {
    if (!isFirst) flat += '\n'
    isFirst = false
  }
  const readInline = (child: unknown): void => {
    if (child instanceof Y.XmlText) {
      const words = plainWords(child)
      runs.push({ text: child, start: flat.length, words })
      flat += words
    } else if (child instanceof Y.XmlElement) {
      if (child.nodeName === nodeName.hardBreak) flat += '\n'
      else if (child.nodeName === nodeName.bracket) {
        const edge: unknown = child.getAttribute('edge')
        if (edge !== liftedEdge) flat += edge === 'close' ? ']' : '['
      } else child.toArray().forEach(readInline)
    }
  }
  const isInline = (child: unknown): boolean =>
    child instanceof Y.XmlText ||
    (child instanceof Y.XmlElement &&
      (child.nodeName === nodeName.hardBreak || child.nodeName === nodeName.bracket))
  const readBlocks = (parent: Y.XmlFragment): void => {
    const children = parent.toArray()
    if (children.length > 0 && children.every(isInline)) {
      beginBlock()
      children.forEach(readInline)
      return
    }
    for (const child of children) {
      if (!(child instanceof Y.XmlElement)) continue
      if (wordBlockNames.includes(child.nodeName)) {
        beginBlock()
        child.toArray().forEach(readInline)
      } else readBlocks(child)
    }
  }
  readBlocks(fragment)
  return { runs, flat }
}
