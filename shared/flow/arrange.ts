/**
 * Makes a flow read as it is wanted: what stands in its place stays, what is not wanted is deleted, and what stands elsewhere is
 * deleted there and put as a copy, which is told. No letter that stays is touched, so what others type in it meanwhile is in its place.
 *
 * Before `for all` `budget`, of which "for all" came behind in a branch; wanted `budget for all`. "budget" stays, " for all" is copied.
 */
import * as Y from 'yjs'
import { isBlockEdge } from './embeds.ts'
import { asEdges } from './flow-doc.ts'
import { behind, type LetterId, nameOf } from './ids.ts'
import { setMark } from './put.ts'
import { type Marks, noMarks, tokensOf } from './tokens.ts'
import type { Wanted } from './wanted.ts'

/** What was copied, letter by letter. */
export interface CopiedLetter {
  readonly copy: LetterId
  readonly original: LetterId
}

/** The places of a longest row of values that only grow; undefined ones are left out. */
function growing(values: readonly (number | undefined)[]): number[] {
  const ends: number[] = []
  const before: (number | undefined)[] = []
  for (const [at, value] of values.entries()) {
    if (value === undefined) continue
    let [low, high] = [0, ends.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((values[ends[middle] ?? 0] ?? 0) < value) low = middle + 1
      else high = middle
    }
    before[at] = ends[low - 1]
    ends[low] = at
  }
  const row: number[] = []
  for (let at = ends.at(-1); at !== undefined; at = before[at]) row.push(at)
  return row.toReversed()
}

/** Where each letter that stands in the flow stands, deleted ones counted too. */
function ordersIn(flow: Y.Text): ReadonlyMap<string, number> {
  const orders = new Map<string, number>()
  let order = 0
  for (const item of Y.getTypeChildren(flow)) {
    if (item.countable && !item.deleted)
      for (let at = 0; at < item.length; at += 1)
        orders.set(nameOf(behind(item.id, at)), order + at)
    order += item.length
  }
  return orders
}

/** Which of the wanted stay where they are: of the fixed ones as many as can, then of the others between them. */
function staying(
  wanted: readonly Wanted[],
  orders: ReadonlyMap<string, number>,
): ReadonlySet<Wanted> {
  const orderOf = (each: Wanted): number | undefined =>
    'put' in each || each.isSecond || each.behind ? undefined : orders.get(nameOf(each.id))
  const isFixed = (each: Wanted): boolean => !('put' in each) && each.isFixed
  const fixed = growing(wanted.map((each) => (isFixed(each) ? orderOf(each) : undefined)))
  const stays = new Set<Wanted>()
  let [from, least] = [0, -1]
  for (const end of [...fixed, wanted.length]) {
    const last = wanted[end]
    const most = (last && orderOf(last)) ?? Infinity
    const between = wanted.slice(from, end)
    const places = growing(
      between.map((each) => {
        const order = isFixed(each) ? undefined : orderOf(each)
        return order !== undefined && least < order && order < most ? order : undefined
      }),
    )
    for (const place of places) {
      const each = between[place]
      if (each) stays.add(each)
    }
    if (last) stays.add(last)
    ;[from, least] = [end + 1, most]
  }
  return stays
}

/** The content of one letter, also of a deleted one. */
function contentAt(doc: Y.Doc, id: LetterId): Y.ContentString | Y.ContentEmbed {
  const item = Y.getItem(doc.store, Y.createID(id.client, id.clock))
  const { content } = item
  if (content instanceof Y.ContentString)
    return new Y.ContentString(content.str.charAt(id.clock - item.id.clock))
  if (content instanceof Y.ContentEmbed) return new Y.ContentEmbed(content.embed)
  throw new Error('a deleted letter is not kept here')
}

/** Puts one letter or embed behind an item. */
function putBehind(
  transaction: Y.Transaction,
  flow: Y.Text,
  left: Y.Item | null,
  content: Y.ContentString | Y.ContentEmbed,
): Y.Item {
  const { doc } = transaction
  const put = () => {
    const right = left ? left.right : (Y.getTypeChildren(flow)[0] ?? null)
    const id = Y.createID(doc.clientID, Y.getState(doc.store, doc.clientID))
    const origin = left?.lastId ?? null
    const item = new Y.Item(id, left, origin, right, right?.id ?? null, flow, null, content)
    item.integrate(transaction, 0)
    return item
  }
  const isBreak = content instanceof Y.ContentEmbed && 'break' in content.embed
  return content instanceof Y.ContentString || isBreak ? put() : asEdges(doc, put)
}

