import { useEffect, useState } from 'react'
import { Redirect } from 'wouter'
import { SessionView } from '#shared/protocol/api'
import { type Answer, ask } from '../live/http.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Skeleton } from '../ui/Placeholder.tsx'
import { EntryPage } from './EntryPage.tsx'

/** `/`: to one's room, to the first-run page of an empty installation, or how to get in. */
export function HomePage() {
  const say = useMessages()
  const [session, setSession] = useState<Answer<SessionView>>()
  useEffect(() => {
    void ask(SessionView, '/api/session').then(setSession)
  }, [])
  if (!session)
    return (
      <EntryPage title={say('home.title')}>
        <Skeleton label={say('loading')} />
      </EntryPage>
    )
  if (!session.ok) return <EntryPage title={say('home.title')} text={session.problem.detail} />
  const [newest] = session.value.attendances
  if (newest) return <Redirect to={`/groups/${newest.groupId}`} />
  if (!session.value.setUp) return <Redirect to="/setup" />
  return <EntryPage title={say('home.title')} text={say('home.howToGetIn')} />
}
