/** Tables among the blocks of the words: how they are drawn, and which keys lead into them. A key never writes over a whole table. */
import { Extension } from '@tiptap/core'
import { type EditorState, NodeSelection, Plugin, PluginKey, Selection } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import { flowOf } from '#shared/flow/flow-doc'
import { cellFlow, gridsOf } from '#shared/flow/tables'
import { nodeNames } from './flow-schema.ts'
import type { TableDesk } from './table-cells.ts'
import { tableView } from './table-view.ts'

const selectedTable = ({ selection }: EditorState): string | undefined => {
  const node = selection instanceof NodeSelection ? selection.node : undefined
  return node?.type.name === nodeNames.table ? String(node.attrs['tableId']) : undefined
}

/** Goes into the first cell of the selected table. */
function enterTable(view: EditorView, { draft, editors }: TableDesk): boolean {
  const table = selectedTable(view.state)
  const { doc } = draft.flow
  if (table === undefined || !doc) return false
  const { rows, columns } = gridsOf(doc)(table)
  const [row, column] = [rows[0], columns[0]]
  const inside = row && column ? editors.open(flowOf(doc, cellFlow(row.id, column.id))) : undefined
  if (!inside) return true
  inside.dispatch(inside.state.tr.setSelection(Selection.atStart(inside.state.doc)))
  inside.focus()
  return true
}

export const TablesInWords = Extension.create<{ desk: TableDesk | undefined }>({
  name: 'tablesInWords',
  // Before Enter splits blocks and Tab changes their depth.
  priority: 1100,
  addOptions: () => ({ desk: undefined }),
  addKeyboardShortcuts() {
    const { desk } = this.options
    const enter = () => (desk ? enterTable(this.editor.view, desk) : false)
    return { Enter: enter, Tab: enter }
  },
  addProseMirrorPlugins() {
    const { desk } = this.options
    if (!desk) return []
    return [
      new Plugin({
        key: new PluginKey('tablesInWords'),
        props: {
          nodeViews: {
            [nodeNames.table]: (node, view, getPos) => tableView(node, view, getPos, desk),
          },
          handleTextInput: ({ state }) => selectedTable(state) !== undefined,
        },
      }),
    ]
  },
})
