/**
 * What an amendment puts goes on standing beside its words when somebody splits, joins, moves or lists their paragraph in the
 * base: where the words that it stood beside were written anew, it is put beside their copies.
 */
import * as Y from 'yjs'
import { itemOf, updateFromBase } from './amended-words.ts'
import { isText } from './changed-items.ts'
import { linesOf } from './document-lines.ts'
import type { Rewrite } from './rewrites.ts'

type Marks = Readonly<Record<string, unknown>>

const idOf = ({ client, clock }: Y.ID): string => `${client}-${clock}`

/** The marks of each letter of a text that has any. */
function marksIn(text: unknown): ReadonlyMap<string, Marks> {
  const marked = new Map<string, Marks>()
  if (!(text instanceof Y.XmlText)) return marked
  let marks: Marks = {}
  for (const item of Y.getTypeChildren(text)) {
    if (item.deleted) continue
    if (item.content instanceof Y.ContentFormat) {
      const { key, value } = item.content
      const { [key]: _, ...others } = marks
      marks = value === null ? others : { ...others, [key]: value }
    } else if (item.content instanceof Y.ContentString && Object.keys(marks).length > 0)
      for (let offset = 0; offset < item.length; offset += 1)
        marked.set(idOf(Y.createID(item.id.client, item.id.clock + offset)), marks)
  }
  return marked
}

/** How many places stand before the item in its type. */
function placeOf(item: Y.Item): number {
  let place = 0
  for (let { left } = item; left; { left } = left)
    if (!left.deleted && left.countable) place += left.length
  return place
}

/** Words that the amendment put, and the letter of the base that they go beside. */
interface Move {
  readonly items: readonly Y.Item[]
  readonly beside: Y.ID
  readonly side: 'after' | 'before'
}

/** Where a letter stands now that others have written it anew; undefined where it has no copy. */
type CopyOf = (id: Y.ID) => Y.ID | undefined

function openCopies(rewrites: readonly Rewrite[]): CopyOf {
  return (id) => {
    let copy = id
    for (const { from, to, length } of rewrites) {
      const offset = copy.clock - from.clock
      if (copy.client === from.client && offset >= 0 && offset < length)
        copy = Y.createID(to.client, to.clock + offset)
    }
    return copy === id ? undefined : copy
  }
}

/** The letters of an item, from the end or from the beginning. */
function lettersOf({ id, length }: Y.Item, side: Move['side']): Y.ID[] {
  const letters = Array.from({ length }, (_, offset) => Y.createID(id.client, id.clock + offset))
  return side === 'after' ? letters.toReversed() : letters
}

/** The copy of the nearest letter of the base on one side, when that letter is not there any more. */
function copyBeside(
  items: readonly Y.Item[],
  side: Move['side'],
  isGone: (id: Y.ID) => boolean,
  copyOf: CopyOf,
): Y.ID | 'stays' | undefined {
  for (const item of items)
    for (const letter of lettersOf(item, side)) {
      if (!isGone(letter)) return 'stays'
      const copy = copyOf(letter)
      if (copy && !isGone(copy)) return copy
    }
  return undefined
}

/** The words in a text of the base that the amendment put, as far as they have to go elsewhere. */
function movesIn(
  text: Y.XmlText,
  isOwn: (item: Y.Item) => boolean,
  isGone: (id: Y.ID) => boolean,
  copyOf: CopyOf,
): Move[] {
  const items = [...Y.getTypeChildren(text)].filter((item) => item.countable || item.deleted)
  const moves: Move[] = []
  for (let start = 0; start < items.length; start += 1) {
    const isPut = (place: number) => {
      const item = items[place]
      return item !== undefined && isOwn(item) && !item.deleted && isText(item)
    }
    if (!isPut(start)) continue
    let end = start
    while (isPut(end)) end += 1
    const ofBase = (some: readonly Y.Item[]) => some.filter((item) => !isOwn(item))
    const left = copyBeside(ofBase(items.slice(0, start)).toReversed(), 'after', isGone, copyOf)
    const right = left ?? copyBeside(ofBase(items.slice(end)), 'before', isGone, copyOf)
    if (right !== undefined && right !== 'stays')
      moves.push({
        items: items.slice(start, end),
        beside: right,
        side: left === undefined ? 'before' : 'after',
      })
    start = end - 1
  }
  return moves
}

