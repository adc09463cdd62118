/**
 * A cell of a task or provision is one line: Enter and Escape leave it, and what is pasted goes on in it, with a line break where a paragraph
 * would begin.
 */
import { Extension } from '@tiptap/core'
import { Fragment, type Node, type Schema, Slice } from '@tiptap/pm/model'
import { Plugin, PluginKey } from '@tiptap/pm/state'
import { nodeNames } from './flow-schema.ts'

/** Blocks as one row of letters, embeds and breaks. */
function inOneLine({ content }: Slice, schema: Schema): Slice {
  const nodes = content.content.flatMap((block, at): readonly Node[] => {
    if (!block.isTextblock) return [block]
    const type = schema.nodes[nodeNames.lineBreak]
    return [...(at > 0 && type ? [type.create()] : []), ...block.children]
  })
  return new Slice(Fragment.from([...nodes]), 0, 0)
}

export const LineCell = Extension.create<{ readonly leave: () => void }>({
  name: 'lineCell',
  // Before Enter begins a block.
  priority: 1100,
  addOptions: () => ({ leave: () => undefined }),
  addKeyboardShortcuts() {
    const { leave } = this.options
    const out = () => {
      leave()
      return true
    }
    return { Enter: out, Escape: out }
  },
  addProseMirrorPlugins() {
    const { schema } = this.editor
    return [
      new Plugin({
        key: new PluginKey('lineCell'),
        props: { transformPasted: (slice) => inOneLine(slice, schema) },
      }),
    ]
  },
})
