/**
 * Keeps what one types, pastes and imports to the values that a text may hold: an attribute that none may have goes back to its
 * default, a link that none may have is no link. So that nothing that the editor does is refused by the server.
 */
import { combineTransactionSteps, Extension, getChangedRanges } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { Plugin, PluginKey, type Transaction } from '@tiptap/pm/state'
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import { formatRules, nodeRules } from '#shared/text/allowed-content'

const isOwnEdit = (transaction: Transaction): boolean =>
  transaction.docChanged && transaction.getMeta(ySyncPluginKey) === undefined

/** The attributes of a node as they may be; undefined when they are so. What is null is not written. */
function allowedAttributes({ type, attrs }: Node): Record<string, unknown> | undefined {
  const rules = nodeRules.get(type.name)?.attributes ?? {}
  const wrong = Object.entries(attrs).filter(
    ([name, value]) => value !== null && rules[name]?.(value) !== true,
  )
  if (wrong.length === 0) return undefined
  const defaults = wrong.map(([name]) => [name, type.spec.attrs?.[name]?.default ?? null])
  return { ...attrs, ...Object.fromEntries(defaults) }
}

function allow(doc: Node, transaction: Transaction, from: number, to: number): void {
  doc.nodesBetween(from, Math.min(to, doc.content.size), (node, position) => {
    const attributes = allowedAttributes(node)
    if (attributes) transaction.setNodeMarkup(position, undefined, attributes)
    for (const mark of node.marks)
      if (formatRules.get(mark.type.name)?.(mark.attrs) !== true)
        transaction.removeMark(position, position + node.nodeSize, mark)
    return true
  })
}

export const AllowedValues = Extension.create({
  name: 'allowedValues',
  addProseMirrorPlugins: () => [
    new Plugin({
      key: new PluginKey('allowedValues'),
      appendTransaction(transactions, before, after) {
        if (!transactions.some(isOwnEdit)) return null
        const transaction = after.tr
        const change = combineTransactionSteps(before.doc, [...transactions])
        for (const { newRange } of getChangedRanges(change))
          allow(after.doc, transaction, newRange.from, newRange.to)
        return transaction.docChanged ? transaction : null
      },
    }),
  ],
})
