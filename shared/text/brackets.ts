/** Counting square brackets: pairs of edges with one id. An edge without its partner still means "not agreed". */
import type { Inline, TextContent } from '../domain/content.ts'
import { provisionFields, taskFields } from '../domain/content.ts'
import { wordBlocks } from './flat-words.ts'

function* inlinesOf(content: TextContent): Generator<Inline> {
  for (const block of wordBlocks(content.words)) yield* block.inlines
  for (const task of content.tasks) for (const field of taskFields) yield* task[field]
  for (const provision of content.provisions)
    for (const field of provisionFields) yield* provision[field]
}

/**
 * How many brackets a text has. A pair counts once; so do characters "[" that somebody typed instead of putting a bracket.
 */
export function countBrackets(content: TextContent): number {
  const ids = new Set<string>()
  let typed = 0
  for (const inline of inlinesOf(content)) {
    if (inline.type === 'bracket') ids.add(inline.bracketId)
    if (inline.type === 'words') typed += inline.words.split('[').length - 1
  }
  return ids.size + typed
}
