import type { TextId } from '#shared/domain/ids'
import { type Change, isFormOnly } from '#shared/text/changes'
import { nearPieces } from '#shared/text/near-words'
import { paragraphBreak } from '#shared/text/paragraph-breaks'
import { useRecordState } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import styles from './amendments.module.css'
import { BreakSign } from './BreakSign.tsx'
import { sponsorStyle } from './mark.ts'

/** The words of one change. */
export function Pieces({ pieces }: Pick<Change, 'pieces'>) {
  return pieces.map(({ kind, words }, index) => {
    if (kind === 'same') return <span key={index}>{words}</span>
    const shown =
      words === paragraphBreak ? (
        <>
          <BreakSign is={kind} />
          {kind === 'inserted' ? <br /> : ' '}
        </>
      ) : (
        words
      )
    return kind === 'inserted' ? <ins key={index}>{shown}</ins> : <del key={index}>{shown}</del>
  })
}

/** An amendment's changes in its sponsor's colour, as in the text: put words underlined, struck ones with a line through them. */
export function Changes({
  textId,
  changes,
  label,
}: {
  readonly textId: TextId
  readonly changes: readonly Change[]
  readonly label: string
}) {
  const say = useMessages()
  const style = sponsorStyle(useRecordState(), textId)
  return (
    <div className={styles['changes']} role="group" aria-label={label} style={style}>
      {changes.length === 0 ? <p className={styles['hint']}>{say('amendment.noChange')}</p> : null}
      {changes.map(({ pieces, cell, forms = [] }, place) => (
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
          {isFormOnly({ pieces }) ? (
            <small>
              {say('part.formOnly')}
              {forms.length === 0
                ? ''
                : ` (${forms.map((form) => say(`form.${form}`)).join(', ')})`}
              {': '}
            </small>
          ) : null}
          <Pieces pieces={nearPieces(pieces)} />
        </p>
      ))}
    </div>
  )
}
