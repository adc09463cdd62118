import { useEffect, useState } from 'react'
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components'
import { useSearch } from 'wouter'
import { ThreadId } from '#shared/domain/ids'
import { AmendmentsPane, tabledAmendments } from '../amendments/AmendmentsPane.tsx'
import { useAmendmentFocus } from '../amendments/focus.tsx'
import { PartBoundary } from '../failure/PartBoundary.tsx'
import { HistoryPane } from '../history/HistoryPane.tsx'
import { useRecordState } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { PositionsPane, positionsPlace } from '../positions/PositionsPane.tsx'
import { useThreadFocus } from '../threads/focus.tsx'
import { ThreadsPane } from '../threads/ThreadsPane.tsx'
import { type Subject, threadsAbout } from '../threads/threads-about.ts'
import styles from './drafting.module.css'

/** What belongs to the page beside it: comments, positions, the record. */
export function Rail({ recommendationId, topicId }: Subject) {
  const say = useMessages()
  const state = useRecordState()
  const [tab, setTab] = useState(
    recommendationId && location.hash === `#${positionsPlace}` ? 'positions' : 'comments',
  )
  const { threadId, setThread, composing } = useThreadFocus()
  const linked = ThreadId.safeParse(new URLSearchParams(useSearch()).get('thread')).data
  const isLinked = linked !== undefined && state.threads[linked] !== undefined
  useEffect(() => {
    if (isLinked) setThread(linked, 'reveal')
  }, [isLinked, linked, setThread])
  useEffect(() => {
    if (threadId !== null || composing !== null) setTab('comments')
  }, [threadId, composing])
  const { chosen } = useAmendmentFocus()
  useEffect(() => {
    if (chosen?.goTo === 'card' || chosen?.goTo === 'sight') setTab('amendments')
  }, [chosen])
  const open = threadsAbout(state, { recommendationId, topicId }).filter(
    ({ resolved }) => !resolved,
  )
  const amendments = recommendationId
    ? tabledAmendments(state, recommendationId).filter(({ standing }) => standing === 'tabled')
        .length
    : 0
  return (
    <Tabs selectedKey={tab} onSelectionChange={(key) => setTab(String(key))}>
      <TabList className={styles['tabs'] ?? ''} aria-label={say('room.rail')}>
        <Tab id="comments" className={styles['tab'] ?? ''}>
          {say('rail.comments', { count: open.length })}
        </Tab>
        {recommendationId ? (
          <Tab id="amendments" className={styles['tab'] ?? ''}>
            {say('rail.amendments', { count: amendments })}
          </Tab>
        ) : null}
        {recommendationId ? (
          <Tab id="positions" className={styles['tab'] ?? ''}>
            {say('rail.positions')}
          </Tab>
        ) : null}
        <Tab id="history" className={styles['tab'] ?? ''}>
          {say('rail.history')}
        </Tab>
      </TabList>
      <TabPanel id="comments" className={styles['pane'] ?? ''}>
        <PartBoundary>
          <ThreadsPane recommendationId={recommendationId} topicId={topicId} />
        </PartBoundary>
      </TabPanel>
      {recommendationId ? (
        <TabPanel id="amendments" className={styles['pane'] ?? ''}>
          <PartBoundary>
            <AmendmentsPane recommendationId={recommendationId} />
          </PartBoundary>
        </TabPanel>
      ) : null}
      {recommendationId ? (
        <TabPanel id="positions" className={styles['pane'] ?? ''}>
          <PartBoundary>
            <PositionsPane recommendationId={recommendationId} />
          </PartBoundary>
        </TabPanel>
      ) : null}
      <TabPanel id="history" className={styles['pane'] ?? ''}>
        <PartBoundary>
          <HistoryPane recommendationId={recommendationId} />
        </PartBoundary>
      </TabPanel>
    </Tabs>
  )
}
