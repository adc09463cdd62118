/** Edits of an amendment's words, as tests make them. */
import * as Y from 'yjs'
import { wordsOf } from './served.ts'

/** The first text of the document that has these words, or any. */
export const firstText = (doc: Y.Doc, words = ''): Y.XmlText => {
  for (const block of doc.getXmlFragment('words').toArray())
    if (block instanceof Y.XmlElement)
      for (const child of block.toArray())
        if (child instanceof Y.XmlText && child.length > 0 && child.toJSON().includes(words))
          return child
  throw new Error('no words')
}
/** Puts words in place of others. */
export function replace(doc: Y.Doc, from: string, to: string): void {
  const text = firstText(doc)
  const at = text.toJSON().indexOf(from)
  doc.transact(() => {
    text.delete(at, from.length)
    text.insert(at, to)
  })
}

/** What the document says, without marks. */
export const firstParagraph = (doc: Y.Doc): string =>
  wordsOf(doc)
    .replaceAll(/<[^>]*>/g, '')
    .trim()
