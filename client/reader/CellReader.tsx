import type { Cell } from '#shared/domain/content'
import { flatInlines } from '#shared/text/flat-words'
import type { MarkActs, TextMarks } from '../amendments/mark.ts'
import type { ShownRun } from '../authorship/shown-authors.ts'
import { Inlines } from './Inlines.tsx'
import styles from './reader.module.css'

/** A cell to read; when it is empty, what is missing. */
export function CellReader({
  cell,
  whenEmpty,
  marks,
  acts,
  authors,
  isStill = false,
}: {
  readonly cell: Cell
  readonly whenEmpty: string
  /** Of amendments, as they stand in these very words. */
  readonly marks?: TextMarks | undefined
  readonly acts?: MarkActs | undefined
  readonly authors?: readonly ShownRun[] | undefined
  /** Within a control of its own, where nothing can be pressed. */
  readonly isStill?: boolean
}) {
  const shown = marks?.look === 'markup' ? marks.marks : []
  const isEmpty = flatInlines(cell).trim() === ''
  return (
    <>
      {isEmpty ? <span className={styles['missing']}>{whenEmpty}</span> : null}
      {isEmpty && shown.length === 0 ? null : (
        <Inlines
          inlines={cell}
          authors={authors ?? []}
          marks={shown}
          onMark={acts?.showCard}
          isStill={isStill}
        />
      )}
    </>
  )
}
