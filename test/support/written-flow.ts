/** Documents of flows that hold a content, for what reads and changes them. */
import * as Y from 'yjs'
import type { TextContent } from '#shared/domain/content'
import { newFlowDoc } from '#shared/flow/flow-doc'
import { writeText } from '#shared/flow/write-flow'

let made = 0
export const newId = (): string => `made-${(made += 1)}`

/** A document that holds a content, written under one client id. */
export function flowDocOf(content: TextContent, clientId = 1): Y.Doc {
  const doc = newFlowDoc(clientId, { gc: false })
  writeText(doc, content, { newBlockId: newId, newBreakId: newId })
  return doc
}

/** The same in another's hands. */
export function replicaOf(doc: Y.Doc, clientId: number): Y.Doc {
  const replica = newFlowDoc(clientId, { gc: false })
  Y.applyUpdate(replica, Y.encodeStateAsUpdate(doc))
  return replica
}
