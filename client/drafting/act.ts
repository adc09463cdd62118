import { useState } from 'react'
import type { Command } from '#shared/record/command'
import { useSend } from '../live/send-command.ts'
import { useNotice } from '../ui/notices.tsx'

export interface Act {
  /** Sends a command; a refusal is told in its own sentence. True when it was done. `onUnanswered`: see `useSend`. */
  readonly act: (command: Command, onUnanswered?: () => void) => Promise<boolean>
  readonly isPending: boolean
}

/** Doing something that the record decides. */
export function useAct(): Act {
  const send = useSend()
  const notify = useNotice()
  const [isPending, setPending] = useState(false)
  return {
    isPending,
    async act(command, onUnanswered) {
      setPending(true)
      const answer = await send(command, onUnanswered)
      setPending(false)
      if (!answer.ok) notify(answer.problem.detail)
      return answer.ok
    },
  }
}
