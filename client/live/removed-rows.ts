/**
 * Words that a page typed in a row or column which somebody else takes out: they stay in the document, and come back with the row, but
 * nothing of them is on screen any more. So their author gets them back.
 */
import * as Y from 'yjs'
import { readLine } from '#shared/flow/read-text'
import { type Axis, axes, axisKeys, cellOf } from '#shared/flow/tables'
import { flatInlines } from '#shared/text/flat-words'

/** Whoever typed in a cell so many milliseconds ago is still at it. */
const recent = 120_000
const flag = '.removed'

/** What a transaction took out, by the ids. */
function removedBy(
  { changed, local }: Y.Transaction,
  keysOf: Readonly<Record<Axis, Y.Map<unknown>>>,
): Record<Axis, Set<string>> {
  const removed = { rows: new Set<string>(), columns: new Set<string>() }
  if (local) return removed
  for (const axis of axes) {
    const keys = keysOf[axis]
    for (const [type, names] of changed)
      if (Object.is(type, keys))
        for (const name of names)
          if (name?.endsWith(flag) && keys.get(name) === true)
            removed[axis].add(name.slice(0, -flag.length))
  }
  return removed
}

/** Tells what this page typed lately, or has not sent yet, in cells that others take out: the name of the cell, and what stands in it. */
export function watchRemovedRows(
  doc: Y.Doc,
  isUnsaved: () => boolean,
  tell: (cell: string, words: string) => void,
): void {
  const typed = new Map<string, number>()
  // Yjs gives a root another object when it is asked for by its kind for the first time.
  const keysOf = { rows: axisKeys(doc, 'rows'), columns: axisKeys(doc, 'columns') }
  doc.on('afterTransaction', (transaction: Y.Transaction) => {
    const { changed, local } = transaction
    if (local)
      for (const type of changed.keys()) {
        const name = type.parent === null && type instanceof Y.Text && Y.findRootTypeKey(type)
        if (name && cellOf(name)) typed.set(name, performance.now())
      }
    const removed = removedBy(transaction, keysOf)
    if (removed.rows.size + removed.columns.size === 0) return
    for (const [name, at] of typed) {
      const cell = cellOf(name)
      const isGone = cell && (removed.rows.has(cell.rowId) || removed.columns.has(cell.columnId))
      if (!isGone || (performance.now() - at > recent && !isUnsaved())) continue
      typed.delete(name)
      const words = flatInlines(readLine(doc, name)).trim()
      if (words !== '') tell(name, words)
    }
  })
}
