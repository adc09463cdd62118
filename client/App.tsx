import { Suspense } from 'react'
import { I18nProvider } from 'react-aria-components'
import { Route, Switch } from 'wouter'
import { EntryPage } from './entry/EntryPage.tsx'
import { FollowPage } from './entry/FollowPage.tsx'
import { HomePage } from './entry/HomePage.tsx'
import { JoinPage } from './entry/JoinPage.tsx'
import { PageBoundary } from './failure/RoomBoundary.tsx'
import { useUnexpectedFailures } from './failure/unexpected.ts'
import { lazyPart } from './live/lazy-part.tsx'
import { locale, useMessages } from './messages/use-messages.ts'
import { RoomPage } from './room/RoomPage.tsx'
import { NoticeRegion } from './ui/notices.tsx'
import { Skeleton } from './ui/Placeholder.tsx'

const SetUpPage = lazyPart(async () => (await import('./entry/SetUpPage.tsx')).SetUpPage)

/** The whole product: ways in, and the room. */
export function App() {
  const say = useMessages()
  return (
    <I18nProvider locale={locale}>
      <NoticeRegion>
        <PageBoundary>
          <Unexpected />
          <Suspense fallback={<Skeleton label={say('loading')} />}>
            <Switch>
              <Route path="/" component={HomePage} />
              <Route path="/join" component={JoinPage} />
              <Route path="/follow/:token">{({ token }) => <FollowPage token={token} />}</Route>
              <Route path="/setup" component={SetUpPage} />
              <Route path="/groups/:groupId" nest>
                {({ groupId }) => <RoomPage groupId={groupId} />}
              </Route>
              <Route>
                <EntryPage title={say('notFound.title')} text={say('notFound.text')} />
              </Route>
            </Switch>
          </Suspense>
        </PageBoundary>
      </NoticeRegion>
    </I18nProvider>
  )
}

function Unexpected() {
  useUnexpectedFailures()
  return null
}
