import type { ReactNode } from 'react'
import { useMessages } from '../messages/use-messages.ts'
import styles from './amendments.module.css'

/** Says that others took away the paragraph which an amendment changes, with the words that it put there. */
export function WithoutPlace({
  words,
  isOwn,
  children,
}: {
  readonly words: string
  readonly isOwn: boolean
  /** What can be done about it. */
  readonly children?: ReactNode
}) {
  const say = useMessages()
  if (words === '') return null
  return (
    <div className={styles['withoutPlace']} role="status">
      <strong>{say('amendment.withoutPlace')}</strong>
      <p>{say(isOwn ? 'amendment.withoutPlaceOwn' : 'amendment.withoutPlaceOther')}</p>
      <blockquote>{words}</blockquote>
      {children}
    </div>
  )
}
