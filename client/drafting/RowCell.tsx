import { lazy, Suspense, useMemo } from 'react'
import type * as Y from 'yjs'
import type { Cell } from '#shared/domain/content'
import { movedPassages } from '#shared/text/amendment-passages'
import { flatInlines } from '#shared/text/flat-words'
import type { MarkActs, TextMarks } from '../amendments/mark.ts'
import type { ShownRun } from '../authorship/shown-authors.ts'
import { useMessages } from '../messages/use-messages.ts'
import { ChangeBar } from '../reader/AmendedPassage.tsx'
import { CellReader } from '../reader/CellReader.tsx'

const CellEditor = lazy(async () => ({
  default: (await import('../editor/CellEditor.tsx')).CellEditor,
}))

/** One cell of a row: to type in for those who may, with what tabled amendments change in it. */
export function RowCell({
  cell,
  fragment,
  label,
  row,
  sponsors,
  marks: compared,
  acts,
  authors,
}: {
  readonly cell: Cell
  /** To type in; undefined for those who only read. */
  readonly fragment: Y.XmlFragment | undefined
  /** The name of its column. */
  readonly label: string
  /** 1-based. */
  readonly row: number
  readonly sponsors: string
  readonly marks: TextMarks | undefined
  readonly acts: MarkActs
  readonly authors: readonly ShownRun[] | undefined
}) {
  const say = useMessages()
  const marks = useMemo(() => {
    if (!compared) return undefined
    const flat = flatInlines(cell)
    return { ...compared, flat, marks: movedPassages(compared.marks, compared.flat, flat) }
  }, [compared, cell])
  const whenEmpty = say('rows.notStated')
  const read = (
    <CellReader cell={cell} whenEmpty={whenEmpty} marks={marks} acts={acts} authors={authors} />
  )
  return (
    <td data-label={label}>
      {marks && marks.marks.length > 0 ? (
        <ChangeBar marks={marks.marks} look={marks.look} onPress={acts.toggleLook} />
      ) : null}
      {fragment ? (
        <Suspense fallback={read}>
          <CellEditor
            fragment={fragment}
            cell={cell}
            label={say('rows.cell', { field: label, row })}
            whenEmpty={whenEmpty}
            sponsors={sponsors}
            marks={marks}
            acts={acts}
            authors={authors}
          />
        </Suspense>
      ) : (
        read
      )}
    </td>
  )
}
