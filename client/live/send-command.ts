import { useCallback } from 'react'
import { CommandId } from '#shared/domain/ids'
import { CommandAnswer } from '#shared/protocol/api'
import type { Command } from '#shared/record/command'
import { type Answer, ask } from './http.ts'
import { newId } from './new-id.ts'
import { useYou } from './record.tsx'

const tries = 3
const pause = 700

/** Sends commands to the group. One key for each act, kept over retries: a lost answer does nothing twice. */
export function useSend(): (command: Command) => Promise<Answer<CommandAnswer>> {
  const { groupId } = useYou()
  return useCallback(
    async (command) => {
      const key = newId(CommandId, 'cmd')
      for (let attempt = 1; ; attempt++) {
        const answer = await ask(CommandAnswer, `/api/groups/${groupId}/commands`, {
          method: 'POST',
          json: command,
          headers: { 'Idempotency-Key': key },
        })
        if (answer.ok || !answer.isOffline || attempt === tries) return answer
        await new Promise((resolve) => setTimeout(resolve, pause * attempt))
      }
    },
    [groupId],
  )
}
