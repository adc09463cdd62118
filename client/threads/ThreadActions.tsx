import type { Thread } from '#shared/domain/thread'
import { mayNot } from '#shared/record/policy'
import { useAct } from '../drafting/act.ts'
import { useActor, useRecordState, useYou } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { copyText } from '../ui/copy-text.ts'
import { useNotice } from '../ui/notices.tsx'
import { newSalt } from './new-salt.ts'
import styles from './threads.module.css'

/** The address of a thread: opens its page with the thread chosen. */
function linkTo(groupId: string, { threadId, anchor, topicId }: Thread): string {
  const recommendationId = anchor.on === 'topic' ? null : anchor.recommendationId
  const page = recommendationId ? `recommendations/${recommendationId}` : `topics/${topicId}`
  return `${location.origin}/groups/${groupId}/${page}?thread=${threadId}`
}

/** What can be done with a thread beside answering it. */
export function ThreadActions({ thread }: { readonly thread: Thread }) {
  const say = useMessages()
  const state = useRecordState()
  const actor = useActor()
  const { groupId } = useYou()
  const { act, isPending } = useAct()
  const notify = useNotice()
  const { threadId, comments, resolved, forChair, audience } = thread
  const salted = audience === null ? {} : { salt: newSalt() }
  const isTable =
    actor.by === 'member' && ['chair', 'vice-chair', 'secretariat'].includes(actor.role)
  const isOpener = actor.by === 'member' && comments[0]?.by === actor.memberId
  const mayComment = mayNot(state, actor, 'reply') === undefined
  const maySettle = mayComment && (isTable || isOpener || audience !== null)
  const mayUnmark = mayNot(state, actor, 'unmark-for-chair') === undefined
  const href = linkTo(groupId, thread)
  const copy = async () => {
    // Where the browser copies nothing, the address is shown instead.
    notify((await copyText(href)) ? say('threads.link.copied') : href)
  }
  return (
    <div className={styles['actions']}>
      {maySettle ? (
        <Button
          isSmall
          look="quiet"
          isDisabled={isPending}
          onPress={() =>
            void act({
              type: resolved ? 'reopen-thread' : 'resolve-thread',
              threadId,
              ...salted,
            })
          }
        >
          {resolved ? say('threads.reopen') : say('threads.resolve')}
        </Button>
      ) : null}
      {maySettle && !resolved && !forChair && audience === null ? (
        <Button
          isSmall
          look="quiet"
          isDisabled={isPending}
          onPress={() => void act({ type: 'mark-for-chair', threadId })}
        >
          {say('threads.forChair.mark')}
        </Button>
      ) : null}
      {forChair && mayUnmark ? (
        <Button
          isSmall
          look="quiet"
          isDisabled={isPending}
          onPress={() => void act({ type: 'unmark-for-chair', threadId })}
        >
          {say('threads.forChair.unmark')}
        </Button>
      ) : null}
      <Button isSmall look="quiet" onPress={() => void copy()}>
        {say('threads.link')}
      </Button>
    </div>
  )
}
