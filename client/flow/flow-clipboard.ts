/** What is copied from a flow has true lists; what is pasted into one gets flat, whatever page or program it comes from. */
import { Extension } from '@tiptap/core'
import { DOMParser, DOMSerializer, type Fragment, type ParseOptions } from '@tiptap/pm/model'
import { Plugin, PluginKey } from '@tiptap/pm/state'
import { nest } from '#shared/flow/nest-lists'
import { flattenLists } from './flat-lists.ts'
import { looksIn } from './flow-schema.ts'
import { listTypes } from './list-marks.ts'

class NestingSerializer extends DOMSerializer {
  override serializeFragment(
    fragment: Fragment,
    options: { document?: Document } = {},
    target?: HTMLElement | DocumentFragment,
  ): HTMLElement | DocumentFragment {
    const page = options.document ?? document
    const root = target ?? page.createDocumentFragment()
    if (fragment.firstChild?.isTextblock !== true)
      return super.serializeFragment(fragment, options, root)
    const blocks = fragment.content
    nest<Node, Element>(
      blocks.map(({ attrs }) => looksIn(attrs)),
      root,
      {
        list(holder, { style, first }) {
          const type = listTypes[style]
          const list = page.createElement(type === undefined ? 'ul' : 'ol')
          if (type !== undefined && type !== '1') list.setAttribute('type', type)
          if (first !== 1) list.setAttribute('start', String(first))
          holder.appendChild(list)
          return list
        },
        item: (list) => list.appendChild(page.createElement('li')),
        block: (holder, at) => {
          const block = blocks[at]
          if (!block) return
          const { kind, level } = looksIn(block.attrs)
          const line = page.createElement(kind === 'heading' ? `h${level ?? 1}` : 'p')
          super.serializeFragment(block.content, options, line)
          holder.appendChild(line)
        },
      },
    )
    return root
  }
}

class FlatParser extends DOMParser {
  override parseSlice(dom: Node, options?: ParseOptions) {
    if (dom instanceof Element || dom instanceof DocumentFragment) flattenLists(dom)
    return super.parseSlice(dom, options)
  }
}

export const FlowClipboard = Extension.create({
  name: 'flowClipboard',
  addProseMirrorPlugins() {
    const { schema } = this.editor
    const { nodes, marks } = DOMSerializer.fromSchema(schema)
    return [
      new Plugin({
        key: new PluginKey('flowClipboard'),
        props: {
          clipboardSerializer: new NestingSerializer(nodes, marks),
          clipboardParser: new FlatParser(schema, DOMParser.fromSchema(schema).rules),
        },
      }),
    ]
  },
})