const itemEndingAt = (transaction: Y.Transaction, { client, clock }: LetterId): Y.Item =>
  Y.getItemCleanEnd(transaction, transaction.doc.store, Y.createID(client, clock))

/** Gives every letter its marks; the flow stands as it is wanted but for them. */
function settleMarks(flow: Y.Text, wanted: readonly Wanted[]): void {
  const names = new Set<string>()
  const letters = tokensOf(flow).flatMap((token) => {
    const isEdge = token.type === 'embed' && isBlockEdge(token.embed)
    const own = token.type === 'letters' ? token.marks : undefined
    for (const name of Object.keys(own ?? {})) names.add(name)
    return Array.from({ length: token.length }, () => ({ isEdge, marks: own }))
  })
  const marksOf = (each: Wanted | undefined): Marks => (each && 'id' in each ? each.marks : noMarks)
  for (const each of wanted) for (const name of Object.keys(marksOf(each))) names.add(name)
  for (const name of names) {
    const valueAt = (at: number): string | undefined => {
      const letter = letters[at]
      if (!letter?.marks) return undefined
      const value = marksOf(wanted[at])[name]
      const isRight = JSON.stringify(letter.marks[name]) === JSON.stringify(value)
      return isRight ? undefined : JSON.stringify(value ?? null)
    }
    for (let from = 0; from < letters.length; from += 1) {
      const value = valueAt(from)
      if (value === undefined) continue
      let to = from + 1
      while (valueAt(to) === value) to += 1
      setMark(flow, from, to, name, marksOf(wanted[from])[name] ?? null)
      from = to
    }
  }
}

/** Deletes what stands and is not named. */
function deleteOthers(
  transaction: Y.Transaction,
  flow: Y.Text,
  standing: ReadonlySet<string>,
): void {
  const others: { start: LetterId; length: number }[] = []
  for (const item of Y.getTypeChildren(flow)) {
    if (item.deleted || !item.countable) continue
    let length = 0
    for (let at = 0; at <= item.length; at += 1) {
      const isOther = at < item.length && !standing.has(nameOf(behind(item.id, at)))
      if (isOther) length += 1
      else if (length > 0) {
        others.push({ start: behind(item.id, at - length), length })
        length = 0
      }
    }
  }
  for (const { start, length } of others) {
    Y.getItemCleanStart(transaction, Y.createID(start.client, start.clock))
    itemEndingAt(transaction, behind(start, length - 1)).delete(transaction)
  }
}

/** Arranges a flow in one transaction, under the document's client id, and says what it copied, in the order of writing. */
export function arrange(flow: Y.Text, wanted: readonly Wanted[]): CopiedLetter[] {
  const { doc } = flow
  if (!doc) throw new Error('a flow is a root of its document')
  const copied: CopiedLetter[] = []
  doc.transact((transaction) => {
    const stays = staying(wanted, ordersIn(flow))
    const standing = new Set<string>()
    let [before, group]: [LetterId | undefined, LetterId | undefined] = [undefined, undefined]
    for (const each of wanted) {
      if (stays.has(each) && 'id' in each) before = each.id
      else {
        const content = 'put' in each ? new Y.ContentEmbed(each.put) : contentAt(doc, each.id)
        const behindOwn: LetterId | undefined =
          'id' in each && each.behind !== group ? each.behind : undefined
        const place: LetterId | undefined = behindOwn ?? before
        group = 'id' in each ? each.behind : undefined
        const left: Y.Item | null = place ? itemEndingAt(transaction, place) : null
        before = putBehind(transaction, flow, left, content).id
        if ('id' in each) copied.push({ copy: before, original: each.id })
      }
      standing.add(nameOf(before))
    }
    deleteOthers(transaction, flow, standing)
    flow._searchMarker?.splice(0)
    settleMarks(flow, wanted)
  })
  return copied
}
