/**
 * Draws items as lists. In the editor each item is a list of its own, so that no item holds another's letters: it begins with its
 * number, and says by its attributes which item of how many it is, and how deep.
 */
import { Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { Plugin, PluginKey } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import type { ListStyle } from '#shared/domain/content'
import type { BlockLooks } from '#shared/flow/block-looks'
import { listPlaces } from '#shared/flow/list-places'
import { placedBlocks } from './block-commands.ts'

export const listTypes: Record<ListStyle, string | undefined> = {
  bullet: undefined,
  number: '1',
  letter: 'a',
  roman: 'i',
}

interface Drawn {
  /** What all blocks look like: lists are counted anew only when that changes. */
  readonly looks: readonly BlockLooks[]
  readonly marks: DecorationSet
}

function draw(doc: Node): Drawn {
  const blocks = placedBlocks(doc)
  const looks = blocks.map((block) => block.looks)
  const places = listPlaces(looks)
  const marks = blocks.flatMap(({ position, node }, at) => {
    const { inside, item } = places[at] ?? { inside: [], item: undefined }
    const frame = inside.at(-1)
    const end = position + node.nodeSize
    if (!frame || item === undefined) return []
    const type = listTypes[frame.style]
    return [
      Decoration.node(position, end, {
        'aria-level': String(inside.length),
        'aria-posinset': String(item),
        'aria-setsize': String(frame.size),
      }),
      Decoration.node(position, end, {
        nodeName: type === undefined ? 'ul' : 'ol',
        'data-depth': String(inside.length),
        ...(type !== undefined && { type, start: String(frame.first + item - 1) }),
      }),
    ]
  })
  return { looks, marks: DecorationSet.create(doc, marks) }
}

const isSame = (looks: readonly BlockLooks[], doc: Node): boolean => {
  const blocks = placedBlocks(doc)
  return (
    blocks.length === looks.length &&
    blocks.every(({ looks: { list, depth, start } }, at) => {
      const was = looks[at]
      return was?.list === list && was?.depth === depth && was?.start === start
    })
  )
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
          if (!isSame(drawn.looks, doc)) return draw(doc)
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
