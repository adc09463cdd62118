import { useCallback } from 'react'
import { useMessages } from '../messages/use-messages.ts'
import { useNotice } from '../ui/notices.tsx'
import { cleanHtml } from './clean-html.ts'
import { type LeftOut, leftOutKinds } from './left-out.ts'

/** Says by name what could not be kept; empty where all was. */
export function useLeftOutSentence(): (leftOut: LeftOut) => string {
  const say = useMessages()
  return useCallback(
    (leftOut) => {
      const parts = leftOutKinds.flatMap((kind) => {
        const count = leftOut[kind]
        return count === undefined ? [] : [say(`leftOut.${kind}`, { count })]
      })
      if (parts.length === 0) return ''
      return say('leftOut.all', { parts: new Intl.ListFormat('en-GB').format(parts) })
    },
    [say],
  )
}

/** Cleans pasted HTML, and says in one quiet notice what of it could not be kept. */
export function useCleanPaste(): (html: string) => string {
  const notify = useNotice()
  const sentence = useLeftOutSentence()
  return useCallback(
    (html) => {
      const clean = cleanHtml(html)
      const told = sentence(clean.leftOut)
      if (told !== '') notify(told)
      return clean.html
    },
    [notify, sentence],
  )
}
