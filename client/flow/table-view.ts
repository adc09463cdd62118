/**
 * A table in the words. To the words' editor it is one leaf; its cells are editors of their own, on flows of their own, of which one at
 * a time is open. So two who type in two cells never write in one flow, and nothing of the words can take a cell's caret along.
 */
import type { Node } from '@tiptap/pm/model'
import { NodeSelection, Selection } from '@tiptap/pm/state'
import type { EditorView, NodeView } from '@tiptap/pm/view'
import type * as Y from 'yjs'
import { flowOf, wordsFlow } from '#shared/flow/flow-doc'
import { type PlacedCell, placedCells, seenFlows } from '#shared/flow/merges'
import { axes, gridsOf, mergesRoot } from '#shared/flow/tables'
import { newChangedRoots } from './changed-roots.ts'
import { serializerOf } from './flow-clipboard.ts'
import { schemaInCells } from './flow-schema.ts'
import { subscribeToNumbers } from './note-numbers.ts'
import type { RunKind } from './runs.ts'
import {
  type Cell,
  type Drawn,
  endEditor,
  goToPoint,
  openCell,
  showCell,
  showRuns,
  type TableDesk,
} from './table-cells.ts'
import { newTableGrid } from './table-grid.ts'

/** What leads out of a table. */
interface Around {
  /** To what stands behind it, or before. */
  readonly leave: (by: 1 | -1) => void
  /** To the table as a whole. */
  readonly select: () => void
}

/** The cells that are seen in one, and the one that somebody is in. */
const seenWith = (doc: Y.Doc, placed: PlacedCell, active: string | undefined): string[] => {
  const seen = new Set(seenFlows(doc, placed))
  return placed.flows.filter((flow) => seen.has(flow) || flow === active)
}

const isFocused = ({ editor }: Cell): boolean => editor?.view.hasFocus() === true

/** The cells of a table, drawn as its rows and columns come, go and move. */
function newCells(tableId: string, drawn: Drawn, desk: TableDesk, { leave, select }: Around) {
  const { doc } = drawn
  const grid = newTableGrid()
  let cells: Cell[] = []
  let unseen: ReadonlySet<string> = new Set()
  const open = (cell: Cell): EditorView =>
    openCell(cell, drawn, desk, {
      leave: select,
      move(by) {
        const next = cells[cells.indexOf(cell) + by]
        if (!next) return leave(by)
        const { state, dispatch } = open(next)
        dispatch(state.tr.setSelection(Selection.atEnd(state.doc)).scrollIntoView())
        next.editor?.view.focus()
      },
    })
  const begin = (element: Omit<Cell, 'forget' | 'editor' | 'blocks'>): Cell => {
    const cell: Cell = {
      ...element,
      editor: undefined,
      blocks: new Set(),
      forget: desk.editors.register(flowOf(doc, element.flow), () => open(cell)),
    }
    showCell(cell, drawn)
    return cell
  }
  const end = (cell: Cell) => {
    cell.forget()
    endEditor(cell, desk)
  }
  return {
    table: grid.table,
    /** Draws rows and columns anew; cells that stay are not touched. */
    redraw(isOwn: boolean): void {
      const known = new Map(cells.map((cell) => [cell.flow, cell]))
      const focused = cells.find(isFocused)
      const active = cells.find(({ editor }) => editor)
      const now = gridsOf(doc)(tableId)
      const seen = placedCells(now).map((row) =>
        row.map((placed) => ({ placed, flows: seenWith(doc, placed, active?.flow) })),
      )
      const shown = new Set(seen.flatMap((row) => row.flatMap(({ flows }) => flows)))
      unseen = new Set(
        seen.flatMap((row) =>
          row.flatMap(({ placed }) => placed.flows.filter((flow) => !shown.has(flow))),
        ),
      )
      cells = grid.draw(now, seen, active?.element ?? null).map((element): Cell => {
        const before = known.get(element.flow)
        known.delete(element.flow)
        return before ? Object.assign(before, element) : begin(element)
      })
      for (const gone of known.values()) {
        end(gone)
        if (gone !== focused) continue
        select()
        if (!isOwn) desk.onCellGone(flowOf(doc, gone.flow))
      }
      // Merged or split around whoever types in it, a cell goes to another place of the page.
      if (focused && cells.includes(focused) && !isFocused(focused)) focused.editor?.view.focus()
    },
    /** Whether somebody writes in a cell that is merged with others and was not seen, since nothing stood in it. */
    hasUnseen: (names: ReadonlySet<string>): boolean => [...names].some((name) => unseen.has(name)),
    /** Shows runs of a kind as they are given now. */
    mark(kind: RunKind): void {
      for (const cell of cells) showRuns(cell, kind, drawn)
    },
    /** Shows all as it is now, where nobody here is in. */
    show(): void {
      for (const cell of cells) showCell(cell, drawn)
    },
    /** Shows what others write in cells that nobody here is in. */
    follow(names: ReadonlySet<string>, blocks: readonly string[]): void {
      for (const cell of cells)
        if (names.has(cell.flow) || blocks.some((id) => cell.blocks.has(id))) showCell(cell, drawn)
    },
    press(event: MouseEvent): void {
      const { target } = event
      const isIn = (holder: HTMLElement) =>
        target instanceof globalThis.Node && holder.contains(target)
      const cell =
        cells.find(({ element }) => isIn(element)) ?? cells.find(({ holder }) => isIn(holder))
      if (!cell || cell.editor) return
      event.preventDefault()
      goToPoint(open(cell), event)
    },
    /** Gives back the flow of the cell that somebody was in. */
    end(): Y.Text | undefined {
      const focused = cells.find(isFocused)
      for (const cell of cells) end(cell)
      return focused && flowOf(doc, focused.flow)
    },
  }
}

