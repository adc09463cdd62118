import type { Cell } from '#shared/domain/content'
import { movedPassages } from '#shared/text/amendment-passages'
import { flatInlines } from '#shared/text/flat-words'
import type { MarkActs, TextMarks } from '../amendments/mark.ts'
import type { ShownRun } from '../authorship/shown-authors.ts'
import { ChangeBar } from './AmendedPassage.tsx'
import { Inlines } from './Inlines.tsx'
import styles from './reader.module.css'

/** A cell to read; when it is empty, what is missing. */
export function CellReader({
  cell,
  whenEmpty,
  marks,
  acts,
  authors,
}: {
  readonly cell: Cell
  readonly whenEmpty: string
  /** Of amendments, as they were compared. */
  readonly marks?: TextMarks | undefined
  /** What pressing marks does; absent within a control of its own, where nothing can be pressed. */
  readonly acts?: MarkActs | undefined
  readonly authors?: readonly ShownRun[] | undefined
}) {
  const flat = flatInlines(cell)
  const shown = marks?.look === 'markup' ? movedPassages(marks.marks, marks.flat, flat) : []
  const isEmpty = flat.trim() === ''
  return (
    <>
      {marks && acts ? (
        <ChangeBar marks={marks.marks} look={marks.look} onPress={acts.toggleLook} />
      ) : null}
      {isEmpty ? <span className={styles['missing']}>{whenEmpty}</span> : null}
      {isEmpty && shown.length === 0 ? null : (
        <Inlines
          inlines={cell}
          authors={authors ?? []}
          marks={shown}
          onMark={acts?.showCard}
          isStill={!acts}
        />
      )}
    </>
  )
}
