/**
 * How an edit is taken back: what it put is deleted, what it deleted comes back as copies right before
 * the originals, and looks that it changed are as before where nobody changed them since. What others put stays, and what somebody
 * else brought back already is not brought back twice.
 *
 * Before `{p1}one {new}two{end}` after somebody typed "new"; taken back `{p1}one two{end}`, whatever stands around it by then.
 */
import * as Y from 'yjs'
import { tableOf } from '../copies/doc-copies.ts'
import type { Edit, Ids } from './edit.ts'
import { embedOf } from './embeds.ts'
import { asCopies, blockKeys, flowOf, isCopyClient } from './flow-doc.ts'
import { flowNames } from './moments.ts'
import { standsIn } from './standing.ts'
import { axes, mergeKeys } from './tables.ts'
import { hasWords, takeBackEntries, takeBackKeys } from './take-back-keys.ts'

/**
 * The living copy of a letter that stands in its place, also through copies of copies: brought back, moved, or put by the installation to
 * where its neighbours stand.
 */
function livingCopies(doc: Y.Doc): (id: Y.ID) => Y.ID | undefined {
  const [table, stands] = [tableOf(doc), standsIn(doc)]
  return (id) => {
    const copy = table.isCopied(id) ? table.livingInPlaceOf(id, stands) : undefined
    return copy && Y.createID(copy.client, copy.clock)
  }
}

/** The items of a flow that an edit names, cut at its borders, in the order in which they stand. */
function itemsIn(transaction: Y.Transaction, flow: Y.Text, ids: Ids): Y.Item[] {
  Y.iterateDeletedStructs(transaction, ids, () => undefined)
  return Y.getTypeChildren(flow).filter(({ id }) => Y.isDeleted(ids, id))
}

function deleteLetter(transaction: Y.Transaction, id: Y.ID): void {
  const item = Y.getItemCleanStart(transaction, id)
  if (item.length > 1) Y.getItemCleanStart(transaction, Y.createID(id.client, id.clock + 1))
  item.delete(transaction)
}

/** Puts a copy of a deleted item right before it. */
function putCopy(transaction: Y.Transaction, doc: Y.Doc, item: Y.Item): void {
  const { content, left, parent } = item
  if (content instanceof Y.ContentDeleted || !(parent instanceof Y.AbstractType)) return
  asCopies(doc, () => {
    const id = Y.createID(doc.clientID, Y.getState(doc.store, doc.clientID))
    const origin = left?.lastId ?? null
    const copy = new Y.Item(id, left, origin, item, item.id, parent, null, content.copy())
    copy.integrate(transaction, 0)
    // Yjs' own note, for places that follow what came back.
    item.redone = id
  })
}

function takeBackIn(
  transaction: Y.Transaction,
  flow: Y.Text,
  edit: Edit,
  copyOf: (id: Y.ID) => Y.ID | undefined,
): void {
  const { doc } = transaction
  for (const item of itemsIn(transaction, flow, edit.inserted)) {
    if (!item.deleted) {
      if (!isWrittenIn(doc, item)) item.delete(transaction)
      continue
    }
    for (let at = 0; at < item.length; at += 1) {
      const copy = copyOf(Y.createID(item.id.client, item.id.clock + at))
      if (copy) deleteLetter(transaction, copy)
    }
  }
  for (const item of itemsIn(transaction, flow, edit.deleted)) {
    if (!item.deleted || Y.isDeleted(edit.inserted, item.id)) continue
    for (const part of withoutCopies(transaction, item, copyOf)) putCopy(transaction, doc, part)
  }
  flow._searchMarker?.splice(0)
}

/** The parts of an item that have no living copy. */
function withoutCopies(
  transaction: Y.Transaction,
  item: Y.Item,
  copyOf: (id: Y.ID) => Y.ID | undefined,
): Y.Item[] {
  const { client, clock } = item.id
  const lacks = (at: number): boolean => copyOf(Y.createID(client, clock + at)) === undefined
  const starts = Array.from({ length: item.length }, (_, at) => at).filter(
    (at) => at === 0 || lacks(at) !== lacks(at - 1),
  )
  return starts
    .map((at) => ({ at, part: Y.getItemCleanStart(transaction, Y.createID(client, clock + at)) }))
    .filter(({ at }) => lacks(at))
    .map(({ part }) => part)
}

/** The table that an edit put here, when it must stay: somebody has written in it since. */
function isWrittenIn(doc: Y.Doc, item: Y.Item): boolean {
  // One that came back goes again: it was written in when it went.
  if (isCopyClient(item.id.client)) return false
  const embed = embedOf(item)
  return embed !== undefined && 'table' in embed && hasWords(doc, embed.table)
}

/**
 * Takes an edit back, in one transaction under an origin. First the cells: whether a row or a table may go is told by what is left in
 * them.
 */
export function takeBack(doc: Y.Doc, edit: Edit, origin: unknown): void {
  doc.transact((transaction) => {
    const copyOf = livingCopies(doc)
    const [words, ...cells] = flowNames(doc)
    for (const name of [...cells, ...(words === undefined ? [] : [words])])
      takeBackIn(transaction, flowOf(doc, name), edit, copyOf)
    for (const axis of axes) takeBackEntries(doc, axis, edit)
    takeBackKeys(blockKeys(doc), edit)
    takeBackKeys(mergeKeys(doc), edit)
  }, origin)
}