export function tableView(
  node: Node,
  view: EditorView,
  getPos: () => number | undefined,
  desk: TableDesk,
): NodeView {
  const { doc } = desk.draft.flow
  if (!doc) throw new Error('a flow is a root of its document')
  const tableId: unknown = node.attrs['tableId']
  const go = (selectionAt: (at: number) => Selection) => {
    const at = getPos()
    if (at === undefined) return
    view.dispatch(view.state.tr.setSelection(selectionAt(at)).scrollIntoView())
    view.focus()
  }
  const { runs } = desk
  const drawn = { view, runs, doc, serializer: serializerOf(schemaInCells, doc, 'page') }
  const cells = newCells(String(tableId), drawn, desk, {
    leave: (by) => go((at) => Selection.near(view.state.doc.resolve(by === 1 ? at + 1 : at), by)),
    select: () => go((at) => NodeSelection.create(view.state.doc, at)),
  })
  const changedIn = newChangedRoots(doc)
  const follow = (transaction: Y.Transaction) => {
    const { names, blocks } = changedIn(transaction)
    if (names.size === 1 && names.has(wordsFlow)) return
    if ([...axes, mergesRoot].some((root) => names.has(root)) || cells.hasUnseen(names))
      cells.redraw(transaction.local)
    cells.follow(names, blocks)
  }
  const dom = document.createElement('div')
  dom.appendChild(cells.table)
  dom.addEventListener('mousedown', (event) => cells.press(event))
  cells.redraw(true)
  doc.on('afterTransaction', follow)
  const unnumber = subscribeToNumbers(doc, () => cells.show())
  const unmark = runs?.subscribe((kind) => cells.mark(kind))
  return {
    dom,
    update: ({ type, attrs }) => type === node.type && attrs['tableId'] === tableId,
    stopEvent: ({ target }) => target instanceof globalThis.Node && cells.table.contains(target),
    ignoreMutation: () => true,
    destroy() {
      doc.off('afterTransaction', follow)
      unmark?.()
      unnumber()
      const left = cells.end()
      // Where the words' editor stays, the focus stays with it.
      queueMicrotask(() => {
        if (!left || view.isDestroyed) return
        view.focus()
        desk.onCellGone(left)
      })
    },
  }
}
