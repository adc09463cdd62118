import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react'
import type { Block } from '#shared/domain/content'
import { slotsOf } from '#shared/text/cell-slots'
import { manyColumns } from '../flow/table-grid.ts'
import { useMessages } from '../messages/use-messages.ts'
import styles from './reader.module.css'

type Table = Extract<Block, { type: 'table' }>

/** Whether something is wider than its place: whoever has no pointer scrolls what has the focus. */
function useScrolling(frame: RefObject<HTMLElement | null>): boolean {
  const [isScrolling, setScrolling] = useState(false)
  useEffect(() => {
    const { current } = frame
    if (!current) return undefined
    const observer = new ResizeObserver(() =>
      setScrolling(current.scrollWidth > current.clientWidth),
    )
    observer.observe(current)
    for (const table of current.children) observer.observe(table)
    return () => observer.disconnect()
  }, [frame])
  return isScrolling
}

/** A table to read. One that is wider than its place scrolls in it, by keyboard too, and the page does not. */
export function TableRegion({
  table: { rows },
  children,
}: {
  readonly table: Table
  readonly children: (cell: Table['rows'][number][number]) => ReactNode
}) {
  const say = useMessages()
  const frame = useRef<HTMLElement>(null)
  const isScrolling = useScrolling(frame)
  const columns = slotsOf(rows)[0]?.length ?? 0
  return (
    <section
      ref={frame}
      className={styles['table']}
      aria-label={say('table.region')}
      {...(isScrolling && { tabIndex: 0 })}
    >
      <table style={{ '--columns': columns }} data-wide={columns > manyColumns || undefined}>
        <tbody>
          {rows.map((row, place) => (
            <tr key={place}>
              {row.map((cell, column) => {
                const Tag = cell.header ? 'th' : 'td'
                return (
                  <Tag key={column} colSpan={cell.columnSpan} rowSpan={cell.rowSpan}>
                    {children(cell)}
                  </Tag>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
