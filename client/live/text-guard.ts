/**
 * Watches one text's document for what this page does not know. An editor would strike what it cannot build, in the name of whoever
 * looks at it: so editors end before they see it, and from then on this page writes nothing into the text.
 */
import type * as Y from 'yjs'
import { broughtStrange } from '#shared/text/strange-content'
import { leaveFormats } from '#shared/text/text-doc'

export interface TextGuard {
  /** Whether the document holds, or has held since it was opened, what this page does not know. */
  readonly isStrange: () => boolean
  /** Calls back when that comes, before anybody else hears of it. */
  readonly beforeStrange: (end: () => void) => () => void
}

export function guardText(doc: Y.Doc, onStrange: () => void): TextGuard {
  let isStrange = false
  const ends = new Set<() => void>()
  doc.on('beforeObserverCalls', (transaction: Y.Transaction) => {
    if (isStrange || transaction.local || !broughtStrange(transaction)) return
    isStrange = true
    for (const end of Array.from(ends)) end()
    onStrange()
  })
  // Yjs would strike superfluous formats, which is writing too.
  doc.on('afterTransaction', (transaction: Y.Transaction) => {
    if (isStrange) leaveFormats(transaction)
  })
  return {
    isStrange: () => isStrange,
    beforeStrange(end) {
      ends.add(end)
      return () => ends.delete(end)
    },
  }
}
