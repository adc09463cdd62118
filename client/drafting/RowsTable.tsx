import { Plus, Trash2 } from 'lucide-react'
import { memo, useCallback, useRef, useState } from 'react'
import type { TextContent } from '#shared/domain/content'
import type { TextId } from '#shared/domain/ids'
import { caretAt } from '#shared/flow/carets'
import { flowOf } from '#shared/flow/flow-doc'
import { addTo, setRemoved } from '#shared/flow/table-acts'
import { cellFlow } from '#shared/flow/tables'
import type { RowsName } from '#shared/text/content-names'
import { type ContentRow, cellKey, contentRows, rowFields } from '#shared/text/content-rows'
import { flatInlines } from '#shared/text/flat-words'
import type { MarkActs, RowMarks } from '../amendments/mark.ts'
import type { ShownRun } from '../authorship/shown-authors.ts'
import { useEditing } from '../editor/editing.tsx'
import { actOn } from '../flow/table-commands.ts'
import { newUuid } from '../live/new-uuid.ts'
import { useTextRoom } from '../live/open-texts.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { usePressedPassages } from '../reader/AmendedPassage.tsx'
import { Button } from '../ui/Button.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { useArrival } from './arrival.ts'
import styles from './drafting.module.css'
import { PutRow } from './PutRow.tsx'
import { RowCell } from './RowCell.tsx'

/** The tasks, or the monitoring and evaluation provisions, of a text. Drawn again only when something in them changes. */
export const RowsTable = memo(function RowsTable({
  textId,
  rows: name,
  tasks,
  provisions,
  mayType,
  marks,
  acts,
  authors,
}: {
  readonly textId: TextId
  readonly rows: RowsName
  readonly tasks: TextContent['tasks']
  readonly provisions: TextContent['provisions']
  readonly mayType: boolean
  /** Of tabled amendments, where they are shown. */
  readonly marks: RowMarks | undefined
  readonly acts: MarkActs
  /** Who wrote what in each cell, by its key, while that is shown. */
  readonly authors: ReadonlyMap<string, readonly ShownRun[]> | undefined
}) {
  const say = useMessages()
  const editing = useEditing()
  const room = useTextRoom(textId)
  const [removing, setRemoving] = useState<ContentRow | null>(null)
  const arrive = useArrival(`${textId}-${name}`)
  const frame = useRef<HTMLDivElement | null>(null)
  const setFrame = useCallback(
    (element: HTMLDivElement | null) => {
      frame.current = element
      return arrive(element)
    },
    [arrive],
  )
  usePressedPassages(frame, acts.seeCard)
  const rows = contentRows({ tasks, provisions }, name)
  const put = marks?.put.filter((row) => row.rows === name) ?? []
  const fields = rowFields[name]
  const { doc } = room
  /** What is done to a row is taken back by leading to its first cell. */
  const actOnRow = (rowId: string, work: () => void) => {
    const flow = flowOf(doc, cellFlow(rowId, fields[0] ?? ''))
    const start = caretAt(flow, 0)
    actOn(doc, editing.undo, { flow, anchor: start, head: start }, work)
    room.catchUp()
    return flow
  }
  const add = () => {
    const rowId = newUuid()
    const flow = actOnRow(rowId, () => addTo(doc, 'rows', name, rowId, rows.length))
    editing.editors.seek(flow, (view) => view.focus())
  }
  const takeOut = (rowId: string) => {
    actOnRow(rowId, () => setRemoved(doc, 'rows', rowId))
  }
  const remove = (row: ContentRow) => {
    const isFilled = row.cells.some(({ cell }) => flatInlines(cell).trim() !== '')
    if (isFilled) setRemoving(row)
    else takeOut(row.rowId)
  }
  return (
    <div className={styles['rows']} tabIndex={-1} ref={setFrame}>
      <h3>{say(`rows.${name}`)}</h3>
      {rows.length === 0 && put.length === 0 ? (
        <p className={styles['none']}>{say(`rows.${name}.none`)}</p>
      ) : (
        <table className={styles['table']}>
          <thead>
            <tr>
              {fields.map((field) => (
                <th key={field} scope="col">
                  {say(`field.${field}`)}
                </th>
              ))}
              {mayType ? (
                <th scope="col">
                  <span className="visually-hidden">{say('rows.actions')}</span>
                </th>
              ) : null}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={row.rowId}>
                {row.cells.map(({ field, cell }) => (
                  <RowCell
                    key={field}
                    cell={cell}
                    room={mayType ? room : undefined}
                    flow={cellFlow(row.rowId, field)}
                    label={say(`field.${field}`)}
                    row={index + 1}
                    marks={marks?.cells.get(cellKey(row.rowId, field))}
                    acts={acts}
                    authors={authors?.get(cellKey(row.rowId, field))}
                  />
                ))}
                {mayType ? (
                  <td className={styles['rowActions']}>
                    <Button
                      look="quiet"
                      isSmall
                      label={say('rows.remove', { row: index + 1 })}
                      onPress={() => remove(row)}
                    >
                      <Trash2 size={14} />
                    </Button>
                  </td>
                ) : null}
              </tr>
            ))}
            {put.map((row) => (
              <PutRow
                key={`${row.amendmentId} ${row.rowId}`}
                fields={fields}
                row={row}
                acts={acts}
                hasActions={mayType}
              />
            ))}
          </tbody>
        </table>
      )}
      {mayType ? (
        <Button look="quiet" isSmall onPress={add}>
          <Plus size={14} /> {say(`rows.${name}.add`)}
        </Button>
      ) : null}
      {removing ? (
        <Dialog title={say('rows.removeTitle')} onClose={() => setRemoving(null)}>
          <p>
            {say('rows.removeText', {
              words: removing.cells
                .map(({ cell }) => flatInlines(cell))
                .filter(Boolean)
                .join(' · '),
            })}
          </p>
          <DialogActions>
            <Button onPress={() => setRemoving(null)}>{say('cancel')}</Button>
            <Button
              look="danger"
              onPress={() => {
                takeOut(removing.rowId)
                setRemoving(null)
              }}
            >
              {say('rows.removeConfirm')}
            </Button>
          </DialogActions>
        </Dialog>
      ) : null}
    </div>
  )
})
