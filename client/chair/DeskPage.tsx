import { useState } from 'react'
import { mayReadDesk } from '#shared/record/policy'
import drafting from '../drafting/drafting.module.css'
import { useRoomTitle } from '../live/page-title.ts'
import { useActor } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Choice } from '../ui/Choice.tsx'
import { EmptyState, Skeleton } from '../ui/Placeholder.tsx'
import { ConsentList } from './ConsentList.tsx'
import { DeskRow, ForChair } from './DeskRow.tsx'
import styles from './desk.module.css'
import { type DeskItem, useDesk } from './desk.ts'

const all = 'all'

/** The chair's desk: only what still needs a decision, by topic, and what can be taken at once. */
export function DeskPage() {
  const say = useMessages()
  const actor = useActor()
  useRoomTitle(say('desk.title'))
  return mayReadDesk(actor) ? <Desk /> : <EmptyState>{say('desk.notYours')}</EmptyState>
}

function Desk() {
  const say = useMessages()
  const actor = useActor()
  const { topics, trouble } = useDesk()
  const [letter, setLetter] = useState<string>(all)
  if (!topics)
    return trouble === undefined ? (
      <Skeleton label={say('loading')} />
    ) : (
      <EmptyState>{trouble}</EmptyState>
    )
  const isShown = topics.some(({ topic }) => topic.letter === letter) ? letter : all
  const shown = topics.filter(({ topic }) => isShown === all || topic.letter === isShown)
  const items = shown.flatMap((each) => each.items)
  const onTopics = shown.reduce((count, { forChair }) => count + forChair.length, 0)
  const presides = actor.by === 'member' && actor.role !== 'secretariat'
  return (
    <article className={`${drafting['sheet']} ${styles['desk']}`}>
      <header className={drafting['head']}>
        <h1 className={drafting['title']}>{say('desk.title')}</h1>
        <p className={styles['summary']} role="status">
          {items.length + onTopics === 0
            ? say('desk.nothing')
            : say('desk.summary', totals(items, onTopics))}
        </p>
      </header>
      {topics.length > 1 ? (
        <Choice
          label={say('desk.filter')}
          value={isShown}
          options={[
            [all, say('desk.allTopics')],
            ...topics.map(
              ({ topic, items: own, forChair }) =>
                [
                  topic.letter,
                  say('desk.topicCount', {
                    letter: topic.letter,
                    count: own.length + (forChair.length > 0 ? 1 : 0),
                  }),
                ] as const,
            ),
          ]}
          onChange={setLetter}
        />
      ) : null}
      <ConsentList items={items.filter(({ isUncontested }) => isUncontested)} mayAct={presides} />
      {shown.map(({ topic, items: own, forChair }) => (
        <section key={topic.topicId} aria-labelledby={`desk-${topic.topicId}`}>
          <h2 id={`desk-${topic.topicId}`} className={styles['topic']}>
            {say('outline.topic', { letter: topic.letter, title: topic.title })}
          </h2>
          {forChair.length > 0 ? (
            <ul className={styles['matters']} aria-label={say('desk.onTopic')}>
              <ForChair page={`/topics/${topic.topicId}`} threads={forChair} />
            </ul>
          ) : null}
          <ul className={styles['rows']}>
            {own.map((item) => (
              <DeskRow key={item.recommendation.recommendationId} item={item} />
            ))}
          </ul>
        </section>
      ))}
    </article>
  )
}

/** How much is open, all in all. */
function totals(items: readonly DeskItem[], onTopics: number) {
  const sum = (count: (item: DeskItem) => number) =>
    items.reduce((total, item) => total + count(item), 0)
  return {
    items: items.length,
    brackets: sum(({ matters }) => matters.brackets),
    objections: sum(({ matters }) => matters.objections.length),
    alternatives: sum(({ matters }) => matters.alternatives.length),
    amendments: sum(({ matters }) => matters.amendments.length),
    forChair: onTopics + sum(({ matters }) => matters.forChair.length),
    missing: sum(({ matters }) => matters.missing.length),
  }
}
