/** Tables, tasks and provisions in replicas of flows. */
import * as Y from 'yjs'
import type { Block, TextContent } from '#shared/domain/content'
import type { Draft } from '#shared/flow/draft'
import { flowOf, newFlowDoc } from '#shared/flow/flow-doc'
import { flowNames } from '#shared/flow/moments'
import { readText } from '#shared/flow/read-text'
import { cellFlow, gridsOf } from '#shared/flow/tables'
import { writeText } from '#shared/flow/write-flow'
import { lettersRead, type Replica } from './flow-replicas.ts'

export const words = (said: string): TextContent['tasks'][number]['what'] =>
  said === '' ? [] : [{ type: 'words', words: said, marks: [] }]
export const paragraph = (said: string, blockId = ''): Block => ({
  type: 'paragraph',
  blockId,
  inlines: words(said),
})

/** Tasks of which each has these words in its first column. */
export const tasksOf = (...said: readonly string[]): TextContent['tasks'] =>
  said.map((what, at) => ({
    rowId: `r${at + 1}`,
    what: words(what),
    responsibleBody: [],
    implementation: [],
    timeline: [],
  }))
/** A table in the words; its first row is a heading. */
export const tableOf = (rows: readonly (readonly string[])[]): Block => ({
  type: 'table',
  rows: rows.map((row, at) => row.map((said) => ({ header: at === 0, blocks: [paragraph(said)] }))),
})

/** Replicas of a text, under client ids whose order is the caller's. */
export function replicasOfText(
  content: Partial<TextContent>,
  clients: readonly number[],
  options: { readonly gc?: boolean } = {},
): Replica[] {
  let made = 0
  const newBlockId = () => `n${++made}`
  const base = newFlowDoc(1)
  writeText(
    base,
    {
      words: [paragraph('First', 'p1'), paragraph('Last', 'p2')],
      tasks: [],
      provisions: [],
      ...content,
    },
    { newBlockId, newBreakId: newBlockId },
  )
  return clients.map((client) => {
    const doc = newFlowDoc(client, options)
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(base))
    return { doc, draft: { flow: flowOf(doc), newBlockId } }
  })
}

/** A cell to write in, by the places of its row and column. */
export function cellAt({ doc, draft }: Replica, table: string, row: number, column: number): Draft {
  const { rows, columns } = gridsOf(doc)(table)
  return {
    flow: flowOf(doc, cellFlow(rows[row]?.id ?? '', columns[column]?.id ?? '')),
    newBlockId: draft.newBlockId,
  }
}
const plain = (blocks: readonly Block[]): string =>
  blocks
    .map((block) =>
      block.type === 'paragraph' || block.type === 'heading'
        ? block.inlines.map((each) => (each.type === 'words' ? each.words : '')).join('')
        : '',
    )
    .join('/')
/** The tables of the words as they are read. */
export const tablesRead = ({ doc }: Replica): string[][][] =>
  readText(doc).words.flatMap((block) =>
    block.type === 'table' ? [block.rows.map((row) => row.map(({ blocks }) => plain(blocks)))] : [],
  )
/** The first column of the tasks. */
export const tasksRead = ({ doc }: Replica): string[] =>
  readText(doc).tasks.map(({ what }) =>
    what.map((each) => (each.type === 'words' ? each.words : '')).join(''),
  )
/** All letters that stand anywhere, read or not. */
export const lettersKept = (replica: Replica): string =>
  flowNames(replica.doc)
    .map((name) =>
      lettersRead({ ...replica, draft: { ...replica.draft, flow: flowOf(replica.doc, name) } }),
    )
    .join('')
