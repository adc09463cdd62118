import { useMessages } from '../messages/use-messages.ts'
import { Skeleton } from '../ui/Placeholder.tsx'
import { EntryPage } from './EntryPage.tsx'
import { SeatQuestion } from './SeatQuestion.tsx'
import { useSignIn } from './sign-in.ts'

/** `/join#<token>`: a personal link. The token is in the fragment, which reaches no log. */
export function JoinPage() {
  const say = useMessages()
  const { problem, isSending, takeSeat } = useSignIn(location.hash.slice(1))
  if (problem?.seats)
    return <SeatQuestion {...problem.seats} isSending={isSending} onTake={takeSeat} />
  if (problem) return <EntryPage title={say('join.failed')} text={problem.title} />
  return (
    <EntryPage title={say('join.opening')}>
      <Skeleton label={say('loading')} />
    </EntryPage>
  )
}
