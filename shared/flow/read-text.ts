/** Reads a whole text from its document of flows: words, tasks and provisions. Writes nothing. */
import type * as Y from 'yjs'
import type { Cell, Inline, TextContent } from '../domain/content.ts'
import type { RowsName } from '../text/content-names.ts'
import type { RowField } from '../text/content-rows.ts'
import { joinRuns } from '../text/marks.ts'
import { flowOf } from './flow-doc.ts'
import { linesOf, readFlow } from './read-flow.ts'
import { cellFlow, gridsOf } from './tables.ts'

/** A cell of a task or provision as one line: where it has several blocks, each begins a new line. */
export function readLine(doc: Y.Doc, name: string): Cell {
  if (!doc.share.has(name)) return []
  return joinRuns(
    linesOf(flowOf(doc, name)).flatMap(({ block }, at): Inline[] => [
      ...(at > 0 ? [{ type: 'line-break' as const }] : []),
      ...block.inlines,
    ]),
  )
}

/** What a text says now. */
export function readText(doc: Y.Doc): TextContent {
  const gridOf = gridsOf(doc)
  const rowsOf = (rows: RowsName) =>
    gridOf(rows).rows.map(({ id: rowId }) => ({
      rowId,
      cell: (field: RowField): Cell => readLine(doc, cellFlow(rowId, field)),
    }))
  return {
    words: readFlow(flowOf(doc)),
    tasks: rowsOf('tasks').map(({ rowId, cell }) => ({
      rowId,
      what: cell('what'),
      responsibleBody: cell('responsibleBody'),
      implementation: cell('implementation'),
      timeline: cell('timeline'),
    })),
    provisions: rowsOf('provisions').map(({ rowId, cell }) => ({
      rowId,
      indicator: cell('indicator'),
      baseline: cell('baseline'),
      target: cell('target'),
      meansOfVerification: cell('meansOfVerification'),
      responsibleBody: cell('responsibleBody'),
      frequency: cell('frequency'),
    })),
  }
}
