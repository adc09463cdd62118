/** The words as the editor shares them, until the text holds what this page does not know: then the editor ends before it sees that. */
import Collaboration from '@tiptap/extension-collaboration'
import { Plugin, PluginKey } from '@tiptap/pm/state'
import * as Y from 'yjs'
import type { TextGuard } from '../live/text-guard.ts'

/** Shares a fragment of a guarded document. */
export const guardedCollaboration = (fragment: Y.XmlFragment, guard: TextGuard) =>
  Collaboration.extend({
    addProseMirrorPlugins() {
      // Words that this page does not know may have come while the editor was being made.
      if (guard.isStrange()) this.options.fragment = new Y.Doc().getXmlFragment()
      const { editor } = this
      const ending = new Plugin({
        key: new PluginKey('guardedCollaboration'),
        view: () => ({ destroy: guard.beforeStrange(() => editor.destroy()) }),
      })
      return [...(this.parent?.() ?? []), ending]
    },
  }).configure({ fragment })
