import { Fragment } from 'react'
import { paragraphMark } from '#shared/compare/pieces'
import { BreakSign } from '../amendments/BreakSign.tsx'
import styles from './deleted.module.css'
import { type Deletion, deletionName, whoDeleted } from './deletion.ts'
import { useDeletedDesk } from './desk.tsx'

/** Deleted words where they stood, struck, with the code of whoever deleted them: for those who read. */
export function DeletedWords({ deletion }: { readonly deletion: Deletion }) {
  const desk = useDeletedDesk()
  const { key, words, code } = deletion
  return (
    <span className={styles['deleted']} title={whoDeleted(deletion)} data-not-of-the-text>
      <del className={styles['struck']} dir="auto">
        {words.split(paragraphMark).map((part, at) => (
          <Fragment key={at}>
            {at > 0 ? <BreakSign is="gone" /> : null}
            {part}
          </Fragment>
        ))}
      </del>
      <button
        type="button"
        className={styles['code']}
        aria-label={deletionName(deletion)}
        aria-haspopup="dialog"
        onClick={({ currentTarget }) => desk?.ask(key, currentTarget)}
      >
        {code}
      </button>
    </span>
  )
}
