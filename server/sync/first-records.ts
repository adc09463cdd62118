/** The records that a text starts with: from words, or from another text's. */
import * as Y from 'yjs'
import { keptOf } from '#shared/amendment/branch'
import type { TextContent } from '#shared/domain/content'
import { newFlowDoc } from '#shared/flow/flow-doc'
import { idSet } from '#shared/flow/ids'
import { writeText } from '#shared/flow/write-flow'
import type { TextRecord } from '../store/store.ts'
import { authorRecords, copyOf, newClientId } from '../store/text-log.ts'
import { newBracketId } from './outcome.ts'
import type { TextRoom } from './room-context.ts'

export function recordsOfWords(content: TextContent, at: string): TextRecord[] {
  const doc = newFlowDoc(newClientId())
  writeText(doc, content, { newBlockId: newBracketId, newBreakId: newBracketId })
  const clients = [...doc.store.clients.keys()].map((client) => [client, null] as const)
  return authorRecords([Y.encodeStateAsUpdate(doc)], clients, at)
}

/** Of an amendment to a text, as that is on disk. */
export function recordsOfBranch(room: TextRoom, at: string): TextRecord[] {
  const doc = room.savedDoc()
  const branch = keptOf({ base: Y.snapshot(doc), deleted: idSet([]) })
  return copyOf(doc, new Map(room.authors()), at, branch)
}
