import { formatTime, useMessages } from '../messages/use-messages.ts'
import styles from './brackets.module.css'
import { useBracketCounts } from './counts.tsx'

const width = 96
const height = 32

/** How many brackets the group had when the day was opened, and has now. */
export function BurnDown() {
  const say = useMessages()
  const counts = useBracketCounts()
  if (!counts || counts.openedAt === null) return null
  const sum = (which: 'now' | 'atOpening') =>
    counts.texts.reduce((all, text) => all + text[which], 0)
  const [opening, now] = [sum('atOpening'), sum('now')]
  if (opening === 0 && now === 0) return null
  const most = Math.max(opening, now)
  const y = (count: number) => height - 3 - (count / most) * (height - 6)
  const text = say('bracket.burnDownText', { opening, now })
  return (
    <figure className={styles['burnDown']}>
      <figcaption>
        <strong>{say('bracket.burnDown')}</strong>
        <span>{text}</span>
        <span className={styles['fact']}>{formatTime(counts.openedAt)} →</span>
      </figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={text}>
        <path d={`M0 ${height - 1}H${width}`} className={styles['axis']} />
        <path
          d={`M3 ${y(opening)}L${width - 3} ${y(now)}V${height - 1}H3Z`}
          className={styles['area']}
        />
        <path d={`M3 ${y(opening)}L${width - 3} ${y(now)}`} className={styles['lineOfDay']} />
        <circle cx={3} cy={y(opening)} r={2.5} className={styles['point']} />
        <circle cx={width - 3} cy={y(now)} r={2.5} className={styles['point']} />
      </svg>
    </figure>
  )
}
