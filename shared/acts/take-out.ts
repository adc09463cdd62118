/**
 * Takes out of a text what was chosen of what was put in it, and leaves all else where it stands: letters, line breaks, marks and
 * brackets, and rows, columns and tables in which nothing else stands. Paragraphs stay, if need be empty, and so do the looks of those
 * that others put: what somebody types in one meanwhile, or offline, stands where they typed it.
 */
import * as Y from 'yjs'
import { readEmbed } from '../flow/embeds.ts'
import { blockKeys, flowOf, wordsFlow } from '../flow/flow-doc.ts'
import { behind, type LetterId } from '../flow/ids.ts'
import { flowNames } from '../flow/moments.ts'
import { setRemoved } from '../flow/table-acts.ts'
import { axes, axisKeys, cellOf, entriesOf } from '../flow/tables.ts'

/** Whether what came under this id is chosen; letters are asked for one by one. */
export type IsChosen = (id: LetterId, isLetter: boolean) => boolean

export interface TakenOut {
  /** The letters, in the order of reading; each piece that stood by itself on a line of its own. */
  readonly words: readonly string[]
  /** Anything at all, letters or not. */
  readonly isAny: boolean
}

interface Plan {
  readonly words: string[]
  readonly letters: { readonly id: LetterId; length: number }[]
  readonly items: Y.Item[]
  /** Cells in which something is left. */
  readonly filled: Set<string>
}

/** Plans the letters of an item; gives back whether the last of them goes. */
function planLetters(
  item: Y.Item,
  letters: string,
  isChosen: IsChosen,
  plan: Plan,
  goesOn: boolean,
) {
  let isGone = goesOn
  let left = 0
  for (let offset = 0; offset < letters.length; offset += 1) {
    const id = behind(item.id, offset)
    if (!isChosen(id, true)) {
      left += 1
      isGone = false
      continue
    }
    const last = plan.letters.at(-1)
    if (last && last.id.client === id.client && last.id.clock + last.length === id.clock)
      last.length += 1
    else plan.letters.push({ id, length: 1 })
    if (isGone) plan.words[plan.words.length - 1] += letters[offset] ?? ''
    else plan.words.push(letters[offset] ?? '')
    isGone = true
  }
  return { isGone, isEmpty: left === 0 }
}

const isOfBlock = (item: Y.Item): boolean => {
  const embed = item.content instanceof Y.ContentEmbed ? readEmbed(item.content.embed) : undefined
  return embed !== undefined && ('block' in embed || 'end' in embed || 'table' in embed)
}

function planIn(doc: Y.Doc, name: string, isChosen: IsChosen, plan: Plan): void {
  let wasLetter = false
  for (const item of Y.getTypeChildren(flowOf(doc, name))) {
    if (item.deleted || isOfBlock(item)) {
      if (!item.deleted) wasLetter = false
      continue
    }
    if (item.content instanceof Y.ContentString) {
      const { isGone, isEmpty } = planLetters(item, item.content.str, isChosen, plan, wasLetter)
      wasLetter = isGone
      if (!isEmpty) plan.filled.add(name)
    } else if (isChosen(item.id, false)) {
      plan.items.push(item)
      if (item.countable) wasLetter = false
    } else if (item.countable) {
      wasLetter = false
      plan.filled.add(name)
    }
  }
}

/** The rows and columns that were chosen and hold nothing else, and the places of tables that were. */
function emptied(doc: Y.Doc, isChosen: IsChosen, { filled }: Plan) {
  const cells = [...filled].flatMap((name) => cellOf(name) ?? [])
  const kept = {
    rows: new Set(cells.map(({ rowId }) => rowId)),
    columns: new Set(cells.map(({ columnId }) => columnId)),
  }
  const entries = axes.flatMap((axis) =>
    entriesOf(doc, axis).flatMap(({ id, isRemoved, table }) => {
      const put = axisKeys(doc, axis)._map.get(`${id}.table`)
      const goes = !isRemoved && !kept[axis].has(id) && put !== undefined && isChosen(put.id, false)
      return goes ? [{ axis, id, table }] : []
    }),
  )
  const holding = new Set(
    entriesOf(doc, 'rows').flatMap(({ id, table }) => (kept.rows.has(id) ? [table] : [])),
  )
  const tables = Y.getTypeChildren(flowOf(doc, wordsFlow)).filter((item) => {
    const embed = item.content instanceof Y.ContentEmbed ? readEmbed(item.content.embed) : undefined
    const isPlace = !item.deleted && embed !== undefined && 'table' in embed
    return isPlace && !holding.has(embed.table) && isChosen(item.id, false)
  })
  return { entries, tables }
}

function deleteLetters(transaction: Y.Transaction, { client, clock }: LetterId, length: number) {
  for (let at = clock; at < clock + length; ) {
    const item = Y.getItemCleanStart(transaction, Y.createID(client, at))
    if (item.id.clock + item.length > clock + length)
      Y.getItemCleanEnd(transaction, transaction.doc.store, Y.createID(client, clock + length - 1))
    item.delete(transaction)
    at = item.id.clock + item.length
  }
}

export function takeOut(doc: Y.Doc, isChosen: IsChosen): TakenOut {
  const plan: Plan = { words: [], letters: [], items: [], filled: new Set() }
  const names = flowNames(doc)
  for (const name of names) planIn(doc, name, isChosen, plan)
  const looks = [...blockKeys(doc)._map.values()].filter(
    (item) => !item.deleted && isChosen(item.id, false),
  )
  const { entries, tables } = emptied(doc, isChosen, plan)
  const items = [...plan.items, ...looks, ...tables]
  const isAny = plan.letters.length + items.length + entries.length > 0
  if (isAny)
    doc.transact((transaction) => {
      for (const { id, length } of plan.letters) deleteLetters(transaction, id, length)
      for (const item of items) if (!item.deleted) item.delete(transaction)
      for (const { axis, id } of entries) setRemoved(doc, axis, id)
      for (const name of names) flowOf(doc, name)._searchMarker?.splice(0)
    })
  return { words: plan.words, isAny }
}
