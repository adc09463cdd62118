import type { ReactNode } from 'react'
import { type ChangeKind, type ChangePiece, paragraphMark } from '#shared/compare/pieces'
import { isFormOnly, type ShownChange } from '#shared/compare/shown'
import type { TextId } from '#shared/domain/ids'
import { useRecordState } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import styles from './amendments.module.css'
import { BreakSign } from './BreakSign.tsx'
import { sponsorStyle } from './mark.ts'

/** Words of which each break between paragraphs that comes or goes is shown by its sign. */
function Words({ kind, words }: ChangePiece) {
  if (kind === 'unchanged') return <span>{words}</span>
  const shown = words.split(paragraphMark).map((part, place) => (
    <span key={place}>
      {place === 0 ? null : <BreakSign is={kind} />}
      {place > 0 && kind === 'inserted' ? <br /> : null}
      {part}
    </span>
  ))
  return kind === 'inserted' ? <ins>{shown}</ins> : <del>{shown}</del>
}

/** The words of one change. */
export const Pieces = ({ pieces }: Pick<ShownChange, 'pieces'>) =>
  pieces.map((piece, index) => <Words key={index} {...piece} />)

/** What is said of a row, column or table that comes or goes. */
const kindNames = {
  'put row': 'change.putRow',
  'remove row': 'change.removeRow',
  'change row': 'change.changeRow',
  'put column': 'change.putColumn',
  'remove column': 'change.removeColumn',
  'change column': 'change.changeColumn',
  'put table': 'change.putTable',
  'remove table': 'change.removeTable',
} as const satisfies Partial<Record<ChangeKind, string>>
const named = Object.entries(kindNames)

/** Where a change is and what it does, where its words alone do not tell. */
export function ChangeAbout({ change }: { readonly change: ShownChange }) {
  const say = useMessages()
  const { place, kinds, forms } = change
  const entries = named.flatMap(([kind, name]) =>
    [...kinds].some((each) => each === kind) ? [say(name)] : [],
  )
  const isForm = isFormOnly(change) && entries.length === 0
  const form = forms.map((each) => say(`form.${each}`)).join(', ')
  const about = [
    ...(place
      ? [
          place.field
            ? say('amendment.cell', {
                rows: say(`rows.${place.rows}`),
                row: place.row,
                field: say(`field.${place.field}`),
              })
            : say('amendment.row', { rows: say(`rows.${place.rows}`), row: place.row }),
        ]
      : []),
    // A table says it all: its rows and columns come and go with it.
    ...entries.slice(-1).map((each) => (change.pieces.length > 0 ? `${each}:` : each)),
    ...(isForm ? [`${say('part.formOnly')}${form === '' ? '' : ` (${form})`}:`] : []),
  ]
  return about.length === 0 ? null : <small>{about.join(' ')} </small>
}

/** Changes in the colour of an amendment's sponsor, as in the text: put words underlined, struck ones with a line through them. */
export function ChangesFrame({
  textId,
  label,
  isEmpty,
  children,
}: {
  readonly textId: TextId
  readonly label: string
  readonly isEmpty: boolean
  readonly children: ReactNode
}) {
  const say = useMessages()
  const style = sponsorStyle(useRecordState(), textId)
  return (
    <div className={styles['changes']} role="group" aria-label={label} style={style}>
      {isEmpty ? <p className={styles['hint']}>{say('amendment.noChange')}</p> : children}
    </div>
  )
}

/** An amendment's changes, each by itself. */
export const Changes = ({
  textId,
  changes,
  label,
}: {
  readonly textId: TextId
  readonly changes: readonly ShownChange[]
  readonly label: string
}) => (
  <ChangesFrame textId={textId} label={label} isEmpty={changes.length === 0}>
    {changes.map((change) => (
      <p key={change.changeId}>
        <ChangeAbout change={change} />
        <Pieces pieces={change.pieces} />
      </p>
    ))}
  </ChangesFrame>
)
