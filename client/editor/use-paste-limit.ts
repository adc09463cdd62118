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
    (slice) => {
      if (slice.size <= mostLetters) return false
      notify(say('paste.large'))
      return true
    },
    [say, notify],
  )
}
