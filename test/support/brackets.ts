/** Brackets in documents of tests. */
import type * as Y from 'yjs'
import { blocksOf } from '#shared/flow/blocks'
import { asEdges, flowOf } from '#shared/flow/flow-doc'
import { putEmbeds, putLetters } from '#shared/flow/put'

/** Puts bracketed words at the end of the last paragraph. */
export function addBracket(doc: Y.Doc, bracketId: string, words: string): void {
  const flow = flowOf(doc)
  const at = blocksOf(flow).at(-1)?.to ?? 0
  doc.transact(() => {
    putLetters(flow, at, words)
    asEdges(doc, () => {
      putEmbeds(flow, at + words.length, { close: bracketId })
      putEmbeds(flow, at, { open: bracketId })
    })
  })
}
