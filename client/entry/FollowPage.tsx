import { useMessages } from '../messages/use-messages.ts'
import { Skeleton } from '../ui/Placeholder.tsx'
import { EntryPage } from './EntryPage.tsx'
import { useSignIn } from './sign-in.ts'

/** `/follow/<token>`: the public follow link of a meeting. */
export function FollowPage({ token }: { readonly token: string }) {
  const say = useMessages()
  const { problem } = useSignIn(token)
  if (problem) return <EntryPage title={say('follow.failed')} text={problem.title} />
  return (
    <EntryPage title={say('follow.opening')}>
      <Skeleton label={say('loading')} />
    </EntryPage>
  )
}
