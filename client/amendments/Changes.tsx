import type { Change } from '#shared/text/changes'
import { useMessages } from '../messages/use-messages.ts'
import styles from './amendments.module.css'

/** The words of one change. */
export function Pieces({ pieces }: Pick<Change, 'pieces'>) {
  return pieces.map(({ kind, words }, index) => {
    if (kind === 'inserted') return <ins key={index}>{words}</ins>
    if (kind === 'deleted') return <del key={index}>{words}</del>
    return <span key={index}>{words}</span>
  })
}

/** Changes as insertions and deletions, told apart by underline and strike-through as well as by colour. */
export function Changes({
  changes,
  label,
}: {
  readonly changes: readonly Change[]
  readonly label: string
}) {
  const say = useMessages()
  return (
    <div className={styles['changes']} role="group" aria-label={label}>
      {changes.length === 0 ? <p className={styles['hint']}>{say('amendment.noChange')}</p> : null}
      {changes.map(({ pieces, cell }, place) => (
        <p key={place}>
          {cell ? (
            <small>
              {say('amendment.cell', {
                rows: say(`rows.${cell.rows}`),
                row: cell.row,
                field: say(`field.${cell.field}`),
              })}{' '}
            </small>
          ) : null}
          {pieces.every(({ kind }) => kind === 'same') ? (
            <small>{say('part.formOnly')}: </small>
          ) : null}
          <Pieces pieces={pieces} />
        </p>
      ))}
    </div>
  )
}
