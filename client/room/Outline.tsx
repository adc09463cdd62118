import { Link, useLocation } from 'wouter'
import { mayReadDesk } from '#shared/record/policy'
import { isDecided } from '#shared/record/text-right'
import { AlternativeMark } from '../alternatives/AlternativeMark.tsx'
import { BracketMark } from '../brackets/BracketTally.tsx'
import { BurnDown } from '../brackets/BurnDown.tsx'
import { recommendationTextIds, topicTextIds, useCountsAwaited } from '../brackets/counts.tsx'
import { useActor, useRecordState } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { EmptyState, Skeleton } from '../ui/Placeholder.tsx'
import styles from './room.module.css'

/** Topics and their recommendations, each with where it stands. */
export function Outline({
  onStay,
}: {
  /** Pressed is the place that is open already. */
  readonly onStay: () => void
}) {
  const say = useMessages()
  const state = useRecordState()
  const actor = useActor()
  const [place] = useLocation()
  const current = (href: string) =>
    place === href ? { 'aria-current': 'page' as const, onClick: onStay } : {}
  const isAwaited = useCountsAwaited()
  if (isAwaited) return <Skeleton label={say('loading')} />
  if (state.topics.length === 0) return <EmptyState>{say('outline.empty')}</EmptyState>
  return (
    <>
      <BurnDown />
      <ol className={styles['topics']}>
        {mayReadDesk(actor) ? (
          <li>
            <Link className={styles['topicTitle'] ?? ''} href="/desk" {...current('/desk')}>
              {say('menu.desk')}
            </Link>
          </li>
        ) : null}
        {actor.by === 'member' && actor.role === 'delegate' ? (
          <li>
            <Link
              className={styles['topicTitle'] ?? ''}
              href="/delegation"
              {...current('/delegation')}
            >
              {say('menu.delegation')}
            </Link>
          </li>
        ) : null}
        {state.topics.map((topic) => {
          const recommendations = topic.recommendationIds.flatMap(
            (id) => state.recommendations[id] ?? [],
          )
          const done = recommendations.filter(({ status }) => isDecided(status)).length
          const href = `/topics/${topic.topicId}`
          return (
            <li key={topic.topicId}>
              <Link className={styles['topicTitle'] ?? ''} href={href} {...current(href)}>
                <span>{say('outline.topic', { letter: topic.letter, title: topic.title })}</span>
                <BracketMark textIds={topicTextIds(state, topic)} />
                <span aria-label={say('outline.decided', { done, all: recommendations.length })}>
                  {done}/{recommendations.length}
                </span>
              </Link>
              <ol>
                {recommendations.map((recommendation) => {
                  const { recommendationId, ordinal, title, status } = recommendation
                  const link = `/recommendations/${recommendationId}`
                  return (
                    <li key={recommendationId}>
                      <Link className={styles['entry'] ?? ''} href={link} {...current(link)}>
                        <span
                          className={styles['glyph']}
                          data-status={status}
                          role="img"
                          aria-label={say(`status.${status}`)}
                          title={say(`status.${status}`)}
                        />
                        <span className={styles['number']}>
                          {topic.letter}.{ordinal}
                        </span>
                        <span>{title}</span>
                        <span className={styles['marks']}>
                          <AlternativeMark recommendation={recommendation} />
                          <BracketMark textIds={recommendationTextIds(state, recommendation)} />
                          {state.floor.recommendationId === recommendationId ? (
                            <span className={styles['onFloor']}>{say('outline.onFloor')}</span>
                          ) : null}
                        </span>
                      </Link>
                    </li>
                  )
                })}
              </ol>
            </li>
          )
        })}
      </ol>
    </>
  )
}
