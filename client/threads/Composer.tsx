import { type ReactNode, useState } from 'react'
import type { DelegationId } from '#shared/domain/ids'
import { useRecordState } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { useLatest } from '../ui/latest.ts'
import { CommentField } from './CommentField.tsx'
import { emptyDraft, useThreadFocus } from './focus.tsx'
import { keptMentions } from './mentions.ts'
import styles from './threads.module.css'

/** What is posted. */
export interface Post {
  readonly body: string
  readonly mentions?: DelegationId[]
}

/** A comment being written, with its buttons. What was begun is kept under `draftKey` and never discarded unasked. */
export function Composer({
  draftKey,
  label,
  isPending,
  autoFocus = false,
  onPost,
  onLeave,
  children,
}: {
  readonly draftKey: string
  readonly label: string
  readonly isPending: boolean
  readonly autoFocus?: boolean
  /** True when it was posted. */
  readonly onPost: (post: Post) => Promise<boolean>
  readonly onLeave: () => void
  readonly children?: ReactNode
}) {
  const say = useMessages()
  const { delegations } = useRecordState()
  const { drafts, setDraft } = useThreadFocus()
  const [isAsking, setAsking] = useState(false)
  const draft = drafts[draftKey] ?? emptyDraft
  const hasWords = draft.body.trim() !== ''
  // What was written on while the answer was on its way stays.
  const latest = useLatest(draft)
  const post = async () => {
    if (!hasWords || isPending) return
    const mentions = keptMentions(draft.body, draft.mentions, delegations)
    const posted = { body: draft.body, ...(mentions.length > 0 ? { mentions } : {}) }
    if ((await onPost(posted)) && latest.current === draft) setDraft(draftKey, emptyDraft)
  }
  const leave = () => {
    if (hasWords) return setAsking(true)
    onLeave()
  }
  return (
    <form
      className={styles['composer']}
      onSubmit={(event) => {
        event.preventDefault()
        void post()
      }}
    >
      <CommentField
        label={label}
        draft={draft}
        autoFocus={autoFocus}
        onChange={(changed) => setDraft(draftKey, changed)}
        onPost={() => void post()}
        onLeave={leave}
      />
      {hasWords ? (
        <>
          {children}
          <div className={styles['actions']}>
            <Button look="primary" isSmall type="submit" isDisabled={isPending}>
              {say('threads.post')}
            </Button>
            <Button look="quiet" isSmall onPress={leave}>
              {say('cancel')}
            </Button>
          </div>
        </>
      ) : null}
      {isAsking ? (
        <Dialog title={say('threads.discard.title')} onClose={() => setAsking(false)}>
          <p>{say('threads.discard.text')}</p>
          <DialogActions>
            <Button onPress={() => setAsking(false)}>{say('threads.discard.keep')}</Button>
            <Button
              look="danger"
              onPress={() => {
                setAsking(false)
                setDraft(draftKey, emptyDraft)
                onLeave()
              }}
            >
              {say('threads.discard.confirm')}
            </Button>
          </DialogActions>
        </Dialog>
      ) : null}
    </form>
  )
}
