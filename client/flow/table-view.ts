/**
 * A table in the words. To the words' editor it is one leaf; its cells are editors of their own, on flows of their own, of which one at
 * a time is open. So two who type in two cells never write in one flow, and nothing of the words can take a cell's caret along.
 */
import { type AnyExtension, Editor } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { NodeSelection, Selection } from '@tiptap/pm/state'
import type { EditorView, NodeView } from '@tiptap/pm/view'
import type * as Y from 'yjs'
import type { Draft } from '#shared/flow/draft'
import { blockKeys, flowOf } from '#shared/flow/flow-doc'
import { axes, axisKeys, gridsOf } from '#shared/flow/tables'
import type { CellMoves } from './cell-keys.ts'
import { draw } from './draw.ts'
import { serializerOf } from './flow-clipboard.ts'
import type { PageEditors } from './page-editors.ts'
import { type CellElement, newTableGrid } from './table-grid.ts'

export interface TableDesk {
  readonly draft: Draft
  readonly editors: PageEditors
  /** What an editor of a cell is made of. */
  readonly cellExtensions: (draft: Draft, moves: CellMoves) => AnyExtension[]
  /** Names a cell to those who cannot see where it is; row and column count from 1. */
  readonly cellLabel: (row: number, column: number) => string
  /** Others have taken the cell away that somebody is in. */
  readonly onCellGone: (flow: Y.Text) => void
}

interface Cell extends CellElement {
  readonly forget: () => void
  editor: Editor | undefined
}

export function tableView(
  node: Node,
  view: EditorView,
  getPos: () => number | undefined,
  desk: TableDesk,
): NodeView {
  const { editors, draft } = desk
  const { doc } = draft.flow
  if (!doc) throw new Error('a flow is a root of its document')
  const tableId: unknown = node.attrs['tableId']
  const grid = newTableGrid()
  const dom = document.createElement('div')
  dom.appendChild(grid.table)
  let cells: Cell[] = []
  const serializer = serializerOf(view.state.schema, doc)

  const show = ({ flow, element, editor }: Cell) => {
    if (editor) return
    const words = doc.share.has(flow)
      ? draw(view.state.schema, flowOf(doc, flow)).content
      : undefined
    element.replaceChildren(...(words ? [serializer.serializeFragment(words)] : []))
  }
  const close = (cell: Cell) => {
    cell.editor?.destroy()
    cell.editor = undefined
    show(cell)
  }
  const leave = (by: 1 | -1) => {
    const at = getPos()
    if (at === undefined) return
    const place = view.state.doc.resolve(by === 1 ? at + 1 : at)
    view.dispatch(view.state.tr.setSelection(Selection.near(place, by)).scrollIntoView())
    view.focus()
  }
  const select = () => {
    const at = getPos()
    if (at === undefined) return
    view.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, at)))
    view.focus()
  }
  const open = (flow: string): EditorView => {
    const cell = cells.find((each) => each.flow === flow)
    if (!cell) throw new Error('only cells that stand are registered')
    if (cell.editor) return cell.editor.view
    const own: Draft = { ...draft, flow: flowOf(doc, flow) }
    const move = (by: 1 | -1) => {
      const next = cells[cells.findIndex((each) => each.flow === flow) + by]
      if (!next) return leave(by)
      const { state, dispatch } = open(next.flow)
      dispatch(state.tr.setSelection(Selection.atEnd(state.doc)).scrollIntoView())
      next.editor?.view.focus()
    }
    editors.opened(() => close(cell))
    cell.element.replaceChildren()
    cell.editor = new Editor({
      element: cell.element,
      injectCSS: false,
      content: draw(view.state.schema, own.flow).toJSON(),
      extensions: desk.cellExtensions(own, { move, leave: select }),
      editorProps: {
        attributes: { role: 'textbox', 'aria-label': desk.cellLabel(cell.row, cell.column) },
      },
    })
    const { state, dispatch } = cell.editor.view
    dispatch(state.tr.setSelection(Selection.atEnd(state.doc)))
    return cell.editor.view
  }
  /** Draws rows and columns anew; cells that stay are not touched. */
  const redraw = (isOwn: boolean) => {
    const known = new Map(cells.map((cell) => [cell.flow, cell]))
    const focused = cells.find(({ editor }) => editor?.view.hasFocus())
    const active = cells.find(({ editor }) => editor)?.element ?? null
    cells = grid.draw(gridsOf(doc)(String(tableId)), active).map((drawn): Cell => {
      const before = known.get(drawn.flow)
      known.delete(drawn.flow)
      if (before) return Object.assign(before, drawn)
      const cell: Cell = {
        ...drawn,
        editor: undefined,
        forget: editors.register(drawn.flow, () => open(drawn.flow)),
      }
      show(cell)
      return cell
    })
    for (const gone of known.values()) {
      gone.forget()
      gone.editor?.destroy()
      gone.editor = undefined
      if (gone !== focused) continue
      select()
      if (!isOwn) desk.onCellGone(flowOf(doc, gone.flow))
    }
  }
  const roots = axes.map((axis) => axisKeys(doc, axis))
  const keys = blockKeys(doc)
  const follow = ({ changed, local }: Y.Transaction) => {
    const types = new Set<unknown>(changed.keys())
    if (roots.some((root) => types.has(root))) redraw(local)
    for (const cell of cells)
      if (!cell.editor && (types.has(keys) || types.has(doc.share.get(cell.flow)))) show(cell)
  }
  const press = (event: MouseEvent) => {
    const cell = cells.find(
      ({ element, editor }) =>
        event.target instanceof globalThis.Node && element.contains(event.target) && !editor,
    )
    if (!cell) return
    event.preventDefault()
    const inside = open(cell.flow)
    const at = inside.posAtCoords({ left: event.clientX, top: event.clientY })
    if (at) {
      const place = inside.state.doc.resolve(at.pos)
      inside.dispatch(inside.state.tr.setSelection(Selection.near(place)))
    }
    inside.focus()
  }
  redraw(true)
  doc.on('afterTransaction', follow)
  dom.addEventListener('mousedown', press)
  return {
    dom,
    update: ({ type, attrs }) => type === node.type && attrs['tableId'] === tableId,
    stopEvent: ({ target }) => target instanceof globalThis.Node && grid.table.contains(target),
    ignoreMutation: () => true,
    destroy() {
      doc.off('afterTransaction', follow)
      const focused = cells.find(({ editor }) => editor?.view.hasFocus())
      // Where the words' editor stays, the focus stays with it.
      queueMicrotask(() => {
        if (!focused || view.isDestroyed) return
        view.focus()
        desk.onCellGone(flowOf(doc, focused.flow))
      })
      for (const cell of cells) {
        cell.forget()
        cell.editor?.destroy()
        cell.editor = undefined
      }
    },
  }
}
