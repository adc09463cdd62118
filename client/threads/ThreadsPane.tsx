import { useState } from 'react'
import type { RecommendationId, TopicId } from '#shared/domain/ids'
import { mayNot } from '#shared/record/policy'
import { useActor, useRecordState } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Choice } from '../ui/Choice.tsx'
import { EmptyState } from '../ui/Placeholder.tsx'
import { NewThread } from './NewThread.tsx'
import { ThreadCard } from './ThreadCard.tsx'
import styles from './threads.module.css'
import { threadsAbout } from './threads-about.ts'

/** The comments on a page, and where to add one. */
export function ThreadsPane({
  recommendationId,
  topicId,
}: {
  readonly recommendationId: RecommendationId | undefined
  readonly topicId: TopicId | undefined
}) {
  const say = useMessages()
  const state = useRecordState()
  const actor = useActor()
  const [filter, setFilter] = useState<'open' | 'all'>('open')
  const all = threadsAbout(state, recommendationId, topicId)
  const shown = filter === 'open' ? all.filter(({ resolved }) => !resolved) : all
  const refusal = mayNot(state, actor, 'open-thread')
  return (
    <div className={styles['pane']}>
      <Choice
        label={say('threads.filter')}
        value={filter}
        options={[
          ['open', say('threads.open')],
          ['all', say('threads.all', { count: all.length })],
        ]}
        onChange={setFilter}
      />
      {refusal ? (
        <p className={styles['why']}>
          {actor.by === 'public' ? say('threads.publicReads') : refusal.sentence}
        </p>
      ) : (
        <NewThread recommendationId={recommendationId} topicId={topicId} />
      )}
      {shown.length === 0 ? <EmptyState>{say('threads.none')}</EmptyState> : null}
      {shown.map((thread) => (
        <ThreadCard key={thread.threadId} thread={thread} mayComment={refusal === undefined} />
      ))}
    </div>
  )
}
