/**
 * After each edit of one's own: places to type in are never empty of paragraphs, and every paragraph and heading has an id
 * of its own. Others' edits and the loading of a text are left alone, so that reading never writes.
 */

import { Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { Plugin, PluginKey, type Transaction } from '@tiptap/pm/state'
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import { newUuid } from '../live/new-uuid.ts'

const holders = new Set(['listItem', 'tableCell', 'tableHeader'])
const named = new Set(['paragraph', 'heading'])

const newBlockId = (): string => newUuid().slice(0, 13)

function tidy(doc: Node, transaction: Transaction, newId: () => string): Transaction | null {
  const empty: number[] = []
  const seen = new Set<string>()
  let isChanged = false
  doc.descendants((node, position) => {
    if (holders.has(node.type.name) && node.childCount === 0) empty.push(position + 1)
    if (named.has(node.type.name)) {
      const id: unknown = node.attrs['id']
      if (typeof id === 'string' && id !== '' && !seen.has(id)) seen.add(id)
      else {
        transaction.setNodeAttribute(position, 'id', newId())
        isChanged = true
      }
    }
    return !node.isTextblock
  })
  const paragraph = doc.type.schema.nodes['paragraph']
  for (const position of empty.toReversed())
    if (paragraph) {
      transaction.insert(position, paragraph.create({ id: newId() }))
      isChanged = true
    }
  // Tiptap's own plugin sets paragraphs of a text that is emptied back to their defaults, and would do so for ever.
  return isChanged ? transaction.setMeta('preventClearDocument', true) : null
}

// The key of the very copy of y-prosemirror that the collaboration extension runs: another copy has another key.
const isOwnEdit = (transaction: Transaction): boolean =>
  transaction.docChanged && transaction.getMeta(ySyncPluginKey) === undefined

export const TidyBlocks = Extension.create({
  name: 'tidyBlocks',
  addProseMirrorPlugins: () => [
    new Plugin({
      key: new PluginKey('tidyBlocks'),
      appendTransaction: (transactions, _before, after) =>
        transactions.some(isOwnEdit) ? tidy(after.doc, after.tr, newBlockId) : null,
    }),
  ],
})
