import type { ReactNode } from 'react'
import styles from './ui.module.css'

export type Tone = 'accent' | 'good' | 'warn' | 'bad' | 'neutral'

/** A short fact in a pill; its tone never says what its words do not. */
export const Badge = ({
  tone,
  children,
}: {
  readonly tone: Tone
  readonly children: ReactNode
}) => (
  <span className={`${styles['badge']} ${tone === 'accent' ? '' : styles[tone]}`}>{children}</span>
)
