import { useCallback } from 'react'
import type { z } from 'zod'
import { type Answer, ask } from './http.ts'
import { useCheckSession, useYou } from './record.tsx'

type Ask = <T>(
  schema: z.ZodType<T>,
  path: string,
  init?: Omit<NonNullable<Parameters<typeof ask>[2]>, 'member'>,
) => Promise<Answer<T>>

/** Asks the API for the member for whom this page was opened; nothing is done when somebody else is signed in by now. */
export function useAsk(): Ask {
  const { memberId } = useYou()
  const checkSession = useCheckSession()
  return useCallback(
    async (schema, path, init) => {
      const answer = await ask(schema, path, { ...init, member: memberId })
      if (!answer.ok && answer.problem.code === 'another-member') checkSession()
      return answer
    },
    [memberId, checkSession],
  )
}
