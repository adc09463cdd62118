import type { ReactNode } from 'react'
import type { Block } from '#shared/domain/content'
import { manyColumns } from '../flow/table-grid.ts'
import { useMessages } from '../messages/use-messages.ts'
import styles from './reader.module.css'

type Table = Extract<Block, { type: 'table' }>

/** A table to read. One that is wider than its place scrolls in it, by keyboard too, and the page does not. */
export function TableRegion({
  table: { rows },
  children,
}: {
  readonly table: Table
  readonly children: (cell: Table['rows'][number][number]) => ReactNode
}) {
  const say = useMessages()
  const columns = rows[0]?.length ?? 0
  return (
    // Whoever has no pointer scrolls what has the focus.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region is reached by key
    <section className={styles['table']} aria-label={say('table.region')} tabIndex={0}>
      <table style={{ '--columns': columns }} data-wide={columns > manyColumns || undefined}>
        <tbody>
          {rows.map((row, place) => (
            <tr key={place}>
              {row.map((cell, column) => {
                const Tag = cell.header ? 'th' : 'td'
                return <Tag key={column}>{children(cell)}</Tag>
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
