/**
 * Tables as they stand. What makes tables editable also repairs those that a merge or an import left uneven, as soon as it sees
 * one: that is an edit of the shared text that nobody made, in the name of whoever looks. It is not let through.
 */
import { Extension } from '@tiptap/core'
import { Plugin, PluginKey } from '@tiptap/pm/state'
import { fixTablesKey } from '@tiptap/pm/tables'

export const NoTableRepairs = Extension.create({
  name: 'noTableRepairs',
  addProseMirrorPlugins: () => [
    new Plugin({
      key: new PluginKey('noTableRepairs'),
      filterTransaction: (transaction) => transaction.getMeta(fixTablesKey) === undefined,
    }),
  ],
})
