/**
 * Compares two moments of one document: what a branch changes in its base, or what became of a text. One walk over each flow; every
 * view of the difference is read from what it gives, so that no two can disagree.
 *
 * Before `{p1}The budget is public.{end}`. A branch deletes "budget", types "budget" anew, and " and the plan" behind it; presses Enter
 * behind "is". Of two changes the list says: inserted `and the plan`, and a split. The retyped word is none.
 */
import type * as Y from 'yjs'
import type { Copies } from '../copies/table.ts'
import { isSameLooks, looksAt } from '../flow/block-looks.ts'
import { blockKeys, flowOf, wordsFlow } from '../flow/flow-doc.ts'
import { piecesAt } from '../flow/moments.ts'
import { idsSaidBetween } from '../flow/said-under-key.ts'
import { type Change, type ChangePart, changesOf, formattingIn, isChanged } from './changes.ts'
import { entryParts, flowsRead, struckCells, type Tables, tablesAt } from './entries.ts'
import { blockIdOf, isEdge, type Letter } from './letters.ts'
import { embedsIn, type Span } from './spans.ts'
import { spansIn } from './stretches.ts'

export interface ComparedFlow {
  readonly flow: string
  /** All that stood or stands, in reading order. */
  readonly spans: readonly Span[]
  /** Edges put around letters that stood outside of any block: they change nothing that is read. */
  readonly naming: ReadonlySet<Span>
}

export interface Comparison {
  /** The words, and the cells that are read at one of the two moments. */
  readonly flows: readonly ComparedFlow[]
  readonly tables: Tables
  /** Cells of rows, columns and tables that are gone. */
  readonly struck: ReadonlySet<string>
  readonly changes: readonly Change[]
}

/** Edges that give a name to letters outside of any block, at a place where one began or ended anyway. */
function namingIn(spans: readonly Span[]): ReadonlySet<Span> {
  const naming = new Set<Span>()
  const letters = (span: Span | undefined): readonly Letter[] =>
    span?.type === 'changed' ? span.deleted : (span?.was ?? [])
  const beside = (at: number, step: 1 | -1): Letter | undefined => {
    for (let next = at + step; spans[next]; next += step) {
      const found = letters(spans[next]).at(step > 0 ? 0 : -1)
      if (found) return found
    }
    return undefined
  }
  for (const [at, span] of spans.entries()) {
    if (!isChanged(span) || span.deleted.length > 0) continue
    const [edge, ...others] = span.inserted
    if (!edge || others.length > 0 || !isEdge(edge)) continue
    const [before, after] = [beside(at, -1), beside(at, 1)]
    const begins = isEdge(edge, 'block') && after && !isEdge(after)
    const ends = isEdge(edge, 'end') && before && !isEdge(before, 'end')
    if (begins && (!before || isEdge(before, 'end'))) naming.add(span)
    if (ends && (!after || isEdge(after, 'block'))) naming.add(span)
  }
  return naming
}

/** Blocks that stood and stand, and look otherwise; `said` are those of which something was said between the two moments. */
function looksIn(
  flow: string,
  span: Span,
  keys: Y.Map<unknown>,
  [then, now]: readonly [Y.Snapshot, Y.Snapshot],
  said: ReadonlySet<string>,
): ChangePart[] {
  if (span.type === 'changed') return []
  // A block that was retyped has another id.
  if (span.pieces && said.size === 0) return []
  return embedsIn(span).flatMap(([edge, edgeNow]): ChangePart[] => {
    const [blockId, idNow] = [blockIdOf(edge), blockIdOf(edgeNow)]
    if (blockId === undefined || idNow === undefined) return []
    if (blockId === idNow && !said.has(blockId)) return []
    const [was, is] = [looksAt(keys, blockId, then), looksAt(keys, idNow, now)]
    return isSameLooks(was, is) ? [] : [{ type: 'looks', flow, edge, blockId, was, is }]
  })
}

/** What looks otherwise of letters that got a block of their own. */
function looksOfNamed(
  flow: string,
  span: Span,
  keys: Y.Map<unknown>,
  now: Y.Snapshot,
): ChangePart[] {
  if (span.type === 'unchanged') return []
  return span.inserted.flatMap((edge): ChangePart[] => {
    const blockId = blockIdOf(edge)
    if (blockId === undefined) return []
    const is = looksAt(keys, blockId, now)
    return isSameLooks({}, is) ? [] : [{ type: 'looks', flow, edge, blockId, was: {}, is }]
  })
}

/** Compares a document (`gc: false`) at two moments; `copies` is its table. Work on letters is in proportion to what differs. */
export function compare(doc: Y.Doc, then: Y.Snapshot, now: Y.Snapshot, copies: Copies): Comparison {
  const keys = blockKeys(doc)
  const words = piecesAt(flowOf(doc), then, now)
  const tables = tablesAt(doc, then, now, words)
  const flows = flowsRead(doc, tables).map((flow): ComparedFlow => {
    const spans = spansIn(flow === wordsFlow ? words : piecesAt(flowOf(doc, flow), then, now))
    return { flow, spans, naming: namingIn(spans) }
  })
  const said = idsSaidBetween(keys, then, now)
  const parts = flows.flatMap(({ flow, spans, naming }) => {
    const own = spans.flatMap((span): ChangePart[] => {
      if (naming.has(span)) return looksOfNamed(flow, span, keys, now)
      if (span.type === 'changed') return [{ type: 'words', flow, span }]
      return [...looksIn(flow, span, keys, [then, now], said), ...formattingIn(flow, span)]
    })
    return flow === wordsFlow ? [...own, ...entryParts(tables)] : own
  })
  return {
    flows,
    tables,
    struck: struckCells(doc, tables),
    changes: changesOf(parts, copies, tables),
  }
}
