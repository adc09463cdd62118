import type { RowField } from '#shared/text/content-rows'
import type { MarkActs, RowMarks } from '../amendments/mark.ts'
import { useMessages } from '../messages/use-messages.ts'
import { PutWords } from '../reader/AmendedPassage.tsx'

/** A row that a tabled amendment puts, below those that stand. */
export function PutRow({
  fields,
  row,
  acts,
}: {
  readonly fields: readonly RowField[]
  readonly row: RowMarks['put'][number]
  readonly acts: MarkActs
}) {
  const say = useMessages()
  return (
    <tr data-amendment={row.amendmentId}>
      {fields.map((field) => {
        const mark = row.marks.get(field)
        return (
          <td key={field} data-label={say(`field.${field}`)}>
            {mark ? <PutWords mark={mark} onMark={acts.showCard} /> : null}
          </td>
        )
      })}
    </tr>
  )
}
