import type { Editor } from '@tiptap/core'
import { useState } from 'react'
import type { Undo } from '#shared/flow/undo'
import type { SelectedPlace } from '../flow/selected-place.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useNotice } from '../ui/notices.tsx'
import type { Reading } from './encodings.ts'
import { type FileRead, fileToHtml, textToHtml } from './file-to-html.ts'
import { useLeftOutSentence } from './use-clean-paste.ts'

/** A file of which its owner has to say how it is to be read. */
export interface EncodingAsked {
  readonly name: string
  readonly readings: readonly Reading[]
  readonly choose: (reading: Reading) => void
  readonly cancel: () => void
}

/** Puts what a file says where the caret stands, as if it were pasted and as one step of undo; says why it cannot, and what was left out. */
export function useFileImport() {
  const say = useMessages()
  const notify = useNotice()
  const sentence = useLeftOutSentence()
  const [asked, setAsked] = useState<EncodingAsked>()

  const insert = (editor: Editor, name: string, read: FileRead, undo: Undo<SelectedPlace>) => {
    if (read.is === 'refused') return notify(say(`import.${read.why}`, { name }))
    if (read.is === 'unsure') {
      const { kind, readings } = read
      return setAsked({
        name,
        readings,
        cancel: () => setAsked(undefined),
        choose: ({ text }) => {
          setAsked(undefined)
          void textToHtml(kind, text).then((chosen) => insert(editor, name, chosen, undo))
        },
      })
    }
    // The text may have been closed while a long file was read.
    if (editor.isDestroyed) return undefined
    undo.close()
    editor.view.pasteHTML(read.html)
    undo.close()
    editor.view.focus()
    const left = sentence(read.leftOut)
    return notify([say('import.done', { name }), left].filter((part) => part !== '').join(' '))
  }
  const importFile = async (editor: Editor, file: File, undo: Undo<SelectedPlace>) =>
    insert(editor, file.name, await fileToHtml(file), undo)
  return { importFile, asked }
}
