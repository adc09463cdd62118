import { useCallback } from 'react'
import { CommandId } from '#shared/domain/ids'
import type { CommandAnswer } from '#shared/protocol/api'
import type { Command } from '#shared/record/command'
import { say } from '../messages/use-messages.ts'
import { useNotice } from '../ui/notices.tsx'
import type { Answer } from './http.ts'
import { newId } from './new-id.ts'
import { usualPace } from './pace.ts'
import { useCheckSession, useEpoch, useFold, useRecorded, useYou } from './record.tsx'
import { sendUntilAnswered } from './send-until-answered.ts'

/** Sends a command. `onUnanswered` is for those who have words to keep; `onLate` is called when the record has it after all. */
export type Send = (
  command: Command,
  onUnanswered?: () => void,
  onLate?: () => void,
) => Promise<Answer<CommandAnswer>>

/**
 * Sends commands to the group. What an answer says has happened is shown at once, whether or not a stream brings it. While nobody
 * answers, the person is told so, once; and once more when somebody has, or the record has what was sent.
 */
export function useSend(): Send {
  const { groupId, memberId } = useYou()
  const checkSession = useCheckSession()
  const epoch = useEpoch()
  const fold = useFold()
  const recordedOf = useRecorded()
  const notify = useNotice()
  return useCallback(
    async (command, onUnanswered, onLate) => {
      let wasUnanswered = false
      const tell = () => {
        wasUnanswered = true
        notify(say('unanswered.trying'))
        onUnanswered?.()
      }
      const commandId = newId(CommandId, 'cmd')
      const recorded = recordedOf(commandId)
      const sender = { groupId, memberId, epoch }
      const sending = { commandId, recorded }
      const answer = await sendUntilAnswered(sender, command, tell, usualPace, sending)
      if (answer.ok) {
        fold(answer.value.events)
        if (wasUnanswered) notify(say('unanswered.done'))
      }
      if (!answer.ok && answer.problem.code === 'another-member') checkSession()
      if (!answer.ok && answer.isOffline && onLate) void recorded.then(onLate)
      return answer
    },
    [groupId, memberId, epoch, fold, recordedOf, notify, checkSession],
  )
}
