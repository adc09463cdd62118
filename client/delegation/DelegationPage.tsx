import { useEffect, useState } from 'react'
import { Link } from 'wouter'
import type { DelegationId } from '#shared/domain/ids'
import { OwnBrackets } from '#shared/protocol/own-brackets'
import { amendmentOrdinal, delegationOf, numberOf } from '#shared/record/labels'
import desk from '../chair/desk.module.css'
import drafting from '../drafting/drafting.module.css'
import { useRoomTitle } from '../live/page-title.ts'
import { useActor, useRecordState, useYou } from '../live/record.tsx'
import { useAsk } from '../live/use-ask.ts'
import { formatInstant, useMessages } from '../messages/use-messages.ts'
import { positionsPlace } from '../positions/PositionsPane.tsx'
import { Badge } from '../ui/Badge.tsx'
import { EmptyState, Skeleton } from '../ui/Placeholder.tsx'
import styles from './delegation.module.css'
import { type OwnMatters, ownMatters } from './own-list.ts'

/** Words change without the record: the page asks again this often, in milliseconds, while it is looked at. */
const lookAgain = 4000

/** What one's delegation has open in the texts: its brackets, its amendments, and what it is asked. */
export function DelegationPage() {
  const say = useMessages()
  const actor = useActor()
  useRoomTitle(say('delegation.title'))
  const own = actor.by === 'member' && actor.role === 'delegate' ? actor.delegationId : null
  return own === null ? <EmptyState>{say('delegation.none')}</EmptyState> : <OwnList own={own} />
}

function useOwnBrackets(): {
  readonly known?: OwnBrackets['brackets']
  readonly trouble?: string
} {
  const { groupId } = useYou()
  const ask = useAsk()
  const { sequence } = useRecordState()
  const [answered, setAnswered] = useState<ReturnType<typeof useOwnBrackets>>({})
  useEffect(() => {
    let isCurrent = true
    const look = async () => {
      if (document.hidden) return
      const answer = await ask(OwnBrackets, `/api/groups/${groupId}/own-brackets`)
      if (!isCurrent) return
      if (answer.ok) setAnswered({ known: answer.value.brackets })
      else setAnswered((before) => (before.known ? before : { trouble: answer.problem.detail }))
    }
    void look()
    const timer = setInterval(() => void look(), lookAgain)
    return () => {
      isCurrent = false
      clearInterval(timer)
    }
  }, [ask, groupId, sequence])
  return answered
}

function OwnList({ own }: { readonly own: DelegationId }) {
  const say = useMessages()
  const state = useRecordState()
  const { known, trouble } = useOwnBrackets()
  if (!known)
    return trouble === undefined ? (
      <Skeleton label={say('loading')} />
    ) : (
      <EmptyState>{trouble}</EmptyState>
    )
  const matters = ownMatters(state, own, known)
  const total = (count: (each: OwnMatters) => number) =>
    matters.reduce((sum, each) => sum + count(each), 0)
  return (
    <article className={`${drafting['sheet']} ${desk['desk']}`}>
      <header className={drafting['head']}>
        <h1 className={drafting['title']}>{say('delegation.title')}</h1>
        <p className={desk['summary']} role="status">
          {matters.length === 0
            ? say('delegation.nothing')
            : say('delegation.summary', {
                name: delegationOf(state, own)?.name ?? '',
                brackets: total(({ brackets }) => brackets.length),
                amendments: total(({ amendments }) => amendments.length),
                asked: total(({ isAsked }) => (isAsked ? 1 : 0)),
              })}
        </p>
      </header>
      <ul className={desk['rows']}>
        {matters.map((each) => (
          <OwnRow key={each.recommendation.recommendationId} matters={each} />
        ))}
      </ul>
    </article>
  )
}

/** One recommendation, with each matter as a link to its place. */
function OwnRow({ matters }: { readonly matters: OwnMatters }) {
  const say = useMessages()
  const state = useRecordState()
  const { recommendation, brackets, amendments, isAsked } = matters
  const { recommendationId, title, status, callForPositions, silence } = recommendation
  const page = `/recommendations/${recommendationId}`
  const number = numberOf(state, recommendationId)
  return (
    <li className={desk['row']}>
      <p className={desk['head']}>
        <Link className={desk['title'] ?? ''} href={page}>
          {say('resolve.title', { number, title })}
        </Link>
        <Badge tone="neutral">{say(`status.${status}`)}</Badge>
      </p>
      <ul className={styles['matters']} aria-label={say('delegation.open', { number })}>
        {isAsked ? (
          <li>
            <Link href={`${page}#${positionsPlace}`}>
              {callForPositions?.until
                ? say('desk.callUntil', { instant: formatInstant(callForPositions.until) })
                : say('desk.call')}
            </Link>
          </li>
        ) : null}
        {silence?.state === 'kept' ? (
          <li>
            <Link href={page}>
              {say('desk.silenceUntil', { instant: formatInstant(silence.until) })}
            </Link>
          </li>
        ) : null}
        {brackets.map(({ textId, bracketId, words, sponsors, reason }) => (
          <li key={`${textId} ${bracketId}`}>
            <Link href={`${page}#${textId}`}>
              <bdi className={styles['words']}>
                [{sponsors}: {words}]
              </bdi>
            </Link>
            {reason === '' ? null : <bdi className={styles['reason']}> {reason}</bdi>}
          </li>
        ))}
        {amendments.map(({ textId, baseTextId, standing }) => (
          <li key={textId}>
            <Link href={`${page}#${baseTextId}`}>
              {standing === 'tabled'
                ? say('delegation.amendment', { number: amendmentOrdinal(state, textId) })
                : say('delegation.draft')}
            </Link>
          </li>
        ))}
      </ul>
    </li>
  )
}
