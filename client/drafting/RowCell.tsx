import { Suspense } from 'react'
import type { Cell } from '#shared/domain/content'
import type { MarkActs, TextMarks } from '../amendments/mark.ts'
import type { ShownRun } from '../authorship/shown-authors.ts'
import { Boundary } from '../failure/Boundary.tsx'
import { Failure } from '../failure/Failure.tsx'
import { lazyPart } from '../live/lazy-part.tsx'
import type { TextRoom } from '../live/text-room.ts'
import { useMessages } from '../messages/use-messages.ts'
import { CellReader } from '../reader/CellReader.tsx'
import styles from './drafting.module.css'

const CellEditor = lazyPart(
  async () => (await import('../editor/CellEditor.tsx')).CellEditor,
  CellReader,
)

/** One cell of a row: to type in for those who may, with what tabled amendments change in it. */
export function RowCell({
  cell,
  room,
  flow,
  label,
  row,
  marks,
  acts,
  authors,
}: {
  readonly cell: Cell
  /** To type in; undefined for those who only read. */
  readonly room: TextRoom | undefined
  /** The name of its flow. */
  readonly flow: string
  /** The name of its column. */
  readonly label: string
  /** 1-based. */
  readonly row: number
  /** As they were compared: they follow the words where they are shown. */
  readonly marks: TextMarks | undefined
  readonly acts: MarkActs
  readonly authors: readonly ShownRun[] | undefined
}) {
  const say = useMessages()
  const whenEmpty = say('rows.notStated')
  const read = (
    <CellReader cell={cell} whenEmpty={whenEmpty} marks={marks} acts={acts} authors={authors} />
  )
  return (
    <td data-label={label}>
      {room ? (
        <Boundary
          instead={(tryAgain) => (
            <>
              {read}
              <Failure text={say('failure.cell')} onTryAgain={tryAgain} />
            </>
          )}
        >
          <Suspense fallback={<div className={styles['cellPlace']}>{read}</div>}>
            <CellEditor
              room={room}
              flow={flow}
              cell={cell}
              label={say('rows.cell', { field: label, row })}
              whenEmpty={whenEmpty}
              marks={marks}
              acts={acts}
              authors={authors}
            />
          </Suspense>
        </Boundary>
      ) : (
        read
      )}
    </td>
  )
}
