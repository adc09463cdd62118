import { useEffect, useRef, useState } from 'react'
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

/**
 * The same for a form, which ends when its act is done. Where nobody answers, it may be pressed again; and when the record turns out
 * to have the act, it ends as if it had been answered, unless something else stands in it by then. `content` is what stands in it.
 */
export function useFormAct(content: unknown = null): Act {
  const send = useSend()
  const notify = useNotice()
  const [isPending, setPending] = useState(false)
  const said = JSON.stringify(content)
  const stands = useRef<string | undefined>(said)
  useEffect(() => {
    stands.current = said
    return () => {
      stands.current = undefined
    }
  }, [said])
  return {
    isPending,
    act: (command, onUnanswered) =>
      new Promise((settle) => {
        setPending(true)
        const onLate = () => {
          if (stands.current === said) settle(true)
        }
        void send(command, onUnanswered, onLate).then((answer) => {
          setPending(false)
          if (!answer.ok) notify(answer.problem.detail)
          // Nobody knows yet whether it was done: the record will tell.
          if (answer.ok || !answer.isOffline) settle(answer.ok)
        })
      }),
  }
}
