/** Under which Yjs client ids the words of a flat range were written. */
import * as Y from 'yjs'
import { flatten } from './flat-document.ts'
import type { FlatRange } from './words-anchor.ts'

/** The client ids, in the order in which they come. */
export function writersOf(doc: Y.Doc, { start, end }: FlatRange): number[] {
  const clients = new Set<number>()
  for (const run of flatten(doc).runs) {
    if (run.start >= end || run.start + run.words.length <= start) continue
    let offset = run.start
    for (const item of Y.getTypeChildren(run.text)) {
      if (item.deleted || !(item.content instanceof Y.ContentString)) continue
      if (offset < end && offset + item.length > start) clients.add(item.id.client)
      offset += item.length
    }
  }
  return [...clients]
}
