import { Checkbox } from 'react-aria-components'
import { CommentId, ThreadId } from '#shared/domain/ids'
import type { ThreadAnchor } from '#shared/domain/thread'
import { delegationOf } from '#shared/record/labels'
import { useFormAct } from '../drafting/act.ts'
import { useHeldIds } from '../live/held-ids.ts'
import { newId } from '../live/new-id.ts'
import { useActor, useRecordState } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { Composer, type Post } from './Composer.tsx'
import { emptyDraft, useThreadFocus } from './focus.tsx'
import { newSalt } from './new-salt.ts'
import { backToText } from './places.ts'
import styles from './threads.module.css'
import type { Subject } from './threads-about.ts'

/** Opens a thread on the selected words, or on the whole page's subject; for a delegate, also an internal note. */
export function NewThread({
  recommendationId,
  topicId,
  isOnWords,
}: Subject & { readonly isOnWords: boolean }) {
  const say = useMessages()
  const state = useRecordState()
  const actor = useActor()
  const { composing, setComposing, setThread, drafts, setDraft } = useThreadFocus()
  const ids = useHeldIds(() => ({
    threadId: newId(ThreadId, 'th'),
    commentId: newId(CommentId, 'c'),
    salt: newSalt(),
  }))
  const about = recommendationId ? state.recommendations[recommendationId]?.topicId : topicId
  const words = isOnWords ? composing : null
  const draftKey = `${isOnWords ? 'words' : 'whole'}-${recommendationId ?? topicId}`
  const draft = drafts[draftKey] ?? emptyDraft
  const { act, isPending } = useFormAct(draft)
  if (!about) return null
  const own =
    actor.by === 'member' && actor.role === 'delegate'
      ? delegationOf(state, actor.delegationId)
      : undefined
  const anchor = (): ThreadAnchor => {
    if (words) return { on: 'words', recommendationId: recommendationId ?? null, ...words }
    return recommendationId ? { on: 'recommendation', recommendationId } : { on: 'topic' }
  }
  const post = async (posted: Post) => {
    const where = { topicId: about, anchor: anchor() }
    const { threadId, commentId, salt } = ids.of({ ...where, ...posted, ...draft })
    const isDone = await act({
      type: 'open-thread',
      threadId,
      ...where,
      commentId,
      ...posted,
      ...(draft.isInternal ? { salt } : {}),
    })
    if (!isDone) return false
    ids.done()
    if (words) setComposing(null)
    setThread(threadId)
    return true
  }
  const leave = () => {
    if (words) setComposing(null)
    backToText(null)
  }
  return (
    <div className={words ? styles['card'] : ''} data-active={words !== null}>
      {words ? (
        <blockquote className={styles['quote']}>
          {words.words.quote}
          <Button look="quiet" isSmall onPress={() => setComposing(null)}>
            {say('threads.notOnWords')}
          </Button>
        </blockquote>
      ) : null}
      <Composer
        key={JSON.stringify(words?.words.letters ?? 'whole')}
        draftKey={draftKey}
        label={words ? say('threads.newOnWords') : say('threads.new')}
        isPending={isPending}
        autoFocus={words !== null}
        onPost={post}
        onLeave={leave}
      >
        {own ? (
          <Checkbox
            className={styles['internalChoice'] ?? ''}
            isSelected={draft.isInternal}
            onChange={(isInternal) => setDraft(draftKey, { ...draft, isInternal })}
          >
            <span aria-hidden className={styles['box']} />
            {say('threads.internal.choose', { name: own.name })}
          </Checkbox>
        ) : null}
      </Composer>
    </div>
  )
}
