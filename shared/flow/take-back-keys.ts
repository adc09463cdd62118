/**
 * Takes back what an edit said under keys of root maps, where nobody has said anything else since. A row or column that it put is
 * removed by its flag, and stays where somebody else has written in it.
 *
 * Before `r1.table = 'tasks'`, put by the edit; taken back also `r1.removed = true`; taken back in turn `r1.removed = false`.
 */
import * as Y from 'yjs'
import type { Edit } from './edit.ts'
import { readEmbed } from './embeds.ts'
import { flowOf } from './flow-doc.ts'
import { flowNames } from './moments.ts'
import { type Axis, axisKeys, cellOf, entriesOf } from './tables.ts'

const valueOf = (item: Y.Item): unknown => item.content.getContent().at(-1)

/** What a key said before an edit; `undefined` where it said nothing. */
function valueBefore(item: Y.Item, edit: Edit): unknown {
  let before: Y.Item | null = item
  while (before && Y.isDeleted(edit.inserted, before.id)) before = before.left
  if (!before || !Y.isDeleted(edit.deleted, before.id)) return undefined
  return valueOf(before)
}

/** What an edit wrote last under a key, or deleted there; `last` is what was written there last of all. */
function lastOf(edit: Edit, last: Y.Item): Y.Item | undefined {
  for (let item: Y.Item | null = last; item; item = item.left)
    if (Y.isDeleted(edit.inserted, item.id) || Y.isDeleted(edit.deleted, item.id)) return item
  return undefined
}

/** The keys that say what the edit made them say, also when that was taken back and done again meanwhile; with the value of before. */
function* ownValues(keys: Y.Map<unknown>, edit: Edit): Generator<[name: string, before: unknown]> {
  for (const [name, item] of keys._map) {
    const own = lastOf(edit, item)
    if (!own) continue
    const isPut = Y.isDeleted(edit.inserted, own.id)
    if (own === item) {
      if (isPut || item.deleted) yield [name, valueBefore(own, edit)]
      continue
    }
    const [made, now] = [isPut ? valueOf(own) : undefined, item.deleted ? undefined : valueOf(item)]
    const isKnown = !isPut || made !== undefined
    if (isKnown && made === now) yield [name, valueBefore(own, edit)]
  }
}

/** Gives keys the value of before, or takes them away where there was none. */
export function takeBackKeys(keys: Y.Map<unknown>, edit: Edit): void {
  for (const [name, before] of ownValues(keys, edit))
    if (before !== undefined) keys.set(name, before)
    else if (keys.has(name)) keys.delete(name)
}

/** Whether letters, or anything else but edges of blocks, stand in a flow. */
const isWritten = (flow: Y.Text): boolean =>
  Y.getTypeChildren(flow).some(({ deleted, content }) => {
    if (deleted) return false
    if (!(content instanceof Y.ContentEmbed)) return content instanceof Y.ContentString
    const embed = readEmbed(content.embed)
    return embed !== undefined && !('block' in embed || 'end' in embed)
  })

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
