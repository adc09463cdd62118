/** Draws the words that comments are about: as decorations, never in the words themselves. */
import { Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { Plugin, PluginKey } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import type { WordsHighlight } from '../threads/highlight.ts'
import { cardId } from '../threads/places.ts'
import styles from './editor.module.css'
import { flatPlaces } from './flat-positions.ts'

export const highlightsKey = new PluginKey<DecorationSet>('highlights')

function draw(doc: Node, highlights: readonly WordsHighlight[]): DecorationSet {
  const places = flatPlaces(doc)
  return DecorationSet.create(
    doc,
    highlights.flatMap(({ threadId, start, end, isActive, hasCard }) => {
      const range = places.range(start, end)
      if (!range) return []
      return [
        Decoration.inline(range.from, range.to, {
          nodeName: 'mark',
          class: `${styles['highlight']} ${isActive ? styles['activeHighlight'] : ''}`,
          'data-thread': threadId,
          ...(hasCard ? { 'aria-details': cardId(threadId) } : {}),
        }),
      ]
    }),
  )
}

export const Highlights = Extension.create({
  name: 'highlights',
  addProseMirrorPlugins: () => [
    new Plugin<DecorationSet>({
      key: highlightsKey,
      state: {
        init: () => DecorationSet.empty,
        apply(transaction, decorations) {
          const highlights: readonly WordsHighlight[] | undefined =
            transaction.getMeta(highlightsKey)
          if (highlights) return draw(transaction.doc, highlights)
          return decorations.map(transaction.mapping, transaction.doc)
        },
      },
      props: { decorations: (state) => highlightsKey.getState(state) },
    }),
  ],
})
