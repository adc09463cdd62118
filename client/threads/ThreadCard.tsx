import { useEffect, useRef, useState } from 'react'
import { CommentId, type MemberId, type TextId } from '#shared/domain/ids'
import type { Thread } from '#shared/domain/thread'
import { memberLabel } from '#shared/record/labels'
import { locateWords } from '#shared/text/words-anchor'
import { useAct } from '../drafting/act.ts'
import { newId } from '../live/new-id.ts'
import { useTextContent, useTextRoom } from '../live/open-texts.tsx'
import { useActor, useRecordState } from '../live/record.tsx'
import { formatDay, formatTime, useMessages } from '../messages/use-messages.ts'
import { Badge } from '../ui/Badge.tsx'
import { Button } from '../ui/Button.tsx'
import { TextField } from '../ui/TextField.tsx'
import { useThreadFocus } from './focus.tsx'
import styles from './threads.module.css'

/** One thread: what it is about, what was said, and how to answer. */
export function ThreadCard({
  thread,
  mayComment,
}: {
  readonly thread: Thread
  readonly mayComment: boolean
}) {
  const say = useMessages()
  const state = useRecordState()
  const actor = useActor()
  const { act, isPending } = useAct()
  const { threadId: active, setThread } = useThreadFocus()
  const [reply, setReply] = useState('')
  const card = useRef<HTMLElement>(null)
  const { threadId, anchor, comments, resolved } = thread
  const isActive = active === threadId
  useEffect(() => {
    if (isActive) card.current?.scrollIntoView({ block: 'nearest' })
  }, [isActive])

  const isTable =
    actor.by === 'member' && ['chair', 'vice-chair', 'secretariat'].includes(actor.role)
  const mayResolve =
    mayComment && actor.by === 'member' && (isTable || comments[0]?.by === actor.memberId)
  const answer = async () => {
    if (reply.trim() === '') return
    if (await act({ type: 'reply', threadId, commentId: newId(CommentId, 'c'), body: reply }))
      setReply('')
  }
  return (
    <article
      ref={card}
      className={styles['card']}
      data-active={isActive}
      data-resolved={resolved !== null}
    >
      {anchor.on === 'words' ? (
        <Quote
          textId={anchor.textId}
          thread={thread}
          onPress={() => setThread(isActive ? null : threadId)}
        />
      ) : null}
      {comments.map(({ commentId, by, at, body }) => (
        <div key={commentId} className={styles['comment']}>
          <p className={styles['who']}>
            <Who memberId={by} />
            <time dateTime={at} title={formatDay(at)}>
              {formatTime(at)}
            </time>
          </p>
          <p className={styles['body']}>{body}</p>
        </div>
      ))}
      {resolved ? (
        <p className={styles['who']}>
          <Badge tone="good">
            {say('threads.resolved', { name: memberLabel(state, resolved.by).name })}
          </Badge>
        </p>
      ) : null}
      {mayComment && !resolved ? (
        <form
          className={styles['composer']}
          onSubmit={(event) => {
            event.preventDefault()
            void answer()
          }}
        >
          <TextField
            label={say('threads.reply')}
            value={reply}
            onChange={setReply}
            onKeyDown={({ key, ctrlKey, metaKey }) => {
              if (key === 'Enter' && (ctrlKey || metaKey)) void answer()
            }}
          />
          {reply === '' ? null : (
            <Button isSmall look="primary" type="submit" isDisabled={isPending}>
              {say('threads.post')}
            </Button>
          )}
        </form>
      ) : null}
      {mayResolve ? (
        <Button
          isSmall
          look="quiet"
          isDisabled={isPending}
          onPress={() =>
            void act({ type: resolved ? 'reopen-thread' : 'resolve-thread', threadId })
          }
        >
          {resolved ? say('threads.reopen') : say('threads.resolve')}
        </Button>
      ) : null}
    </article>
  )
}

function Who({ memberId }: { readonly memberId: MemberId }) {
  const state = useRecordState()
  return <strong>{memberLabel(state, memberId).name}</strong>
}

/** The words that the thread is about; when they are gone, it says so and keeps the quote. */
function Quote({
  textId,
  thread,
  onPress,
}: {
  readonly textId: TextId
  readonly thread: Thread
  readonly onPress: () => void
}) {
  const say = useMessages()
  const room = useTextRoom(textId)
  const content = useTextContent(textId)
  if (thread.anchor.on !== 'words') return null
  const { words } = thread.anchor
  const isGone = content !== undefined && locateWords(room.doc, words) === undefined
  return (
    <button type="button" className={styles['quote']} onClick={onPress}>
      <span>{words.quote}</span>
      {isGone ? <small>{say('threads.wordsGone')}</small> : null}
    </button>
  )
}
