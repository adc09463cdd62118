/** Puts into a flow and deletes from it, item by item: letters and edges go exactly where they are asked for, and nothing is tidied. */
import * as Y from 'yjs'
import { type Embed, isBlockEdge, readEmbed } from './embeds.ts'
import type { LetterId } from './ids.ts'
import { type Marks, marksBehind, noMarks } from './tokens.ts'

interface Place {
  /** The item whose last letter stands before the place. */
  readonly left: Y.Item | null
  readonly right: Y.Item | null
  /** What a letter that is put here gets. */
  readonly marks: Marks
}

/** How far behind this unit of a string its character ends: Yjs spoils both halves of one that it cuts. */
const restOfCharacter = ({ content }: Y.Item, at: number): number =>
  content instanceof Y.ContentString && (content.str.codePointAt(at - 1) ?? 0) > 0xffff ? 1 : 0

/** The last item that was found at the end of a flow: whoever writes a whole text would walk all of it for each piece. */
const ends = new WeakMap<Y.Text, Y.Item>()

/** The same for the end of a flow. Marks are looked for back to where the block begins. */
function placeAtEnd({ doc }: Y.Transaction, flow: Y.Text): Place {
  const known = ends.get(flow)
  const isThere = known && Y.getItem(doc.store, known.id) === known
  let last: Y.Item | null = isThere ? known : (Y.getTypeChildren(flow).at(-1) ?? null)
  while (last?.right) last = last.right
  if (last) ends.set(flow, last)
  let left = last
  while (left && (left.deleted || !left.countable)) left = left.left
  if (!left)
    return { left, right: last ? (Y.getTypeChildren(flow)[0] ?? null) : null, marks: noMarks }
  let from = left
  while (from.left && !isEdge(from)) from = from.left
  let marks = noMarks
  for (let item: Y.Item | null = from; item; item = item === left ? null : item.right)
    marks = marksBehind(marks, item)
  return { left, right: left.right, marks }
}

/** Whether a block's edge stands here, behind which marks begin anew. */
const isEdge = ({ deleted, content }: Y.Item): boolean =>
  !deleted && content instanceof Y.ContentEmbed && isBlockEdge(readEmbed(content.embed))

/**
 * Right behind the letter before an index, also where deleted ones or formats follow it. Cuts its item in two where it must, but no
 * character: then it is the place behind that.
 */
function placeAt(transaction: Y.Transaction, flow: Y.Text, index: number): Place {
  if (index === flow.length) return placeAtEnd(transaction, flow)
  const items = Y.getTypeChildren(flow)
  let [left, marks, rest]: [Y.Item | null, Marks, number] = [null, noMarks, index]
  for (const item of items) {
    if (rest === 0) break
    marks = marksBehind(marks, item)
    if (item.deleted || !item.countable) continue
    if (rest < item.length) rest += restOfCharacter(item, rest)
    if (rest < item.length) {
      const { client, clock } = item.id
      left = Y.getItemCleanStart(transaction, Y.createID(client, clock + rest)).left
      rest = 0
    } else {
      left = item
      rest -= item.length
    }
  }
  if (rest > 0) throw new RangeError('behind the end of the flow')
  return { left, right: left ? left.right : (items[0] ?? null), marks: left ? marks : noMarks }
}

/**
 * A place at which letters stood that stand no more: right behind one of them, if it was there. Whoever takes back a typo types on where
 * it was, and not between the letters of another who typed there meanwhile.
 */
function behindGone(transaction: Y.Transaction, place: Place, { client, clock }: LetterId): Place {
  let { marks } = place
  if (!Y.getItem(transaction.doc.store, Y.createID(client, clock)).deleted) return place
  for (let item = place.right; item && (item.deleted || !item.countable); item = item.right) {
    marks = marksBehind(marks, item)
    const { id, length } = item
    if (id.client !== client || clock < id.clock || clock >= id.clock + length) continue
    const isLast = clock === id.clock + length - 1
    const left = isLast
      ? item
      : Y.getItemCleanStart(transaction, Y.createID(client, clock + 1)).left
    return { left, right: left?.right ?? null, marks }
  }
  return place
}

type Content = Y.ContentString | Y.ContentEmbed | Y.ContentFormat

