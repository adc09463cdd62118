/** Marks words by who wrote them: as decorations, never in the words themselves. */
import { Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { Plugin, PluginKey } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import marks from '../authorship/authorship.module.css'
import type { ShownRun } from '../authorship/shown-authors.ts'
import { positionsOf } from './flat-positions.ts'

export const authorMarksKey = new PluginKey<DecorationSet>('authorMarks')

function draw(doc: Node, runs: readonly ShownRun[]): DecorationSet {
  return DecorationSet.create(
    doc,
    runs.flatMap(({ start, end, author }) => {
      const range = positionsOf(doc, start, end)
      if (!range) return []
      const { name, code, colour, line } = author
      return [
        Decoration.inline(range.from, range.to, {
          nodeName: 'span',
          class: marks['words'] ?? '',
          style: `--author: ${colour}`,
          title: name,
          'data-author': name,
          'data-line': line,
        }),
        // On one letter alone: somebody's cursor parts a run, and the code stands only where it begins.
        Decoration.inline(range.from, range.from + 1, {
          nodeName: 'span',
          class: marks['code'] ?? '',
          style: `--author: ${colour}`,
          'data-code': code,
        }),
      ]
    }),
  )
}

export const AuthorMarks = Extension.create({
  name: 'authorMarks',
  addProseMirrorPlugins: () => [
    new Plugin<DecorationSet>({
      key: authorMarksKey,
      state: {
        init: () => DecorationSet.empty,
        apply(transaction, decorations) {
          const runs: readonly ShownRun[] | undefined = transaction.getMeta(authorMarksKey)
          if (runs) return draw(transaction.doc, runs)
          return decorations.map(transaction.mapping, transaction.doc)
        },
      },
      props: { decorations: (state) => authorMarksKey.getState(state) },
    }),
  ],
})
