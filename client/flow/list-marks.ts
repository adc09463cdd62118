/**
 * Draws items as lists. In the editor each item is a list of its own, so that no item holds another's letters: it begins with its
 * number, and says by its attributes which item of how many it is, and how deep.
 */
import { Extension } from '@tiptap/core'
import type { Attrs, Node } from '@tiptap/pm/model'
import { Plugin, PluginKey } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import { listPlaces, nextIn } from '#shared/flow/list-places'
import { listTypes } from '#shared/text/content-to-html'
import { placedBlocks } from './block-commands.ts'

interface Drawn {
  /** What is said of all blocks: lists are counted anew only when that changes. */
  readonly attributes: readonly Attrs[]
  readonly marks: DecorationSet
}

const nowhere = { inside: [], item: undefined, number: undefined }

function draw(doc: Node): Drawn {
  const blocks = placedBlocks(doc)
  const looks = blocks.map((block) => block.looks)
  const places = listPlaces(looks)
  const marks = blocks.flatMap(({ position, node }, at) => {
    const { inside, item, number } = places[at] ?? nowhere
    const frame = inside.at(-1)
    const end = position + node.nodeSize
    if (!frame || item === undefined) return []
    const type = listTypes[frame.style]
    const from = number ?? nextIn(frame)
    return [
      Decoration.node(position, end, {
        'aria-level': String(inside.length),
        'aria-posinset': String(item),
        'aria-setsize': String(frame.size),
      }),
      Decoration.node(position, end, {
        nodeName: frame.style === 'bullet' ? 'ul' : 'ol',
        'data-depth': String(inside.length),
        // Its number stands where its words begin: on the right of Arabic.
        dir: node.attrs['dir'] ?? 'auto',
        'data-counts': frame.style,
        ...(type !== undefined && { type }),
        ...(frame.style !== 'bullet' && { start: String(from) }),
      }),
    ]
  })
  const attributes = blocks.map(({ node }) => node.attrs)
  return { attributes, marks: DecorationSet.create(doc, marks) }
}

/** A block that is only typed in keeps what is said of it. */
function isSame(attributes: readonly Attrs[], doc: Node): boolean {
  if (doc.childCount !== attributes.length) return false
  return doc.children.every(({ attrs }, at) => {
    const was = attributes[at]
    if (attrs === was) return true
    return ['list', 'depth', 'start', 'continues', 'label', 'dir'].every(
      (name) => was?.[name] === attrs[name],
    )
  })
}

export const ListMarks = Extension.create({
  name: 'listMarks',
  addProseMirrorPlugins: () => [
    new Plugin<Drawn>({
      key: new PluginKey('listMarks'),
      state: {
        init: (_config, { doc }) => draw(doc),
        apply(transaction, drawn) {
          if (!transaction.docChanged) return drawn
          const { doc, mapping } = transaction
          if (!isSame(drawn.attributes, doc)) return draw(doc)
          const marks = drawn.marks.map(mapping, doc)
          const isWhole = marks.find().length === drawn.marks.find().length
          return isWhole ? { ...drawn, marks } : draw(doc)
        },
      },
      props: {
        decorations(state) {
          return this.getState(state)?.marks
        },
      },
    }),
  ],
})