/** Each run of letters under one client id with the same marks. */
function runsOf(items: readonly Y.Item[]) {
  const marked = marksIn(items[0]?.parent)
  const runs: { client: number; words: string; marks: Marks | undefined }[] = []
  for (const { id, content } of items.filter(isText))
    for (const [offset, letter] of content.str.split('').entries()) {
      const marks = marked.get(idOf(Y.createID(id.client, id.clock + offset)))
      const last = runs.at(-1)
      if (last?.client === id.client && last.marks === marks) last.words += letter
      else runs.push({ client: id.client, words: letter, marks })
    }
  return runs
}

/** Puts words beside a letter, each run under a client id of its author; false where the letter has no place. */
function move(doc: Y.Doc, { items, beside, side }: Move, clientFor: (client: number) => number) {
  const letter = Y.getItem(doc.store, beside)
  if (!(letter instanceof Y.Item) || !(letter.parent instanceof Y.XmlText)) return
  if (itemOf(letter.parent)?.deleted !== false) return
  const offset = letter.deleted ? 0 : beside.clock - letter.id.clock + (side === 'after' ? 1 : 0)
  let place = placeOf(letter) + offset
  for (const { client, words, marks } of runsOf(items)) {
    doc.clientID = clientFor(client)
    letter.parent.insert(place, words, { ...marks })
    place += words.length
  }
  for (const item of items) takeOutNow(doc, item)
}

/** What was inserted may have cut the item. */
function takeOutNow(doc: Y.Doc, { id, length }: Y.Item): void {
  doc.transact((transaction) => {
    for (let clock = id.clock; clock < id.clock + length; ) {
      const item = Y.getItem(doc.store, Y.createID(id.client, clock))
      clock = item.id.clock + item.length
      if (!(item instanceof Y.Item) || item.deleted) continue
      // By its place in its type, which keeps track of places.
      if (item.parent instanceof Y.Text) item.parent.delete(placeOf(item), item.length)
      else item.delete(transaction)
    }
  })
}

/**
 * Moves what an amendment puts, in its document as it is after it has followed its base, and gives what that changes as an
 * update; undefined where everything stays. `clientFor` gives a client id that the author of another one has not written under.
 * Brackets and breaks that it puts, and words among them, stay where they are. Nobody may be typing in it meanwhile.
 */
export function carriedPuts(
  base: Y.Doc,
  amendment: Y.Doc,
  rewrites: readonly Rewrite[],
  clientFor: (client: number) => number,
): Uint8Array | undefined {
  if (rewrites.length === 0) return undefined
  const gone = Y.createDeleteSetFromStructStore(base.store)
  const isGone = (id: Y.ID) => Y.isDeleted(gone, id)
  const isOwnId = ({ client, clock }: Y.ID) => clock >= Y.getState(base.store, client)
  const isOwn = ({ id }: Y.Item) => isOwnId(id)
  const copyOf = openCopies(rewrites)
  const moves = linesOf(amendment).flatMap((line) => {
    const children = line.toArray()
    const isOwnNode = (item: Y.Item | null) => item !== null && isOwn(item)
    if (children.some((child) => isOwnNode(itemOf(child)))) return []
    return children.flatMap((child) =>
      child instanceof Y.XmlText ? movesIn(child, isOwn, isGone, copyOf) : [],
    )
  })
  if (moves.length === 0) return undefined
  const before = Y.encodeStateVector(amendment)
  const { clientID } = amendment
  amendment.transact(() => {
    // What goes after the same letter comes there from the last to the first.
    for (const each of moves.filter(({ side }) => side === 'before'))
      move(amendment, each, clientFor)
    for (const each of moves.filter(({ side }) => side === 'after').toReversed())
      move(amendment, each, clientFor)
  })
  amendment.clientID = clientID
  // Places that the base has no more were kept for these words.
  Y.applyUpdate(amendment, updateFromBase(base, amendment))
  return Y.encodeStateAsUpdate(amendment, before)
}
