import type { Editor } from '@tiptap/core'
import type { Undo } from '#shared/flow/undo'
import type { SelectedPlace } from '../flow/selected-place.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useNotice } from '../ui/notices.tsx'
import { fileToHtml } from './file-to-html.ts'

/** Puts what a file says where the caret stands, as if it were pasted and as one step of undo; says why it cannot. */
export function useFileImport(): (
  editor: Editor,
  file: File,
  undo: Undo<SelectedPlace>,
) => Promise<void> {
  const say = useMessages()
  const notify = useNotice()
  return async (editor, file, undo) => {
    const { name } = file
    const read = await fileToHtml(file)
    if (!read.ok) return notify(say(`import.${read.why}`, { name }))
    // The text may have been closed while a long file was read.
    if (editor.isDestroyed) return undefined
    undo.close()
    editor.view.pasteHTML(read.html)
    undo.close()
    editor.view.focus()
    return notify(say('import.done', { name }))
  }
}
