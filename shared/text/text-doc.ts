/** Makes the documents that texts are held in. */
import * as Y from 'yjs'
import { formatRules } from './allowed-content.ts'

/** Whether words hold a format that no page writes. */
const hasUnknownFormat = (type: unknown): boolean =>
  type instanceof Y.Text &&
  Y.getTypeChildren(type).some(
    ({ deleted, content }) =>
      !deleted && content instanceof Y.ContentFormat && !formatRules.has(content.key),
  )

/** Keeps Yjs from striking superfluous formats behind a transaction. */
export function leaveFormats(transaction: Y.Transaction): void {
  Object.assign(transaction, { _needFormattingCleanup: false })
}

/**
 * An empty document for a text. Yjs strikes superfluous formats after others' changes, and compares every letter with every
 * format for it: where there are formats that no page writes, there may be any number of them, and it leaves them alone.
 */
export function newTextDoc(options: { readonly gc?: boolean } = {}): Y.Doc {
  const doc = new Y.Doc(options)
  doc.on('afterTransaction', (transaction: Y.Transaction) => {
    const { changed, _needFormattingCleanup: isStriking } = transaction
    if (isStriking && [...changed.keys()].some(hasUnknownFormat)) leaveFormats(transaction)
  })
  return doc
}
