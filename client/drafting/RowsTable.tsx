import { Plus, Trash2 } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { type Cell, provisionFields, taskFields } from '#shared/domain/content'
import type { TextId } from '#shared/domain/ids'
import { cleanContent } from '#shared/text/brackets'
import type { RowsName } from '#shared/text/content-names'
import { flatInlines } from '#shared/text/flat-words'
import { addRow, cellFragment, removeRow } from '#shared/text/write-content'
import { useTextContent, useTextRoom } from '../live/open-texts.tsx'
import { type MessageKey, useMessages } from '../messages/use-messages.ts'
import { CellReader } from '../reader/CellReader.tsx'
import { Button } from '../ui/Button.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { useArrival } from './arrival.ts'
import styles from './drafting.module.css'

const CellEditor = lazy(async () => ({
  default: (await import('../editor/CellEditor.tsx')).CellEditor,
}))

interface Row {
  readonly rowId: string
  readonly cells: readonly {
    readonly field: string
    readonly label: MessageKey
    readonly cell: Cell
  }[]
}

/** The tasks, or the monitoring and evaluation provisions, of a text. */
export function RowsTable({
  textId,
  rows: name,
  mayType,
  isClean,
  sponsors,
}: {
  readonly textId: TextId
  readonly rows: RowsName
  readonly mayType: boolean
  /** Shown as if all brackets were lifted. */
  readonly isClean: boolean
  readonly sponsors: string
}) {
  const say = useMessages()
  const room = useTextRoom(textId)
  const written = useTextContent(textId)
  const content = isClean && written ? cleanContent(written) : written
  const [removing, setRemoving] = useState<Row | null>(null)
  const arrive = useArrival(`${textId}-${name}`)
  if (!content) return null
  const rows: Row[] =
    name === 'tasks'
      ? content.tasks.map((task) => ({
          rowId: task.rowId,
          cells: taskFields.map((field) => ({
            field,
            label: `field.${field}` as const,
            cell: task[field],
          })),
        }))
      : content.provisions.map((provision) => ({
          rowId: provision.rowId,
          cells: provisionFields.map((field) => ({
            field,
            label: `field.${field}` as const,
            cell: provision[field],
          })),
        }))
  const labels: MessageKey[] =
    name === 'tasks'
      ? taskFields.map((field) => `field.${field}` as const)
      : provisionFields.map((field) => `field.${field}` as const)
  const remove = (row: Row) => {
    const isFilled = row.cells.some(({ cell }) => flatInlines(cell).trim() !== '')
    if (isFilled) setRemoving(row)
    else removeRow(room.doc, name, row.rowId)
  }
  return (
    <div className={styles['rows']} tabIndex={-1} ref={arrive}>
      <h3>{say(`rows.${name}`)}</h3>
      {rows.length === 0 ? (
        <p className={styles['none']}>{say(`rows.${name}.none`)}</p>
      ) : (
        <table className={styles['table']}>
          <thead>
            <tr>
              {labels.map((label) => (
                <th key={label} scope="col">
                  {say(label)}
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
                {row.cells.map(({ field, label, cell }) => {
                  const fragment = mayType
                    ? cellFragment(room.doc, name, row.rowId, field)
                    : undefined
                  return (
                    <td key={field} data-label={say(label)}>
                      {fragment ? (
                        <Suspense
                          fallback={<CellReader cell={cell} whenEmpty={say('rows.notStated')} />}
                        >
                          <CellEditor
                            fragment={fragment}
                            cell={cell}
                            label={say('rows.cell', { field: say(label), row: index + 1 })}
                            whenEmpty={say('rows.notStated')}
                            sponsors={sponsors}
                          />
                        </Suspense>
                      ) : (
                        <CellReader cell={cell} whenEmpty={say('rows.notStated')} />
                      )}
                    </td>
                  )
                })}
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
          </tbody>
        </table>
      )}
      {mayType ? (
        <Button look="quiet" isSmall onPress={() => addRow(room.doc, name, crypto.randomUUID())}>
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
                removeRow(room.doc, name, removing.rowId)
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
}
