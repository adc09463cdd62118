import { useEffect, useState } from 'react'
import type { Problem } from '#shared/protocol/api'
import { SessionView } from '#shared/protocol/api'
import { ask } from '../live/http.ts'

/** Opens a link's token, then goes to its room; gives back why it could not. */
export function useSignIn(token: string): Problem | undefined {
  const [problem, setProblem] = useState<Problem>()
  useEffect(() => {
    let isCurrent = true
    const signIn = async () => {
      const answer = await ask(SessionView, '/api/session', { method: 'POST', json: { token } })
      if (!isCurrent) return
      const [newest] = answer.ok ? answer.value.attendances : []
      if (newest) location.replace(`/groups/${newest.groupId}`)
      else if (!answer.ok) setProblem(answer.problem)
    }
    void signIn()
    return () => {
      isCurrent = false
    }
  }, [token])
  return problem
}
