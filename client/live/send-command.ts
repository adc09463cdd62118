import { useCallback } from 'react'
import type { CommandAnswer } from '#shared/protocol/api'
import type { Command } from '#shared/record/command'
import { say } from '../messages/use-messages.ts'
import { useNotice } from '../ui/notices.tsx'
import type { Answer } from './http.ts'
import { useCheckSession, useEpoch, useFold, useYou } from './record.tsx'
import { sendUntilAnswered } from './send-until-answered.ts'

/**
 * Sends commands to the group. What an answer says has happened is shown at once, whether or not a stream brings it. While nobody
 * answers, the person is told so, once; and once more when somebody has. `onUnanswered` is for those who have words to keep.
 */
export function useSend(): (
  command: Command,
  onUnanswered?: () => void,
) => Promise<Answer<CommandAnswer>> {
  const { groupId, memberId } = useYou()
  const checkSession = useCheckSession()
  const epoch = useEpoch()
  const fold = useFold()
  const notify = useNotice()
  return useCallback(
    async (command, onUnanswered) => {
      let wasUnanswered = false
      const answer = await sendUntilAnswered({ groupId, memberId, epoch }, command, () => {
        wasUnanswered = true
        notify(say('unanswered.trying'))
        onUnanswered?.()
      })
      if (answer.ok) {
        fold(answer.value.events)
        if (wasUnanswered) notify(say('unanswered.done'))
      }
      if (!answer.ok && answer.problem.code === 'another-member') checkSession()
      return answer
    },
    [groupId, memberId, epoch, fold, notify, checkSession],
  )
}
