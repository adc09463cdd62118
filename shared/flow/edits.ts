/**
 * What one edit put and deleted, and how it is taken back: what it put is deleted, what it deleted comes back as copies right before
 * the originals, and looks that it changed are as before where nobody changed them since. What others put stays, and what somebody
 * else brought back already is not brought back twice.
 *
 * Before `{p1}one {new}two{end}` after somebody typed "new"; taken back `{p1}one two{end}`, whatever stands around it by then.
 */
import * as Y from 'yjs'
import { asCopies } from './flow-doc.ts'
import { nameOf } from './ids.ts'
import { pairsOf, redoneRuns } from './redone.ts'

type Ids = ReturnType<typeof Y.createDeleteSet>

export interface Edit {
  readonly inserted: Ids
  /** Without what the edit itself put. */
  readonly deleted: Ids
}

/** What a transaction did; undefined where it did nothing. To be asked before Yjs lets go of what was deleted. */
export function editIn(transaction: Y.Transaction): Edit | undefined {
  const [inserted, deleted] = [Y.createDeleteSet(), Y.createDeleteSet()]
  for (const [client, end] of transaction.afterState) {
    const start = transaction.beforeState.get(client) ?? 0
    if (end > start) inserted.clients.set(client, [{ clock: start, len: end - start }])
  }
  for (const [client, ranges] of transaction.deleteSet.clients) {
    const start = transaction.beforeState.get(client) ?? 0
    const older = ranges
      .filter(({ clock }) => clock < start)
      .map(({ clock, len }) => ({ clock, len: Math.min(len, start - clock) }))
    if (older.length > 0) deleted.clients.set(client, older)
  }
  if (inserted.clients.size + deleted.clients.size === 0) return undefined
  Y.iterateDeletedStructs(transaction, deleted, (struct) => {
    if (struct instanceof Y.Item) struct.keep = true
  })
  return { inserted, deleted }
}

/** Two edits of one act, in their order, as one. */
export const joined = (first: Edit, second: Edit): Edit => ({
  inserted: Y.mergeDeleteSets([first.inserted, second.inserted]),
  deleted: Y.mergeDeleteSets([first.deleted, second.deleted]),
})

const stands = (doc: Y.Doc, { client, clock }: Y.ID): boolean =>
  !Y.getItem(doc.store, Y.createID(client, clock)).deleted

/** For each letter that has a living copy, also through copies of copies: that copy. */
function livingCopies(doc: Y.Doc): ReadonlyMap<string, Y.ID> {
  const pairs = redoneRuns(doc)
    .flatMap(pairsOf)
    .map(([copy, original]) => ({ copy: Y.createID(copy.client, copy.clock), original }))
  const originals = new Map(pairs.map(({ copy, original }) => [nameOf(copy), original]))
  const copies = new Map<string, Y.ID>()
  for (const { copy } of pairs)
    if (stands(doc, copy))
      for (let at = originals.get(nameOf(copy)); at; at = originals.get(nameOf(at)))
        copies.set(nameOf(at), copy)
  return copies
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
  copies: ReadonlyMap<string, Y.ID>,
): void {
  const { doc } = transaction
  for (const item of itemsIn(transaction, flow, edit.inserted)) {
    if (!item.deleted) {
      item.delete(transaction)
      continue
    }
    for (let at = 0; at < item.length; at += 1) {
      const copy = copies.get(nameOf(Y.createID(item.id.client, item.id.clock + at)))
      if (copy) deleteLetter(transaction, copy)
    }
  }
  for (const item of itemsIn(transaction, flow, edit.deleted)) {
    if (!item.deleted || Y.isDeleted(edit.inserted, item.id)) continue
    for (const part of withoutCopies(transaction, item, copies)) putCopy(transaction, doc, part)
  }
  flow._searchMarker?.splice(0)
}

/** The parts of an item that have no living copy. */
function withoutCopies(
  transaction: Y.Transaction,
  item: Y.Item,
  copies: ReadonlyMap<string, Y.ID>,
): Y.Item[] {
  const { client, clock } = item.id
  const lacks = (at: number): boolean => !copies.has(nameOf(Y.createID(client, clock + at)))
  const starts = Array.from({ length: item.length }, (_, at) => at).filter(
    (at) => at === 0 || lacks(at) !== lacks(at - 1),
  )
  return starts
    .map((at) => ({ at, part: Y.getItemCleanStart(transaction, Y.createID(client, clock + at)) }))
    .filter(({ at }) => lacks(at))
    .map(({ part }) => part)
}

/** What a key said before an edit; `undefined` where it said nothing. */
function valueBefore(item: Y.Item, edit: Edit): unknown {
  let before: Y.Item | null = item
  while (before && Y.isDeleted(edit.inserted, before.id)) before = before.left
  if (!before || !Y.isDeleted(edit.deleted, before.id)) return undefined
  return before.content.getContent().at(-1)
}

/** Keys whose value is still the edit's get the one before. */
function takeBackKeys(keys: Y.Map<unknown>, edit: Edit): void {
  for (const [name, item] of keys._map) {
    const isOwn = Y.isDeleted(item.deleted ? edit.deleted : edit.inserted, item.id)
    if (!isOwn && !(item.deleted && Y.isDeleted(edit.inserted, item.id))) continue
    const value = valueBefore(item, edit)
    if (value === undefined) {
      if (!item.deleted) keys.delete(name)
    } else keys.set(name, value)
  }
}

/** Takes an edit back, in one transaction under an origin. */
export function takeBack(doc: Y.Doc, edit: Edit, origin: unknown): void {
  doc.transact((transaction) => {
    const copies = livingCopies(doc)
    for (const root of doc.share.values()) {
      if (root instanceof Y.Text) takeBackIn(transaction, root, edit, copies)
      else if (root instanceof Y.Map) takeBackKeys(root, edit)
    }
  }, origin)
}
