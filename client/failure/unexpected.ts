/** Faults of the page that no part of it answers for: in an answer to a key or a press, or behind a promise. */
import { useEffect } from 'react'
import { useMessages } from '../messages/use-messages.ts'
import { useNotice } from '../ui/notices.tsx'

/** Between two notices, in milliseconds: what fails at every key is told once in a while. */
const pause = 30_000

/** A lost network and a request that was given up are no faults. */
const isOfTheNetwork = (cause: unknown): boolean =>
  cause instanceof DOMException ||
  (cause instanceof TypeError && /fetch|network|load/i.test(cause.message))

/** Tells the person that something failed, and that what they typed is kept. */
export function useUnexpectedFailures(): void {
  const say = useMessages()
  const notify = useNotice()
  useEffect(() => {
    let last = Number.NEGATIVE_INFINITY
    const tell = (cause: unknown) => {
      // Browsers report trouble with layout as errors without a cause.
      if (!(cause instanceof Error) || isOfTheNetwork(cause)) return
      if (performance.now() - last < pause) return
      last = performance.now()
      notify(say('failure.unexpected'))
    }
    const onError = ({ error }: ErrorEvent) => tell(error)
    const onRejection = ({ reason }: PromiseRejectionEvent) => tell(reason)
    addEventListener('error', onError)
    addEventListener('unhandledrejection', onRejection)
    return () => {
      removeEventListener('error', onError)
      removeEventListener('unhandledrejection', onRejection)
    }
  }, [say, notify])
}
