import type { ReactNode, Ref } from 'react'
import { usePageTitle } from '../live/page-title.ts'
import { useMessages } from '../messages/use-messages.ts'
import styles from './entry.module.css'

/** A page outside the room: a title, what is the matter, and what to do. */
export function EntryPage({
  title,
  text,
  heading,
  children,
}: {
  readonly title: string
  readonly text?: string
  /** For pages that put the focus on their title. */
  readonly heading?: Ref<HTMLHeadingElement>
  readonly children?: ReactNode
}) {
  const say = useMessages()
  usePageTitle(title, say('wordmark'))
  return (
    <main className={styles['entry']}>
      <div className={styles['card']}>
        <p className={styles['wordmark']}>{say('wordmark')}</p>
        <h1 {...(heading ? { ref: heading, tabIndex: -1 } : {})}>{title}</h1>
        {text === undefined ? null : <p>{text}</p>}
        {children}
      </div>
    </main>
  )
}
