import type { Comment } from '#shared/domain/thread'
import { colours, tableColour } from '#shared/record/colours'
import { delegationColourIndex } from '#shared/record/labels'
import { useRecordState } from '../live/record.tsx'
import { bodyParts } from './mentions.ts'
import styles from './threads.module.css'

/** What a comment says, with the delegations that it mentions as chips. */
export function CommentBody({ comment }: { readonly comment: Comment }) {
  const state = useRecordState()
  return (
    <p className={styles['body']}>
      {bodyParts(comment.body, comment.mentions, state.delegations).map(
        ({ at, words, delegation }) =>
          delegation ? (
            <span
              key={at}
              className={styles['mention']}
              data-mention={delegation.code}
              style={{
                background:
                  colours[delegationColourIndex(state, delegation.delegationId)] ?? tableColour,
              }}
            >
              {words}
            </span>
          ) : (
            words
          ),
      )}
    </p>
  )
}
