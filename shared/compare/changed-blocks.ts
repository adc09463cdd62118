/**
 * The blocks of the words that a comparison tells anything of: as long as letters come and go in others alone, it stays as it is.
 *
 * Of `{p1}One.{end}{p2}Two.{end}` with "s" put behind "One": p1.
 */
import { wordsFlow } from '../flow/flow-doc.ts'
import type { Comparison } from './compare.ts'
import { blockIdOf, isEdge, type Letter } from './letters.ts'
import { embedsIn, type Span } from './spans.ts'

const edgesIn = (span: Span): readonly Letter[] =>
  span.type === 'changed' ? [...span.deleted, ...span.inserted] : embedsIn(span).flat()

/** The blocks, by their ids, of which any letter was looked at, and those that look otherwise. */
export function changedBlocks({ flows, changes }: Comparison): ReadonlySet<string> {
  const blocks = new Set<string>()
  const spans = flows.find(({ flow }) => flow === wordsFlow)?.spans ?? []
  /** The block that goes on from one span into the next. */
  let open: string | undefined
  for (const span of spans) {
    const begun = edgesIn(span).flatMap((edge) => blockIdOf(edge) ?? [])
    if (span.type === 'changed' || !span.pieces) {
      // What begins with an edge that lasts leaves the block before it alone.
      const isApart = span.type === 'unchanged' && span.was[0] && isEdge(span.was[0], 'block')
      if (open !== undefined && !isApart) blocks.add(open)
      for (const id of begun) blocks.add(id)
    }
    open = begun.at(-1) ?? open
  }
  for (const { parts } of changes)
    for (const part of parts) if (part.type === 'looks') blocks.add(part.blockId)
  return blocks
}
