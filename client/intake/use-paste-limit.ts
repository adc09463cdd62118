import type { Slice } from '@tiptap/pm/model'
import { useCallback } from 'react'
import { useMessages } from '../messages/use-messages.ts'
import { useNotice } from '../ui/notices.tsx'
import { mostLetters } from './file-to-html.ts'

/** Says that it is too much, and true, when what is pasted or dropped is longer than a file that may be inserted. */
export function usePasteLimit(): (slice: Slice) => boolean {
  const say = useMessages()
  const notify = useNotice()
  return useCallback(
    ({ content }) => {
      // Counted as a file's letters are, or a file that may be inserted could be refused here.
      if (content.textBetween(0, content.size).length <= mostLetters) return false
      notify(say('paste.large'))
      return true
    },
    [say, notify],
  )
}
