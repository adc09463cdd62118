/**
 * Makes a flow read as it is wanted: what stands in its place stays, what is not wanted is deleted, and what stands elsewhere is
 * deleted there and put as a copy, which is told. No letter that stays is touched, so what others type in it meanwhile is in its place.
 *
 * Before `for all` `budget`, of which "for all" came behind in a branch; wanted `budget for all`. "budget" stays, " for all" is copied.
 */
import * as Y from 'yjs'
import { asEdges } from './flow-doc.ts'
import { behind, type IdRange, type LetterId, nameOf } from './ids.ts'
import { settleMarks } from './settle-marks.ts'
import { isKept, type Kept, type Wanted, type WantedFlow } from './wanted.ts'

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

/** What is wanted between two stretches that are kept, or at an end of the flow, and what stands there. */
interface Between {
  readonly wanted: readonly Wanted[]
  readonly standing: readonly IdRange[]
  /** Where a letter stands, deleted ones counted too; undefined for what stands elsewhere or no more. */
  readonly orderOf: (id: LetterId) => number | undefined
}

/** The letters behind one, or from the start of the flow on, up to another or to the end. */
function between(
  flow: Y.Text,
  doc: Y.Doc,
  wanted: readonly Wanted[],
  after: LetterId | undefined,
  until: LetterId | undefined,
): Between {
  const itemOf = ({ client, clock }: LetterId) => Y.getItem(doc.store, Y.createID(client, clock))
  const last = until && itemOf(until)
  const orders = new Map<Y.Item, number>()
  const standing: IdRange[] = []
  let item = after ? itemOf(after) : flow._start
  // Letters of the first item that stand before this gap have an order below 0.
  let order = after && item ? item.id.clock - after.clock - 1 : 0
  for (; item; item = item.right) {
    const { client, clock } = item.id
    const to = until && item === last ? until.clock - clock : item.length
    if (item.countable && !item.deleted) {
      orders.set(item, order)
      const from = Math.max(0, -order)
      if (from < to) standing.push({ client, clock: clock + from, length: to - from })
    }
    order += to
    if (item === last) break
  }
  if (last && !item) throw new Error('what is kept stands in its flow, in its order')
  const end = order
  return {
    wanted,
    standing,
    orderOf(id) {
      const found = id.clock < Y.getState(doc.store, id.client) ? itemOf(id) : undefined
      const first = found && orders.get(found)
      if (!found || first === undefined) return undefined
      const place = first + id.clock - found.id.clock
      return place >= 0 && place < end ? place : undefined
    },
  }
}

/** The last letter of what is kept. */
function lastOf({ kept }: Kept): LetterId | undefined {
  const piece = kept.at(-1)
  return piece && behind(piece.id, piece.letters.length - 1)
}

/** What is to be arranged: all but what is kept. */
function gapsIn(flow: Y.Text, doc: Y.Doc, parts: WantedFlow): Between[] {
  const gaps: Between[] = []
  let [wanted, after]: [Wanted[], LetterId | undefined] = [[], undefined]
  for (const part of parts) {
    if (!isKept(part)) wanted.push(part)
    else {
      gaps.push(between(flow, doc, wanted, after, part.kept[0]?.id))
      ;[wanted, after] = [[], lastOf(part)]
    }
  }
  return [...gaps, between(flow, doc, wanted, after, undefined)]
}

/** Which of the wanted stay where they are: of the fixed ones as many as can, then of the others between them. */
function staying({ wanted, orderOf }: Between): Wanted[] {
  const orders = wanted.map((each) =>
    'put' in each || each.isSecond || each.behind ? undefined : orderOf(each.id),
  )
  const isFixed = (each: Wanted | undefined): boolean =>
    each && 'id' in each ? each.isFixed : false
  const fixed = growing(orders.map((order, at) => (isFixed(wanted[at]) ? order : undefined)))
  const stays: Wanted[] = []
  let [from, least] = [0, -1]
  for (const end of [...fixed, wanted.length]) {
    const last = wanted[end]
    const most = orders[end] ?? Number.POSITIVE_INFINITY
    const places = growing(
      orders.slice(from, end).map((order, at) => {
        const isFree = order !== undefined && least < order && order < most
        return isFree && !isFixed(wanted[from + at]) ? order : undefined
      }),
    )
    for (const place of places) {
      const each = wanted[from + place]
      if (each) stays.push(each)
    }
    if (last) stays.push(last)
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
    const right = left ? left.right : flow._start
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

/** Deletes those letters of ranges that are not named. */
function deleteOthers(
  transaction: Y.Transaction,
  ranges: readonly IdRange[],
  standing: ReadonlySet<string>,
): void {
  for (const range of ranges) {
    let length = 0
    for (let at = 0; at <= range.length; at += 1) {
      const isOther = at < range.length && !standing.has(nameOf(behind(range, at)))
      if (isOther) length += 1
      else if (length > 0) {
        const start = behind(range, at - length)
        Y.getItemCleanStart(transaction, Y.createID(start.client, start.clock))
        itemEndingAt(transaction, behind(start, length - 1)).delete(transaction)
        length = 0
      }
    }
  }
}

/** Arranges a flow in one transaction, under the document's client id, and says what it copied, in the order of writing. */
export function arrange(flow: Y.Text, wanted: WantedFlow): CopiedLetter[] {
  const { doc } = flow
  if (!doc) throw new Error('a flow is a root of its document')
  const copied: CopiedLetter[] = []
  doc.transact((transaction) => {
    const gaps = gapsIn(flow, doc, wanted)
    const stays = new Set(gaps.flatMap(staying))
    const standing = new Set<string>()
    let [before, group]: [LetterId | undefined, LetterId | undefined] = [undefined, undefined]
    for (const each of wanted) {
      if (isKept(each)) {
        before = lastOf(each)
        continue
      }
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
    for (const gap of gaps) deleteOthers(transaction, gap.standing, standing)
    flow._searchMarker?.splice(0)
    settleMarks(flow, wanted)
  })
  return copied
}
