/**
 * Whether what a page says of letters that it pasted is so: that they are those, from here or from another text. The letters that it names
 * are looked up by their ids, whether they stand or were deleted meanwhile; nothing is searched for.
 *
 * "The budget" stands as 1-0 to 1-9, and is cut; pasted as 3-4 to 3-13 with `3-4: "moved:10:1-0"`, it is Portugal's still. Where Kenya typed
 * "bad " between the two words, unseen by whoever cut them, it is so too, and "bad " is told to stand between them.
 */
import * as Y from 'yjs'
import { type CopyRange, joined } from '#shared/copies/copy-range'
import {
  type CopiedLetter,
  type DeclaredCopy,
  lettersIn,
  originalsOf,
  verifiedCopy,
} from '#shared/copies/declared-copy'
import { claimsRoot, tableOf } from '#shared/copies/doc-copies'
import type { MemberId } from '#shared/domain/ids'
import { readEmbed } from '#shared/flow/embeds'
import { clientsOfSession } from '#shared/flow/flow-doc'
import { behind, type IdRange, type LetterId, nameOf } from '#shared/flow/ids'
import type { LetterTimes } from './letter-times.ts'

/** Letters beside a run, to see where its first and its last word end. */
const contextLetters = 100

/** A live text, with when its letters came and went. */
export interface TimedText {
  readonly doc: Y.Doc
  readonly times: LetterTimes
  /** Whose each client id is in this text. */
  readonly bindings: ReadonlyMap<number, MemberId | null>
}

/** Letters that may still be looked at for one author in a batch. */
export interface Budget {
  letters: number
}
export const claimsBudget = (): Budget => ({ letters: 600_000 })

interface Place {
  readonly item: Y.Item
  readonly offset: number
}

/** Where a letter of a flow stands or stood; undefined for one that is not there. Only flows are sequences. */
function placeOf(doc: Y.Doc, id: LetterId): Place | undefined {
  if (id.clock >= Y.getState(doc.store, id.client)) return undefined
  const item: unknown = Y.getItem(doc.store, Y.createID(id.client, id.clock))
  if (!(item instanceof Y.Item) || item.parentSub !== null) return undefined
  return { item, offset: id.clock - item.id.clock }
}

const isKnown = ({ countable, content }: Y.Item): boolean =>
  countable && (content instanceof Y.ContentString || content instanceof Y.ContentEmbed)

function letterAt({ id, content }: Y.Item, offset: number): CopiedLetter {
  const letter =
    content instanceof Y.ContentString
      ? content.str.charAt(offset)
      : content instanceof Y.ContentEmbed
        ? readEmbed(content.embed)
        : undefined
  return { id: behind(id, offset), letter }
}

/** The letters from a place on that stood then, one way or the other, the place's own left out. */
function* beside(
  { item, offset }: Place,
  way: 'left' | 'right',
  stood: (item: Y.Item, id: LetterId) => boolean,
  budget: Budget,
): Generator<CopiedLetter> {
  const step = way === 'right' ? 1 : -1
  let at = offset + step
  for (let each: Y.Item | null = item; each; each = each[way]) {
    if (each !== item) at = way === 'right' ? 0 : each.length - 1
    budget.letters -= 1
    if (isKnown(each))
      for (; at >= 0 && at < each.length; at += step) {
        if ((budget.letters -= 1) < 0) return
        const letter = letterAt(each, at)
        if (stood(each, letter.id)) yield letter
      }
    if (budget.letters < 0) return
  }
}

function take(letters: Iterable<CopiedLetter>, most: number): CopiedLetter[] {
  const taken: CopiedLetter[] = []
  if (most <= 0) return taken
  for (const letter of letters) {
    taken.push(letter)
    if (taken.length >= most) break
  }
  return taken
}

/** What stands between two letters that were taken away, behind the one of these with this number: whoever took them had not seen it. */
export interface Between {
  readonly range: IdRange
  readonly behind: number
}
interface Source {
  readonly letters: readonly CopiedLetter[]
  readonly between: readonly Between[]
}

const isGone = (doc: Y.Doc, id: LetterId | undefined): boolean => {
  const place = id && placeOf(doc, id)
  return place === undefined || place.item.deleted
}

/** The letters with these ids, in the order in which they stand in one flow; undefined where they do not. */
function lettersNamed(doc: Y.Doc, ids: readonly LetterId[], budget: Budget): Source | undefined {
  const [first] = ids
  const place = first && placeOf(doc, first)
  if (!place) return undefined
  const letters: CopiedLetter[] = []
  const between: Between[] = []
  let { offset }: { offset: number } = place
  for (let item: Y.Item | null = place.item; item; item = item.right, offset = 0) {
    budget.letters -= 1
    if (!isKnown(item)) continue
    let unnamed = 0
    const isPassed = () => {
      const { length: at } = letters
      if (unnamed === 0 || !item || item.deleted) return
      if (isGone(doc, ids[at - 1]) && isGone(doc, ids[at]))
        between.push({
          range: { ...behind(item.id, offset - unnamed), length: unnamed },
          behind: at - 1,
        })
    }
    for (; offset < item.length; offset += 1) {
      if ((budget.letters -= 1) < 0) return undefined
      const next = ids[letters.length]
      const isNext = next?.client === item.id.client && next.clock === item.id.clock + offset
      if (!isNext) {
        unnamed += 1
        continue
      }
      isPassed()
      unnamed = 0
      letters.push(letterAt(item, offset))
      if (letters.length === ids.length) return { letters, between }
    }
    isPassed()
    if (budget.letters < 0) return undefined
  }
  return undefined
}

