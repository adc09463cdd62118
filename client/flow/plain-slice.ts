/**
 * What is copied as plain text: numbers of items, sponsors of brackets and line breaks as on screen, blocks parted by empty lines, rows of
 * tables as lines and their cells parted by tabs.
 */
import type { Node, Slice } from '@tiptap/pm/model'
import type { EditorState } from '@tiptap/pm/state'
import type * as Y from 'yjs'
import { bracketKeysOf } from '#shared/flow/bracket-keys'
import { listPlaces } from '#shared/flow/list-places'
import { type PlacedCell, placedCells, seenFlows } from '#shared/flow/merges'
import { readLine } from '#shared/flow/read-text'
import { gridsOf } from '#shared/flow/tables'
import { slotsOf } from '#shared/text/cell-slots'
import { plainInlines, plainWords } from '#shared/text/content-to-plain'
import { numberLabel } from '#shared/text/list-labels'
import { readMarks } from '#shared/text/marks'
import { noteOf } from '../editor/footnotes.ts'
import { placedBlocks } from './block-commands.ts'
import { looksIn, nodeNames } from './flow-schema.ts'
import { formatOf } from './slice-tokens.ts'

function plainInline(node: Node, doc: Y.Doc): string {
  const { type, text, attrs, marks } = node
  const isNote = noteOf(node) !== undefined
  if (text !== undefined)
    return plainWords(
      isNote ? text.replace(/^\u2009/u, ' (').replace(/\u2009$/u, ')') : text,
      readMarks(marks.map(formatOf)),
    )
  if (type.name === nodeNames.lineBreak) return '\n'
  if (type.name !== nodeNames.bracket) return ''
  if (attrs['edge'] === 'close') return ']'
  const { sponsors } = bracketKeysOf(doc, String(attrs['bracketId']))
  return sponsors === '' ? '[' : `[${sponsors}: `
}

function plainTable(doc: Y.Doc, tableId: string): string {
  const said = (placed: PlacedCell): string =>
    seenFlows(doc, placed)
      .map((flow) => plainInlines(readLine(doc, flow)))
      .join('\n')
  const cells = placedCells(gridsOf(doc)(tableId)).map((row) =>
    row.map((placed) => ({ placed, columnSpan: placed.size.columns, rowSpan: placed.size.rows })),
  )
  return slotsOf(cells)
    .map((row) => row.map((slot) => (slot?.is === 'cell' ? said(slot.cell.placed) : '')).join('\t'))
    .join('\n')
}

const nowhere = { inside: [], item: undefined, number: undefined }

/** The labels of the selected blocks, in their order; none where words of one are selected, or not from its start on. */
function labelsIn({ doc, selection: { $from, $to, from, to } }: EditorState): string[] {
  if ($from.depth > 0 && $from.sameParent($to)) return []
  const blocks = placedBlocks(doc)
  const places = listPlaces(blocks.map(({ looks }) => looks))
  return blocks.flatMap(({ position, node }, at) => {
    if (position + node.nodeSize <= from || position >= to) return []
    const { inside, item, number } = places[at] ?? nowhere
    const frame = inside.at(-1)
    const indent = '   '.repeat(Math.max(0, inside.length - 1))
    if (position + 1 < from) return [indent]
    const own = looksIn(node.attrs).label
    if (own !== undefined) return [`${indent}${own} `]
    if (!frame) return [indent]
    if (item === undefined) return [`${indent}   `]
    return [number === undefined ? indent : `${indent}${numberLabel(frame.style, number)} `]
  })
}

/** The plain text of what is selected. */
export function plainSlice({ content }: Slice, state: EditorState, doc: Y.Doc): string {
  const labels = labelsIn(state).values()
  return content.content
    .map((block) => {
      if (block.isInline) return plainInline(block, doc)
      if (block.type.name === nodeNames.table)
        return `\n\n${plainTable(doc, String(block.attrs['tableId']))}`
      const line = block.children.map((each) => plainInline(each, doc)).join('')
      return `\n\n${labels.next().value ?? ''}${line}`
    })
    .join('')
    .replace(/^\n\n/, '')
}
