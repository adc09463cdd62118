import type { Instant } from '#shared/domain/plain-string'
import { formatInstant, useMessages } from '../messages/use-messages.ts'

/** Why a deadline does not come when the chair had set it to come. */
export function HeldTime({ held }: { readonly held: Instant | undefined }) {
  const say = useMessages()
  return held === undefined ? null : (
    <span>{say('deadline.held', { instant: formatInstant(held) })}</span>
  )
}
