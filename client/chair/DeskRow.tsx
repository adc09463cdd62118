import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { Thread } from '#shared/domain/thread'
import { alternativeOrdinal, delegationOf, numberOf } from '#shared/record/labels'
import { useRecordState } from '../live/record.tsx'
import { formatInstant, useMessages } from '../messages/use-messages.ts'
import { positionsPlace } from '../positions/PositionsPane.tsx'
import { Badge, type Tone } from '../ui/Badge.tsx'
import { amendmentsPlace } from './AmendmentsInOrder.tsx'
import styles from './desk.module.css'
import type { DeskItem } from './desk.ts'

/** A recommendation on the desk: each open matter with its count, as a link to its place. */
export function DeskRow({ item }: { readonly item: DeskItem }) {
  const say = useMessages()
  const state = useRecordState()
  const { recommendation, matters, isUncontested } = item
  const { recommendationId, majorityTextId, title, status, callForPositions, silence } =
    recommendation
  const page = `/recommendations/${recommendationId}`
  const codes = matters.objections.map((each) => delegationOf(state, each)?.code ?? '')
  const missingTasks = matters.missing.filter(({ code }) => code.includes('task'))
  const missingProvisions = matters.missing.filter(({ code }) => code.includes('provision'))
  const number = numberOf(state, recommendationId)
  return (
    <li className={styles['row']}>
      <p className={styles['head']}>
        <Link className={styles['title'] ?? ''} href={page}>
          {say('resolve.title', { number, title })}
        </Link>
        <Badge tone="neutral">{say(`status.${status}`)}</Badge>
        <Link className={styles['decide'] ?? ''} href={`/desk/${recommendationId}`}>
          {say('desk.lookAtAll', { number })}
        </Link>
        {isUncontested ? <Badge tone="good">{say('desk.uncontested')}</Badge> : null}
      </p>
      <ul className={styles['matters']} aria-label={say('desk.open', { number })}>
        {matters.brackets > 0 ? (
          <Matter href={`${page}#${majorityTextId}`} tone="warn">
            {say('recommendation.brackets', { count: matters.brackets })}
          </Matter>
        ) : null}
        {codes.length > 0 ? (
          <Matter href={`${page}#${positionsPlace}`} tone="bad">
            {say('desk.objections', { count: codes.length, codes: codes.join(', ') })}
          </Matter>
        ) : null}
        {matters.alternatives.map((textId) => (
          <Matter key={textId} href={`${page}#${textId}`} tone="warn">
            {say('alternative.heading', { number: alternativeOrdinal(state, textId) })}
          </Matter>
        ))}
        {matters.missing.some(({ code }) => code === 'no-words') ? (
          <Matter href={`${page}#${majorityTextId}`} tone="warn">
            {say('missing.no-words')}
          </Matter>
        ) : null}
        {matters.amendments.length > 0 ? (
          <Matter href={`/desk/${recommendationId}#${amendmentsPlace}`} tone="warn">
            {say('desk.amendments', { count: matters.amendments.length })}
          </Matter>
        ) : null}
        <ForChair page={page} threads={matters.forChair} />
        {missingTasks.length > 0 ? (
          <Matter href={`${page}#${majorityTextId}-tasks`} tone="warn">
            {say('desk.missingTasks', { count: missingTasks.length })}
          </Matter>
        ) : null}
        {missingProvisions.length > 0 ? (
          <Matter href={`${page}#${majorityTextId}-provisions`} tone="warn">
            {say('desk.missingProvisions', { count: missingProvisions.length })}
          </Matter>
        ) : null}
        {callForPositions ? (
          <Matter href={`${page}#${positionsPlace}`} tone="accent">
            {callForPositions.until === null
              ? say('desk.call')
              : say('desk.callUntil', { instant: formatInstant(callForPositions.until) })}
          </Matter>
        ) : null}
        {silence ? (
          <Matter href={page} tone={silence.state === 'kept' ? 'accent' : 'bad'}>
            {silence.state === 'kept'
              ? say('desk.silenceUntil', { instant: formatInstant(silence.until) })
              : say('desk.silenceBroken', {
                  name: delegationOf(state, silence.delegationId)?.name ?? '',
                })}
          </Matter>
        ) : null}
      </ul>
    </li>
  )
}

/** Comments that ask for the chair: the link opens the first, and there the others. */
export function ForChair({
  page,
  threads,
}: {
  readonly page: string
  readonly threads: readonly Thread[]
}) {
  const say = useMessages()
  const [first] = threads
  if (!first) return null
  return (
    <Matter href={`${page}?thread=${first.threadId}`} tone="accent">
      {say('desk.forChair', { count: threads.length })}
    </Matter>
  )
}

const Matter = ({
  href,
  tone,
  children,
}: {
  readonly href: string
  readonly tone: Tone
  readonly children: ReactNode
}) => (
  <li>
    <Link className={styles['matter'] ?? ''} href={href}>
      <Badge tone={tone}>{children}</Badge>
    </Link>
  </li>
)
