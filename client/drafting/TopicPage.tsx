import { useState } from 'react'
import { Link } from 'wouter'
import { RecommendationId, TextId, type TopicId } from '#shared/domain/ids'
import { BracketTally } from '../brackets/BracketTally.tsx'
import { recommendationTextIds, topicTextIds } from '../brackets/counts.tsx'
import { useHeldIds } from '../live/held-ids.ts'
import { newId } from '../live/new-id.ts'
import { useRoomTitle } from '../live/page-title.ts'
import { useRecordState, useYou } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Badge } from '../ui/Badge.tsx'
import { Button } from '../ui/Button.tsx'
import { InTurn } from '../ui/in-turn.tsx'
import { EmptyState } from '../ui/Placeholder.tsx'
import { TextField } from '../ui/TextField.tsx'
import { useFormAct } from './act.ts'
import styles from './drafting.module.css'
import { TextPanel } from './TextPanel.tsx'

/** A topic: points of broad agreement, the summary of the discussion, and its recommendations. */
export function TopicPage({ topicId }: { readonly topicId: TopicId }) {
  const say = useMessages()
  const state = useRecordState()
  const { role } = useYou()
  const [title, setTitle] = useState('')
  const { act, isPending } = useFormAct(title)
  const ids = useHeldIds(() => ({
    recommendationId: newId(RecommendationId, 'r'),
    textId: newId(TextId, 't'),
  }))
  const topic = state.topics.find((other) => other.topicId === topicId)
  useRoomTitle(
    topic
      ? say('outline.topic', { letter: topic.letter, title: topic.title })
      : say('notFound.title'),
  )
  if (!topic) return <EmptyState>{say('notFound.text')}</EmptyState>
  const isTable = role === 'chair' || role === 'vice-chair' || role === 'secretariat'
  const add = async () => {
    const { recommendationId, textId } = ids.of({ topicId, title })
    if (!(await act({ type: 'add-recommendation', recommendationId, topicId, title, textId })))
      return
    ids.done()
    setTitle('')
  }
  return (
    <article className={styles['sheet']}>
      <InTurn>
        <header className={styles['head']}>
          <p className={styles['eyebrow']}>
            {say('topic.letter', { letter: topic.letter })}
            <BracketTally textIds={topicTextIds(state, topic)} />
          </p>
          <h1 className={styles['title']}>{topic.title}</h1>
        </header>
        <div className={styles['texts']}>
          <InTurn>
            <TextPanel
              textId={topic.broadAgreementTextId}
              heading={say('text.broadAgreement')}
              hasRows={false}
            />
            <TextPanel textId={topic.summaryTextId} heading={say('text.summary')} hasRows={false} />
          </InTurn>
        </div>
        <section className={styles['text']}>
          <h2>{say('topic.recommendations')}</h2>
          <ol className={styles['list']}>
            {topic.recommendationIds.flatMap((id) => {
              const recommendation = state.recommendations[id]
              if (!recommendation) return []
              return [
                <li key={id}>
                  <Link href={`/recommendations/${id}`}>
                    {topic.letter}.{recommendation.ordinal} {recommendation.title}
                  </Link>{' '}
                  <Badge tone="neutral">{say(`status.${recommendation.status}`)}</Badge>{' '}
                  <BracketTally textIds={recommendationTextIds(state, recommendation)} />
                </li>,
              ]
            })}
          </ol>
          {topic.recommendationIds.length === 0 ? (
            <EmptyState>{say('topic.none')}</EmptyState>
          ) : null}
          {isTable ? (
            <form
              className={styles['titleForm']}
              onSubmit={(event) => {
                event.preventDefault()
                void add()
              }}
            >
              <TextField label={say('topic.newTitle')} value={title} onChange={setTitle} />
              <Button type="submit" isDisabled={isPending || title.trim() === ''}>
                {say('topic.add')}
              </Button>
            </form>
          ) : null}
        </section>
      </InTurn>
    </article>
  )
}
