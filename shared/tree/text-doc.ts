/** Makes the documents that texts were held in. */
import * as Y from 'yjs'
import { leaveFormats } from '../flow/leave-formats.ts'
import { formatNames } from './tree-names.ts'

/** Whether words hold a format that no page writes. */
const hasUnknownFormat = (type: unknown): boolean =>
  type instanceof Y.Text &&
  Y.getTypeChildren(type).some(
    ({ deleted, content }) =>
      !deleted && content instanceof Y.ContentFormat && !formatNames.has(content.key),
  )

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