/** Puts contents behind each other at an index, under the document's client id. */
function putContents(
  flow: Y.Text,
  index: number,
  contents: (marks: Marks) => Content[],
  gone?: LetterId,
): void {
  const { doc } = flow
  if (!doc) throw new Error('a flow is a root of its document')
  doc.transact((transaction) => {
    const found = placeAt(transaction, flow, index)
    const place = gone ? behindGone(transaction, found, gone) : found
    let { left } = place
    for (const content of contents(place.marks)) {
      const id = Y.createID(doc.clientID, Y.getState(doc.store, doc.clientID))
      const [origin, rightOrigin] = [left?.lastId ?? null, place.right?.id ?? null]
      const item = new Y.Item(id, left, origin, place.right, rightOrigin, flow, null, content)
      item.integrate(transaction, 0)
      left = item
    }
    // Yjs remembers places by what stood there: it finds them anew.
    flow._searchMarker?.splice(0)
  })
}

/** Yjs' types know no format that ends a mark (null). */
const format = (name: string, value: unknown): Y.ContentFormat =>
  Object.assign(new Y.ContentFormat(name, {}), { value: value ?? null })

/** The formats that lead from some marks to others. */
const formatsBetween = (from: Marks, to: Marks): Y.ContentFormat[] =>
  [...new Set([...Object.keys(from), ...Object.keys(to)])]
    .filter((name) => JSON.stringify(from[name]) !== JSON.stringify(to[name]))
    .map((name) => format(name, to[name]))

/** Puts letters, right behind one that is gone from there if that is told; without marks of their own they get those of the letter before. */
export function putLetters(
  flow: Y.Text,
  index: number,
  letters: string,
  marks?: Marks,
  gone?: LetterId,
): void {
  // Nothing is nothing to Yjs, and still a struct that spoils a document.
  if (letters === '') return
  putContents(
    flow,
    index,
    (here) => [
      ...formatsBetween(here, marks ?? here),
      // Others would get half a character as this one.
      new Y.ContentString(letters.replace(/\p{Surrogate}/gu, '\uFFFD')),
      ...formatsBetween(marks ?? here, here),
    ],
    gone,
  )
}

/** Puts embeds behind each other. */
export const putEmbeds = (flow: Y.Text, index: number, ...embeds: readonly Embed[]): void =>
  putContents(flow, index, () => embeds.map((embed) => new Y.ContentEmbed(embed)))

/** Puts what gives the letters from an index on these marks, where no letter before them has any. */
export const putMarks = (flow: Y.Text, index: number, marks: Marks): void =>
  putContents(flow, index, (here) => formatsBetween(here, marks))

/** The marks that a letter put at an index would get. */
export function marksAt(flow: Y.Text, index: number): Marks {
  let [marks, rest] = [noMarks, index]
  for (const item of Y.getTypeChildren(flow)) {
    if (rest <= 0) break
    marks = marksBehind(marks, item)
    if (!item.deleted && item.countable) rest -= item.length
  }
  return marks
}

/** Deletes what stands from an index to another; formats stay. */
export function deleteRange(flow: Y.Text, from: number, to: number): void {
  flow.doc?.transact((transaction) => {
    const { right: first } = placeAt(transaction, flow, from)
    const { right: end } = placeAt(transaction, flow, to)
    for (let item = first; item && item !== end; item = item.right)
      if (item.countable) item.delete(transaction)
    flow._searchMarker?.splice(0)
  })
}

/** Gives letters from an index to another, of one block, a mark, or takes it away (null). */
export function setMark(
  flow: Y.Text,
  from: number,
  to: number,
  name: string,
  value: unknown,
): void {
  if (from >= to) return
  flow.doc?.transact((transaction) => {
    const { right: first } = placeAt(transaction, flow, from)
    const { left: last, marks } = placeAt(transaction, flow, to)
    putContents(flow, to, () => [format(name, marks[name])])
    // What formats in between say of this mark holds no longer.
    for (let item = first; item; item = item === last ? null : item.right)
      if (!item.deleted && item.content instanceof Y.ContentFormat && item.content.key === name)
        item.delete(transaction)
    putContents(flow, from, () => [format(name, value)])
  })
}
