/**
 * Reads a text again and again: where letters alone came and went in its words since the last time, all else is the same as it was read
 * then, and the same objects, so that nothing that shows it is drawn again.
 */
import type * as Y from 'yjs'
import type { TextContent } from '#shared/domain/content'
import { readEdited } from '#shared/flow/read-flow'
import { readText } from '#shared/flow/read-text'
import { editsSince, versionOf } from './course.ts'

export function newTextReader(doc: Y.Doc): () => TextContent {
  let last: { readonly content: TextContent; readonly version: number } | undefined
  const readAgain = (): TextContent | undefined => {
    const edits = last && editsSince(doc, last.version)
    if (!last || !edits) return undefined
    const edges = new Map(edits.flatMap(({ blocks }) => [...blocks]))
    const words = readEdited(doc, last.content.words, edges)
    return words && { ...last.content, words }
  }
  return () => {
    const content = readAgain() ?? readText(doc)
    last = { content, version: versionOf(doc) }
    return content
  }
}
