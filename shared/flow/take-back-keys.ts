/**
 * Takes back what an edit said under keys of root maps, where nobody has said anything else since. A row or column that it put is
 * removed by its flag, and stays where somebody else has written in it.
 *
 * Before `r1.table = 'tasks'`, put by the edit; taken back also `r1.removed = true`; taken back in turn `r1.removed = false`.
 */
import * as Y from 'yjs'
import type { Edit, Ids } from './edit.ts'
import { flowOf } from './flow-doc.ts'
import { type LetterId, nameOf } from './ids.ts'
import { flowNames } from './moments.ts'
import { type Said, saidUnder } from './said-under-key.ts'
import { isWritten } from './standing.ts'
import { type Axis, axisKeys, cellOf, entriesOf } from './tables.ts'

const isIn = (ids: Ids, { client, clock }: LetterId): boolean =>
  Y.isDeleted(ids, Y.createID(client, clock))

/** What an edit said last under a key, or deleted there, and what the key said before the edit; undefined where it did neither. */
function saidBy(edit: Edit, keys: Y.Map<unknown>, name: string) {
  let own: Said | undefined
  for (const said of saidUnder(keys, name)) {
    const isPut = isIn(edit.inserted, said.id)
    if (!own && (isPut || isIn(edit.deleted, said.id))) own = said
    if (!own || isPut) continue
    return { own, before: isIn(edit.deleted, said.id) ? said.value : undefined }
  }
  return own && { own, before: undefined }
}

/** The keys that say what the edit made them say, also when that was taken back and done again meanwhile; with the value of before. */
function* ownValues(keys: Y.Map<unknown>, edit: Edit): Generator<[name: string, before: unknown]> {
  for (const name of keys._map.keys()) {
    const [last] = saidUnder(keys, name)
    const said = saidBy(edit, keys, name)
    if (!last || !said) continue
    const { own, before } = said
    const isPut = isIn(edit.inserted, own.id)
    if (nameOf(own.id) === nameOf(last.id)) {
      if (isPut || last.isDeleted) yield [name, before]
      continue
    }
    const [made, now] = [isPut ? own.value : undefined, last.isDeleted ? undefined : last.value]
    const isKnown = !isPut || made !== undefined
    if (isKnown && made === now) yield [name, before]
  }
}

/** Gives keys the value of before, or takes them away where there was none. */
export function takeBackKeys(keys: Y.Map<unknown>, edit: Edit): void {
  for (const [name, before] of ownValues(keys, edit))
    if (before !== undefined) keys.set(name, before)
    else if (keys.has(name)) keys.delete(name)
}

/** Whether words stand in any cell of a row, of a column, or of a table. */
export function hasWords(doc: Y.Doc, id: string): boolean {
  const rows = new Set(
    entriesOf(doc, 'rows').flatMap((row) => (row.table === id ? [row.id] : [])),
  ).add(id)
  return flowNames(doc).some((name) => {
    const cell = cellOf(name)
    const isOf = cell && (rows.has(cell.rowId) || cell.columnId === id)
    return isOf === true && isWritten(flowOf(doc, name))
  })
}

/** Gives rows or columns back what they said before, and removes those that the edit put. */
export function takeBackEntries(doc: Y.Doc, axis: Axis, edit: Edit): void {
  const keys = axisKeys(doc, axis)
  const own = [...ownValues(keys, edit)]
  const put = own.flatMap(([key]) =>
    key.endsWith('.table') ? [key.slice(0, -'.table'.length)] : [],
  )
  for (const [key, before] of own) {
    const [, id = '', name] = /^(.*)\.([a-z]+)$/s.exec(key) ?? []
    if (put.includes(id)) continue
    if (before !== undefined) keys.set(key, before)
    else if (name === 'removed' || name === 'heading') keys.set(key, false)
  }
  for (const id of put)
    if (keys.get(`${id}.removed`) !== true && !hasWords(doc, id)) keys.set(`${id}.removed`, true)
}
