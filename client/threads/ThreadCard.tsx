import { memo, useEffect, useRef } from 'react'
import { CommentId, type MemberId, type TextId } from '#shared/domain/ids'
import type { Thread } from '#shared/domain/thread'
import { delegationOf, memberLabel } from '#shared/record/labels'
import { useFormAct } from '../drafting/act.ts'
import { useHeldIds } from '../live/held-ids.ts'
import { newId } from '../live/new-id.ts'
import { useRecordState } from '../live/record.tsx'
import { formatDay, formatTime, useMessages } from '../messages/use-messages.ts'
import { Badge } from '../ui/Badge.tsx'
import { CommentBody } from './CommentBody.tsx'
import { Composer, type Post } from './Composer.tsx'
import { useThreadFocus } from './focus.tsx'
import { useIsGone } from './located.ts'
import { newSalt } from './new-salt.ts'
import { backToText, cardId } from './places.ts'
import { useSeen } from './seen.ts'
import { ThreadActions } from './ThreadActions.tsx'
import styles from './threads.module.css'

/** One thread: what it is about, what was said, and how to answer. Seen once it is chosen. */
export const ThreadCard = memo(function ThreadCard({
  thread,
  mayComment,
}: {
  readonly thread: Thread
  readonly mayComment: boolean
}) {
  const say = useMessages()
  const state = useRecordState()
  const { act, isPending } = useFormAct()
  const { threadId: active, setThread } = useThreadFocus()
  const { isUnread, markSeen } = useSeen()
  const card = useRef<HTMLElement>(null)
  const { threadId, anchor, comments, resolved, forChair, audience } = thread
  const isActive = active === threadId
  const unread = isUnread(thread)
  const [first] = comments
  useEffect(() => {
    // Beside the page the words bring the card along; in a list it is brought into view itself.
    if (isActive && matchMedia('(width < 1100px)').matches)
      card.current?.scrollIntoView({ block: 'start' })
  }, [isActive])
  useEffect(() => {
    const { current } = card
    // The card is no control itself: it is chosen by whatever takes the focus in it, or by a press on it.
    const choose = () => {
      if (!isActive) setThread(threadId, 'reveal')
    }
    current?.addEventListener('focusin', choose)
    return () => current?.removeEventListener('focusin', choose)
  }, [isActive, setThread, threadId])
  useEffect(() => {
    if (isActive) markSeen([thread])
  }, [isActive, markSeen, thread])

  const ids = useHeldIds(() => ({ commentId: newId(CommentId, 'c'), salt: newSalt() }))
  const answer = async (posted: Post) => {
    const { commentId, salt } = ids.of(posted)
    const salted = audience === null ? {} : { salt }
    const isDone = await act({ type: 'reply', threadId, commentId, ...posted, ...salted })
    if (isDone) ids.done()
    return isDone
  }
  const leave = () => {
    backToText(threadId)
    setThread(null)
  }
  const by = first ? memberLabel(state, first.by).name : ''
  const quote = anchor.on === 'words' ? anchor.words.quote.slice(0, 80) : ''
  return (
    <article
      ref={card}
      id={cardId(threadId)}
      tabIndex={-1}
      className={styles['card']}
      data-active={isActive}
      data-resolved={resolved !== null}
      data-internal={audience !== null}
      aria-label={say('threads.card', {
        name: by,
        quote,
        hasQuote: String(quote !== ''),
        replies: comments.length - 1,
        unread: String(unread),
      })}
    >
      <div className={styles['flags']}>
        {unread ? <span className={styles['unread']}>{say('threads.unread')}</span> : null}
        {audience !== null ? (
          <Badge tone="accent">
            {say('threads.internal', { name: delegationOf(state, audience)?.name ?? '' })}
          </Badge>
        ) : null}
        {forChair && !resolved ? <Badge tone="warn">{say('threads.forChair')}</Badge> : null}
      </div>
      {anchor.on === 'words' ? (
        <Quote
          textId={anchor.textId}
          thread={thread}
          isActive={isActive}
          onPress={() => setThread(threadId, 'reveal')}
        />
      ) : null}
      {comments.map((comment) => (
        <div key={comment.commentId} className={styles['comment']}>
          <p className={styles['who']}>
            <Who memberId={comment.by} />
            <time dateTime={comment.at} title={formatDay(comment.at)}>
              {formatTime(comment.at)}
            </time>
          </p>
          <CommentBody comment={comment} />
        </div>
      ))}
      {resolved ? (
        <p className={styles['who']}>
          <Badge tone="good">
            {say('threads.resolved', { name: memberLabel(state, resolved.by).name })}
          </Badge>
        </p>
      ) : null}
      {mayComment && !resolved && isActive ? (
        <Composer
          draftKey={`reply-${threadId}`}
          label={say('threads.reply')}
          isPending={isPending}
          onPost={answer}
          onLeave={leave}
        />
      ) : null}
      {isActive ? <ThreadActions thread={thread} /> : null}
    </article>
  )
})

function Who({ memberId }: { readonly memberId: MemberId }) {
  const state = useRecordState()
  return <strong>{memberLabel(state, memberId).name}</strong>
}

/** The words that the thread is about; when they are gone, it says so and keeps the quote. */
function Quote({
  textId,
  thread,
  isActive,
  onPress,
}: {
  readonly textId: TextId
  readonly thread: Thread
  readonly isActive: boolean
  readonly onPress: () => void
}) {
  const say = useMessages()
  const isGone = useIsGone(textId, thread.threadId)
  if (thread.anchor.on !== 'words') return null
  const { words } = thread.anchor
  return (
    <button
      type="button"
      className={styles['quote']}
      aria-pressed={isActive}
      onClick={(event) => {
        event.stopPropagation()
        onPress()
      }}
    >
      <span>{words.quote}</span>
      {isGone ? <small>{say('threads.wordsGone')}</small> : null}
    </button>
  )
}
