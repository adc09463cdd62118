import { CircleAlert } from 'lucide-react'
import { Link, useLocation } from 'wouter'
import type { TextId } from '#shared/domain/ids'
import { numberOf } from '#shared/record/labels'
import type { RecordState } from '#shared/record/state'
import { seekKeptWords, useKeptWords } from '../live/kept-words.ts'
import { useRecordState, useYou } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import styles from './room.module.css'

/** Where a text is shown, and how the room calls that; undefined when the record has no such text. */
function placeOf(
  state: RecordState,
  textId: TextId,
): { readonly href: string; readonly name: string } | undefined {
  const text = state.texts[textId]
  if (!text) return undefined
  if ('recommendationId' in text)
    return {
      href: `/recommendations/${text.recommendationId}`,
      name: numberOf(state, text.recommendationId),
    }
  const topic = state.topics.find(({ topicId }) => topicId === text.topicId)
  return topic && { href: `/topics/${topic.topicId}`, name: topic.letter }
}

/** Says as long as words of this member stand that were not accepted, and leads to them: those on screen first. */
export function NotAccepted() {
  const say = useMessages()
  const state = useRecordState()
  const { memberId } = useYou()
  const [here] = useLocation()
  const kept = useKeptWords().flatMap((words) => {
    const place = words.memberId === memberId ? placeOf(state, words.textId) : undefined
    return place ? [{ id: words.id, ...place }] : []
  })
  const first = kept.find(({ href }) => href === here) ?? kept[0]
  return (
    <span role="status">
      {first ? (
        <Link
          className={styles['notAccepted'] ?? ''}
          href={first.href}
          onClick={() => seekKeptWords(first.id)}
        >
          <CircleAlert size={16} aria-hidden />
          {say('saved.notAccepted', { count: kept.length })}
          <span className="visually-hidden">
            {say('saved.notAccepted.where', { place: first.name })}
          </span>
        </Link>
      ) : null}
    </span>
  )
}
