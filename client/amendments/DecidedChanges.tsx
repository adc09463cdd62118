import type { Amendment } from '#shared/domain/text'
import { useMessages } from '../messages/use-messages.ts'
import styles from './amendments.module.css'

/** What of an amendment was taken up and what was not, as the record has it. */
export function DecidedChanges({
  changes,
}: {
  readonly changes: NonNullable<Amendment['changes']>
}) {
  const say = useMessages()
  const groups = [
    ['taken', changes.filter(({ isTakenUp }) => isTakenUp)],
    ['left', changes.filter(({ isTakenUp }) => !isTakenUp)],
  ] as const
  return groups.map(([name, some]) => (
    <section key={name} className={styles['decided']} aria-label={say(`part.${name}`)}>
      <h4>{say(`part.${name}`)}</h4>
      <ul className={styles['changes']}>
        {some.map(({ changeId, struck, put }) => (
          <li key={changeId}>
            {struck === '' ? null : <del>{struck}</del>} {put === '' ? null : <ins>{put}</ins>}
            {struck === '' && put === '' ? say('part.formOnly') : null}
          </li>
        ))}
      </ul>
    </section>
  ))
}
