import { useEffect, useState } from 'react'
import type { MemberId } from '#shared/domain/ids'
import { type Problem, SessionView } from '#shared/protocol/api'
import { ask } from '../live/http.ts'
import { tellSession } from '../live/session-news.ts'
import { toRoom } from './leave.ts'

/** Where the opening of a link stands. */
export interface SignIn {
  /** Why the link opens nothing, or, with `seats`, that another member is signed in here and is asked first. */
  readonly problem: Problem | undefined
  readonly isSending: boolean
  /** Takes the link's seat in place of the member who is signed in here. */
  readonly takeSeat: (inPlaceOf: MemberId) => void
}

/** Resolves when the page is looked at: what a browser draws in advance uses no link. */
const shown = (): Promise<void> =>
  new Promise((settle) => {
    if (!('prerendering' in document) || !document.prerendering) settle()
    else document.addEventListener('prerenderingchange', () => settle(), { once: true })
  })

/** Opens a link's token, then goes to its room; tells the other windows who is signed in now. */
export function useSignIn(token: string): SignIn {
  const [problem, setProblem] = useState<Problem>()
  const [inPlaceOf, setInPlaceOf] = useState<MemberId>()
  const [isSending, setSending] = useState(false)
  useEffect(() => {
    let isCurrent = true
    const signIn = async () => {
      await shown()
      if (!isCurrent) return
      setSending(true)
      const answer = await ask(SessionView, '/api/session', {
        method: 'POST',
        json: { token, ...(inPlaceOf ? { inPlaceOf } : {}) },
      })
      if (answer.ok) tellSession(answer.value)
      if (!isCurrent) return
      setSending(false)
      const [newest] = answer.ok ? answer.value.attendances : []
      if (newest) toRoom(newest.groupId)
      else if (!answer.ok) setProblem(answer.problem)
    }
    void signIn()
    return () => {
      isCurrent = false
    }
  }, [token, inPlaceOf])
  return { problem, isSending, takeSeat: setInPlaceOf }
}
