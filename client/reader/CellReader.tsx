import type { Cell } from '#shared/domain/content'
import { flatInlines } from '#shared/text/flat-words'
import { Inlines } from './Inlines.tsx'
import styles from './reader.module.css'

/** A cell to read; when it is empty, what is missing. */
export const CellReader = ({
  cell,
  whenEmpty,
}: {
  readonly cell: Cell
  readonly whenEmpty: string
}) =>
  flatInlines(cell).trim() === '' ? (
    <span className={styles['missing']}>{whenEmpty}</span>
  ) : (
    <Inlines inlines={cell} />
  )
