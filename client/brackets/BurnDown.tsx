import type { BracketMoment } from '#shared/domain/bracket-moment'
import { formatTime, useMessages } from '../messages/use-messages.ts'
import styles from './brackets.module.css'
import { useBracketCounts } from './counts.tsx'

const width = 240
const height = 48
/** Room for the dots at both ends. */
const margin = 4
/** Texts that came within this time of the opening were there when the day began, in milliseconds. */
const sameTime = 60_000

/** The line through the day: it stays level until the count changes. */
function steps(curve: readonly BracketMoment[], until: number) {
  const from = Date.parse(curve[0]?.at ?? '')
  const most = Math.max(1, ...curve.map(({ count }) => count))
  const x = (time: number) =>
    margin + ((time - from) / Math.max(1, until - from)) * (width - 2 * margin)
  const y = (count: number) => height - margin - (count / most) * (height - 2 * margin)
  const first = y(curve[0]?.count ?? 0)
  const last = y(curve.at(-1)?.count ?? 0)
  const turns = curve.slice(1).map(({ at, count }) => `H${x(Date.parse(at))}V${y(count)}`)
  return { line: `M${margin} ${first}${turns.join('')}H${width - margin}`, first, last }
}

/** How many brackets the group has had since the day was opened: as a curve, and as a table behind it. */
export function BurnDown() {
  const say = useMessages()
  const counts = useBracketCounts()
  const [start] = counts?.curve ?? []
  const end = counts?.curve.at(-1)
  if (!counts || counts.openedAt === null || !start || !end) return null
  const { curve, openedAt, countedAt } = counts
  if (curve.every(({ count }) => count === 0)) return null
  const isFromOpening = Date.parse(start.at) - Date.parse(openedAt) < sameTime
  const { line, first, last } = steps(curve, Date.parse(countedAt))
  const text = say('bracket.burnDownText', {
    opening: start.count,
    now: end.count,
    from: isFromOpening ? 'opening' : 'texts',
  })
  const bottom = height - 1
  return (
    <figure className={styles['burnDown']}>
      <figcaption>
        <strong>{say('bracket.burnDown')}</strong>
        <span>{text}</span>
      </figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={text}>
        <path d={`M0 ${bottom}H${width}`} className={styles['axis']} />
        <path d={`${line}V${bottom}H${margin}Z`} className={styles['area']} />
        <path d={line} className={styles['lineOfDay']} />
        <circle cx={margin} cy={first} r={2.5} className={styles['point']} />
        <circle cx={width - margin} cy={last} r={2.5} className={styles['point']} />
      </svg>
      <p className={styles['ends']} aria-hidden>
        <span>{formatTime(start.at)}</span>
        <span>{formatTime(countedAt)}</span>
      </p>
      <details className={styles['moments']}>
        <summary>{say('bracket.moments')}</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">{say('bracket.moments.time')}</th>
              <th scope="col">{say('bracket.moments.count')}</th>
            </tr>
          </thead>
          <tbody>
            {curve.map(({ at, count }) => (
              <tr key={at}>
                <td>
                  <time dateTime={at}>{formatTime(at)}</time>
                </td>
                <td>{count}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  )
}