/** The originals of a claim with some letters before and behind, as they stood when the first was deleted where it is. */
function sourceOf(
  { doc, times }: TimedText,
  claim: DeclaredCopy,
  budget: Budget,
): Source | undefined {
  const originals = originalsOf(claim)
  const [first, last] = [originals[0], originals.at(-1)]
  const named = lettersNamed(doc, originals, budget)
  const [start, end] = [first && placeOf(doc, first), last && placeOf(doc, last)]
  if (!named || !first || !start || !end) return undefined
  const moment = start.item.deleted ? times.goneAt(first) : undefined
  const stood = ({ deleted }: Y.Item, id: LetterId): boolean => {
    if (moment === undefined) return !deleted
    return times.cameAt(id) <= moment && (!deleted || times.goneAt(id) >= moment)
  }
  return {
    letters: [
      ...take(beside(start, 'left', stood, budget), contextLetters).toReversed(),
      ...named.letters,
      ...take(beside(end, 'right', stood, budget), contextLetters),
    ],
    between: named.between,
  }
}

/**
 * So many letters from one on as they were put before the claim was written, whatever their author and others have typed between them
 * and deleted of them since; all of which their author has just put. Undefined where they are not so.
 */
function pastedFrom(
  { doc }: TimedText,
  claim: DeclaredCopy,
  isFresh: (id: LetterId) => boolean,
  budget: Budget,
): CopiedLetter[] | undefined {
  const { copy } = claim
  const length = lettersIn(claim)
  const place = placeOf(doc, copy)
  if (!place || !isKnown(place.item)) return undefined
  const said = doc.getMap(claimsRoot)._map.get(nameOf(copy))
  const until = said?.id.client === copy.client ? said.id.clock : Number.POSITIVE_INFINITY
  const isPut = (_item: Y.Item, { client, clock }: LetterId) =>
    client === copy.client && copy.clock <= clock && clock < until
  const letters = [
    letterAt(place.item, place.offset),
    ...take(beside(place, 'right', isPut, budget), length - 1),
  ]
  const known = tableOf(doc)
  const areOwn = letters.every(({ id }) => isFresh(id) && known.sourcesOf(id).length === 0)
  return areOwn && letters.length === length ? letters : undefined
}

/**
 * From another text each letter is told as the one that was typed first. One that the target has as well, since both have a past in
 * common, is told as its own: in both it is of one author, for nobody is kept from writing under another's id in a text where that one
 * has not been, and from putting the other's letters there in an order of their own.
 */
function typedFirst(
  ranges: readonly CopyRange[],
  { doc, bindings }: TimedText,
  target: TimedText,
): CopyRange[] {
  const table = tableOf(doc)
  const isThere = (id: LetterId): boolean => {
    if (bindings.get(id.client) !== target.bindings.get(id.client)) return false
    const [own, other] = [placeOf(target.doc, id), placeOf(doc, id)]
    if (!own || !other || !isKnown(own.item) || !isKnown(other.item)) return false
    const [letter, said] = [own, other].map(({ item, offset }) => letterAt(item, offset).letter)
    return JSON.stringify(letter) === JSON.stringify(said)
  }
  return joined(
    ranges.flatMap(({ copy, original, length, by }) =>
      Array.from({ length }, (_, at): CopyRange => {
        const { client, clock, text = original.text } = table.originalOf(behind(original, at))
        const first = { client, clock }
        return {
          copy: behind(copy, at),
          original: text === undefined || isThere(first) ? first : { ...first, text },
          length: 1,
          by,
        }
      }),
    ),
  )
}

/** A claim that holds: the ranges that it gives, and what nobody who took the originals away had seen. */
export interface HeldClaim {
  readonly ranges: readonly CopyRange[]
  readonly between: readonly Between[]
  /** Whether the originals were taken away from this text. */
  readonly isMoved: boolean
}

/**
 * Whether what a claim names was taken away and stands nowhere else of the same page's doing: pasted twice, it is moved once. Where there
 * are so many copies of it that nobody can look at them all, it is pasted. One that was undone before it came here was a move all the
 * same: it may be done again.
 */
function isTakenAway({ doc }: TimedText, claim: DeclaredCopy, budget: Budget): boolean {
  const table = tableOf(doc)
  const own = clientsOfSession(claim.copy.client)
  const isOwn = (each: LetterId): boolean => {
    budget.letters -= 1
    return own.includes(each.client) && !isGone(doc, each)
  }
  const isUndone = isGone(doc, claim.copy)
  return originalsOf(claim).every(
    (original) =>
      budget.letters >= 0 &&
      isGone(doc, original) &&
      (isUndone || table.livingInPlaceOf(table.firstInPlace(original), isOwn) === undefined),
  )
}

/**
 * What a claim gives; undefined where it does not hold. `source` is the text that it names, `target` the one that has the letters;
 * `isFresh` tells whether the claim's author has just put a letter.
 */
export function heldClaim(
  declared: DeclaredCopy,
  source: TimedText,
  target: TimedText,
  isFresh: (id: LetterId) => boolean,
  budget: Budget,
): HeldClaim | undefined {
  // What was put is looked at first: a claim names no more letters than came with it.
  const pasted = pastedFrom(target, declared, isFresh, budget)
  const named = pasted && sourceOf(source, declared, budget)
  if (!named) return undefined
  const isMoved =
    declared.isMoved && declared.text === undefined && isTakenAway(source, declared, budget)
  const claim = { ...declared, isMoved }
  const ranges = verifiedCopy(claim, named.letters, pasted)
  if (!ranges) return undefined
  return claim.text === undefined
    ? { ranges, between: isMoved ? named.between : [], isMoved }
    : { ranges: typedFirst(ranges, source, target), between: [], isMoved: false }
}
