/** Follows a text's log from its first record on, through what is of the tree to what is of flows: for past moments. */
import * as Y from 'yjs'
import type { TextContent } from '#shared/domain/content'
import { newFlowDoc } from '#shared/flow/flow-doc'
import { readText } from '#shared/flow/read-text'
import { readContent } from '#shared/tree/read-content'
import { newTextDoc } from '#shared/tree/text-doc'
import type { PastContent, TextRecord } from './store.ts'
import { newClientId } from './text-log.ts'

export interface Replay {
  readonly take: (records: readonly TextRecord[]) => void
  /** What the text says behind what was taken last. */
  readonly content: () => TextContent
  /** Whether nothing that was taken waits for something that is missing. */
  readonly isWhole: () => boolean
  /** Of the text's state there. */
  readonly bytes: () => number
}

export function openReplay(): Replay {
  let now: { readonly doc: Y.Doc; readonly isOfTree: boolean } | undefined
  const docFor = (isOfTree: boolean): Y.Doc => {
    if (now?.isOfTree === isOfTree) return now.doc
    now?.doc.destroy()
    const doc = isOfTree ? newTextDoc() : newFlowDoc(newClientId(), { gc: false })
    now = { doc, isOfTree }
    return doc
  }
  return {
    take(records) {
      const firstOfFlows = records.findIndex(({ isOfTree }) => !isOfTree)
      const parts = firstOfFlows > 0 ? [firstOfFlows, records.length] : [records.length]
      let from = 0
      for (const to of parts) {
        const part = records.slice(from, to)
        from = to
        if (part.length === 0) continue
        const doc = docFor(part[0]?.isOfTree === true)
        doc.transact(() => {
          for (const { updates } of part) for (const each of updates) Y.applyUpdate(doc, each)
        })
      }
    },
    content() {
      const { doc, isOfTree } = now ?? { doc: docFor(false), isOfTree: false }
      return isOfTree ? readContent(doc) : readText(doc)
    },
    isWhole() {
      const { pendingStructs, pendingDs } = docFor(now?.isOfTree === true).store
      return pendingStructs === null && pendingDs === null
    },
    bytes: () => Y.encodeStateAsUpdate(docFor(now?.isOfTree === true)).length,
  }
}

/** What a text said at an instant, from everything that was ever written in it. */
export function contentAt(history: readonly TextRecord[], time: string): PastContent {
  const replay = openReplay()
  replay.take(history.filter(({ at }) => at <= time))
  return { content: replay.content(), bytes: replay.bytes() }
}
