import { useState } from 'react'
import { CommentId, type RecommendationId, ThreadId, type TopicId } from '#shared/domain/ids'
import type { ThreadAnchor } from '#shared/domain/thread'
import { useAct } from '../drafting/act.ts'
import { newId } from '../live/new-id.ts'
import { useRecordState } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { TextField } from '../ui/TextField.tsx'
import { useThreadFocus } from './focus.tsx'
import styles from './threads.module.css'

/** Opens a thread on the selected words, or on the whole page's subject. */
export function NewThread({
  recommendationId,
  topicId,
}: {
  readonly recommendationId: RecommendationId | undefined
  readonly topicId: TopicId | undefined
}) {
  const say = useMessages()
  const state = useRecordState()
  const { act, isPending } = useAct()
  const { composing, setComposing, setThread } = useThreadFocus()
  const [body, setBody] = useState('')
  const about = recommendationId ? state.recommendations[recommendationId]?.topicId : topicId
  if (!about) return null
  const anchor = (): ThreadAnchor => {
    if (composing) return { on: 'words', recommendationId: recommendationId ?? null, ...composing }
    return recommendationId ? { on: 'recommendation', recommendationId } : { on: 'topic' }
  }
  const post = async () => {
    if (body.trim() === '') return
    const threadId = newId(ThreadId, 'th')
    const isDone = await act({
      type: 'open-thread',
      threadId,
      topicId: about,
      anchor: anchor(),
      commentId: newId(CommentId, 'c'),
      body,
    })
    if (!isDone) return
    setBody('')
    setComposing(null)
    setThread(threadId)
  }
  return (
    <form
      className={styles['composer']}
      onSubmit={(event) => {
        event.preventDefault()
        void post()
      }}
    >
      {composing ? (
        <blockquote className={styles['quote']}>
          {composing.words.quote}
          <Button look="quiet" isSmall onPress={() => setComposing(null)}>
            {say('threads.notOnWords')}
          </Button>
        </blockquote>
      ) : null}
      <TextField
        key={composing?.words.start ?? 'whole'}
        label={composing ? say('threads.newOnWords') : say('threads.new')}
        value={body}
        onChange={setBody}
        rows={2}
        autoFocus={composing !== null}
        onKeyDown={({ key, ctrlKey, metaKey }) => {
          if (key === 'Enter' && (ctrlKey || metaKey)) void post()
        }}
      />
      {body === '' ? null : (
        <Button look="primary" isSmall type="submit" isDisabled={isPending}>
          {say('threads.post')}
        </Button>
      )}
    </form>
  )
}
