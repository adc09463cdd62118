/** What is copied from a flow has true lists and tables; what is pasted into one gets flat, whatever page or program it comes from. */
import { Extension } from '@tiptap/core'
import {
  DOMParser,
  DOMSerializer,
  type Fragment,
  type ParseOptions,
  type Node as PmNode,
  type Schema,
} from '@tiptap/pm/model'
import { Plugin, PluginKey } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import type * as Y from 'yjs'
import { flowOf } from '#shared/flow/flow-doc'
import { placedCells, seenFlows } from '#shared/flow/merges'
import { nest } from '#shared/flow/nest-lists'
import { gridsOf } from '#shared/flow/tables'
import { listTypes } from '#shared/text/content-to-html'
import { edgeOf } from './bracket-view.ts'
import { copiedRuns } from './copied-runs.ts'
import { draw } from './draw.ts'
import { flattenLists } from './flat-lists.ts'
import { flattenTables } from './flat-tables.ts'
import { looksIn, nodeNames, schemaInCells } from './flow-schema.ts'
import { noteOnPage } from './note-view.ts'
import type { PageEditors } from './page-editors.ts'
import { plainSlice } from './plain-slice.ts'

/** The label of a block as words, for other programs; here it is known by its attribute. */
function labelElement(page: Document, label: string): Element {
  const words = page.createElement('span')
  words.setAttribute('data-label-words', '')
  words.textContent = `${label} `
  return words
}

class NestingSerializer extends DOMSerializer {
  /** The document whose tables are drawn. */
  doc: Y.Doc | undefined
  /** Whether labels are words, for other programs; on the page they are drawn. */
  saysLabels = false

  /** A table with what stands in its cells. It says which it is, so that a cut and paste moves it. */
  private tableElement(page: Document, tableId: string): Element {
    const table = page.createElement('table')
    const { doc } = this
    if (!doc) return table
    table.setAttribute('data-table', tableId)
    const body = table.appendChild(page.createElement('tbody'))
    for (const row of placedCells(gridsOf(doc)(tableId))) {
      const line = body.appendChild(page.createElement('tr'))
      for (const placed of row) {
        const cell = line.appendChild(page.createElement(placed.header ? 'th' : 'td'))
        const { rows, columns } = placed.size
        if (columns > 1) cell.setAttribute('colspan', String(columns))
        if (rows > 1) cell.setAttribute('rowspan', String(rows))
        for (const flow of seenFlows(doc, placed))
          if (doc.share.has(flow))
            this.serializeFragment(
              draw(schemaInCells, flowOf(doc, flow)).content,
              { document: page },
              cell,
            )
      }
    }
    return table
  }

  override serializeFragment(
    fragment: Fragment,
    options: { document?: Document } = {},
    target?: HTMLElement | DocumentFragment,
  ): HTMLElement | DocumentFragment {
    const page = options.document ?? document
    const root = target ?? page.createDocumentFragment()
    if (fragment.firstChild?.isBlock !== true)
      return super.serializeFragment(fragment, options, root)
    const blocks = fragment.content
    nest<Node, Element>(
      blocks.map(({ attrs }) => looksIn(attrs)),
      root,
      {
        list(holder, { style, first }) {
          const type = listTypes[style]
          const list = page.createElement(style === 'bullet' ? 'ul' : 'ol')
          if (type !== undefined) list.setAttribute('type', type)
          if (first !== 1) list.setAttribute('start', String(first))
          holder.appendChild(list)
          return list
        },
        item(list, number) {
          const item = page.createElement('li')
          const isAfterLabel = list.lastElementChild?.getAttribute('style') != null
          list.append(item)
          if (number === undefined) item.style.listStyleType = 'none'
          else if (isAfterLabel && list.localName === 'ol')
            item.setAttribute('value', String(number))
          return item
        },
        block: (holder, at) => {
          const block = blocks[at]
          if (block?.type.name === nodeNames.table)
            holder.appendChild(this.tableElement(page, String(block.attrs['tableId'])))
          if (block?.isTextblock !== true) return
          const { kind, level, label, dir } = looksIn(block.attrs)
          const line = page.createElement(kind === 'heading' ? `h${level ?? 1}` : 'p')
          if (dir !== undefined) line.setAttribute('dir', dir)
          if (label !== undefined) {
            line.setAttribute('data-label', label)
            if (this.saysLabels) line.append(labelElement(page, label))
          }
          super.serializeFragment(block.content, options, line)
          holder.appendChild(line)
        },
      },
    )
    return root
  }
}

/** Draws blocks as readers see them, with lists as lists and tables as tables: on the page, or for the clipboard. */
export function serializerOf(
  schema: Schema,
  doc: Y.Doc | undefined,
  where: 'page' | 'clipboard',
): DOMSerializer {
  const { nodes, marks } = DOMSerializer.fromSchema(schema)
  const bracket = (node: PmNode) => edgeOf(node, doc)
  const saysLabels = where === 'clipboard'
  const ours = { ...nodes, bracket }
  const dressed = doc && where === 'page' ? { ...marks, footnote: noteOnPage(doc) } : marks
  return Object.assign(new NestingSerializer(ours, dressed), { doc, saysLabels })
}

class FlatParser extends DOMParser {
  override parseSlice(dom: Node, options?: ParseOptions) {
    if (dom instanceof Element || dom instanceof DocumentFragment) {
      flattenTables(dom, (cell) => {
        flattenLists(cell)
        return this.schema.nodes[nodeNames.table] ? this.parse(cell).toJSON() : undefined
      })
      flattenLists(dom)
    }
    return super.parseSlice(dom, options)
  }
}

interface ClipboardOptions {
  readonly flow: Y.Text | undefined
  readonly textId: string
  readonly editors: PageEditors | undefined
}

export const FlowClipboard = Extension.create<ClipboardOptions>({
  name: 'flowClipboard',
  addOptions: () => ({ flow: undefined, textId: '', editors: undefined }),
  addProseMirrorPlugins() {
    const { schema } = this.editor
    const { flow, textId, editors } = this.options
    const doc = flow?.doc ?? undefined
    /** Notes which letters are taken along. */
    const note = ({ state }: EditorView, { type }: Event) => {
      const { from, to, empty } = state.selection
      const isMoved = type !== 'copy'
      if (flow && editors && !empty)
        editors.copied = copiedRuns(flow, textId, state.doc, { from, to, isMoved })
      return false
    }
    return [
      new Plugin({
        key: new PluginKey('flowClipboard'),
        props: {
          handleDOMEvents: { copy: note, cut: note, dragstart: note },
          clipboardSerializer: serializerOf(schema, doc, 'clipboard'),
          clipboardTextSerializer: (slice, view) => (doc ? plainSlice(slice, view.state, doc) : ''),
          clipboardParser: new FlatParser(schema, DOMParser.fromSchema(schema).rules),
        },
      }),
    ]
  },
})
