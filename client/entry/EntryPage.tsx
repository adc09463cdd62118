import type { ReactNode } from 'react'
import { useMessages } from '../messages/use-messages.ts'
import styles from './entry.module.css'

/** A page outside the room: a title, what is the matter, and what to do. */
export function EntryPage({
  title,
  text,
  children,
}: {
  readonly title: string
  readonly text?: string
  readonly children?: ReactNode
}) {
  const say = useMessages()
  return (
    <main className={styles['entry']}>
      <div className={styles['card']}>
        <p className={styles['wordmark']}>{say('wordmark')}</p>
        <h1>{title}</h1>
        {text === undefined ? null : <p>{text}</p>}
        {children}
      </div>
    </main>
  )
}
