import type { Editor } from '@tiptap/core'
import { useMessages } from '../messages/use-messages.ts'
import { useNotice } from '../ui/notices.tsx'
import { beginUndoStep } from './bracket-typing.ts'
import { fileToHtml } from './file-to-html.ts'

/** Puts what a file says where the caret stands, as if it were pasted and as one step of undo; says why it cannot. */
export function useFileImport(): (editor: Editor, file: File) => Promise<void> {
  const say = useMessages()
  const notify = useNotice()
  return async (editor, file) => {
    const { name } = file
    const read = await fileToHtml(file)
    if (!read.ok) return notify(say(`import.${read.why}`, { name }))
    // The text may have been closed while a long file was read.
    if (editor.isDestroyed) return undefined
    beginUndoStep(editor.state)
    editor.view.pasteHTML(read.html)
    beginUndoStep(editor.state)
    editor.view.focus()
    return notify(say('import.done', { name }))
  }
}
