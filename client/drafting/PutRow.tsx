import type { RowField } from '#shared/text/content-rows'
import type { MarkActs, RowMarks } from '../amendments/mark.ts'
import { useMessages } from '../messages/use-messages.ts'
import { PutWords } from '../reader/AmendedPassage.tsx'
import { CellReader } from '../reader/CellReader.tsx'

/** A row that a tabled amendment puts, below those that stand. */
export function PutRow({
  fields,
  row,
  acts,
  hasActions,
}: {
  readonly fields: readonly RowField[]
  readonly row: RowMarks['put'][number]
  readonly acts: MarkActs
  /** The table has one column more, for what can be done with its own rows. */
  readonly hasActions: boolean
}) {
  const say = useMessages()
  return (
    <tr data-amendment={row.amendmentId}>
      {fields.map((field, index) => {
        const mark = row.marks.get(field)
        return (
          <td
            key={field}
            colSpan={hasActions && index === fields.length - 1 ? 2 : 1}
            data-label={say(`field.${field}`)}
          >
            {mark ? (
              <PutWords mark={mark} onMark={acts.showCard} />
            ) : (
              <CellReader cell={[]} whenEmpty={say('rows.notStated')} />
            )}
          </td>
        )
      })}
    </tr>
  )
}
