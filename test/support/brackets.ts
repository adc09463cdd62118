/** Brackets in documents of tests. */
import * as Y from 'yjs'

/** Puts bracketed words at the end of the last paragraph. */
export function addBracket(doc: Y.Doc, bracketId: string, sponsors: string, words: string): void {
  const fragment = doc.getXmlFragment('words')
  const paragraph = fragment.get(fragment.length - 1)
  if (!(paragraph instanceof Y.XmlElement)) throw new Error('no paragraph')
  const edge = (which: 'open' | 'close') => {
    const element = new Y.XmlElement('bracket')
    for (const [name, value] of Object.entries({ edge: which, bracketId, sponsors }))
      element.setAttribute(name, value)
    return element
  }
  doc.transact(() => {
    paragraph.insert(paragraph.length, [edge('open'), new Y.XmlText(words), edge('close')])
  })
}
