/** The cells of a table on the page: what stands in them, and the editor of the one that somebody is in. */
import { type AnyExtension, Editor } from '@tiptap/core'
import type { DOMSerializer } from '@tiptap/pm/model'
import { Selection } from '@tiptap/pm/state'
import type { EditorProps, EditorView } from '@tiptap/pm/view'
import type * as Y from 'yjs'
import type { Draft } from '#shared/flow/draft'
import { flowOf } from '#shared/flow/flow-doc'
import type { CellMoves } from './cell-keys.ts'
import type { CellRuns } from './cell-runs.ts'
import { draw } from './draw.ts'
import { schemaInCells } from './flow-schema.ts'
import type { PageEditors } from './page-editors.ts'
import { type RunKind, runKinds, withRuns } from './runs.ts'
import { drawStill } from './still-runs.ts'
import type { CellElement } from './table-grid.ts'

/** A flow in an editor. */
export interface EditedFlow {
  readonly editor: Editor
  readonly flow: Y.Text
}

export interface TableDesk {
  readonly draft: Draft
  readonly editors: PageEditors
  /** What an editor of a cell is made of. */
  readonly cellExtensions: (draft: Draft, moves: CellMoves) => AnyExtension[]
  /** Names a cell to those who cannot see where it is; row and column count from 1. */
  readonly cellLabel: (row: number, column: number) => string
  /** A cell was opened, or the one that was open is closed. */
  readonly onCell?: ((opened: EditedFlow | undefined) => void) | undefined
  /** What is shown in cells without being of them. */
  readonly runs?: CellRuns | undefined
  /** For the editors of cells. */
  readonly cellEditorProps?: EditorProps | undefined
  /** Others have taken the cell away that somebody is in. */
  readonly onCellGone: (flow: Y.Text) => void
}

export interface Cell extends CellElement {
  readonly forget: () => void
  editor: Editor | undefined
  /** The blocks that are shown in it, whose looks may change. */
  blocks: ReadonlySet<unknown>
}

/** What cells are drawn with. */
export interface Drawn {
  /** The editor of the words. */
  readonly view: EditorView
  readonly runs: CellRuns | undefined
  readonly doc: Y.Doc
  readonly serializer: DOMSerializer
}

/** Shows what stands in a cell, unless its editor does. */
export function showCell(cell: Cell, { view, runs, doc, serializer }: Drawn): void {
  const { flow, element, editor } = cell
  if (editor) return
  const words = doc.share.has(flow) ? draw(schemaInCells, flowOf(doc, flow)).content : undefined
  cell.blocks = new Set(words?.content.map(({ attrs }) => attrs['blockId']))
  element.replaceChildren(...(words ? [serializer.serializeFragment(words)] : []))
  if (runs && words) drawStill(element, flowOf(doc, flow), runs.all(flow), view)
}

export function endEditor(cell: Cell, { onCell }: TableDesk): void {
  if (!cell.editor) return
  cell.editor.destroy()
  cell.editor = undefined
  onCell?.(undefined)
}

/** Opens the editor of a cell, with the caret behind its last letter. */
export function openCell(cell: Cell, drawn: Drawn, desk: TableDesk, moves: CellMoves): EditorView {
  if (cell.editor) return cell.editor.view
  const own: Draft = { ...desk.draft, flow: flowOf(drawn.doc, cell.flow) }
  desk.editors.opened(() => {
    endEditor(cell, desk)
    showCell(cell, drawn)
  })
  cell.element.replaceChildren()
  cell.editor = new Editor({
    element: cell.element,
    injectCSS: false,
    extensions: desk.cellExtensions(own, moves),
    ...(desk.cellEditorProps && { editorProps: desk.cellEditorProps }),
  })
  // Its row may be another by now. Tiptap itself takes attributes that stay the same alone.
  cell.editor.view.setProps({
    attributes: () => ({ role: 'textbox', 'aria-label': desk.cellLabel(cell.row, cell.column) }),
  })
  const { state, dispatch } = cell.editor.view
  dispatch(state.tr.setSelection(Selection.atEnd(state.doc)))
  for (const kind of runKinds) showRuns(cell, kind, drawn)
  desk.onCell?.({ editor: cell.editor, flow: own.flow })
  return cell.editor.view
}

/** Shows runs of a kind as they are given now. */
export function showRuns(cell: Cell, kind: RunKind, drawn: Drawn): void {
  const { view } = cell.editor ?? {}
  if (!view) showCell(cell, drawn)
  else if (drawn.runs && kind !== 'carets')
    view.dispatch(withRuns(view.state.tr, kind, drawn.runs.of(cell.flow, kind)))
}

/** Puts the caret where somebody pressed. */
export function goToPoint(view: EditorView, { clientX, clientY }: MouseEvent): void {
  const at = view.posAtCoords({ left: clientX, top: clientY })
  if (at) view.dispatch(view.state.tr.setSelection(Selection.near(view.state.doc.resolve(at.pos))))
  view.focus()
}
