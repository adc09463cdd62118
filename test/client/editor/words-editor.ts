/** Editors as the room makes them, without the carets of others; they end with their test. */
import { Editor, type Extensions } from '@tiptap/core'
import { afterEach } from 'vitest'
import type * as Y from 'yjs'
import { wordsSchema } from '../../../client/editor/schema.ts'
import { TidyBlocks } from '../../../client/editor/tidy-blocks.ts'
import { boundTo } from '../../../client/editor/words-binding.ts'
import { guardText } from '../../../client/live/text-guard.ts'

let editors: Editor[] = []

export function endEditors(): void {
  for (const editor of editors) editor.destroy()
  editors = []
}
afterEach(endEditors)

export function openEditor(doc: Y.Doc, ...more: Extensions): Editor {
  const editor = new Editor({
    injectCSS: false,
    extensions: [
      ...wordsSchema,
      ...boundTo(
        doc.getXmlFragment('words'),
        guardText(doc, () => undefined),
      ),
      TidyBlocks,
      ...more,
    ],
  })
  editors.push(editor)
  return editor
}
