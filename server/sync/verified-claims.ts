/**
 * Whether what a page says of letters that it pasted is so: that they are those, from here or from another text. The words that it names
 * are looked for where they stand, or as they stood together before they were deleted; nothing is searched for.
 *
 * "The budget" stands as 1-0 to 1-9, and is cut; pasted as 3-4 to 3-13 with `3-4: "10:1-0"`, it is Portugal's still. Where "bad " was
 * deleted between the two words before, it doesn't part them; where it was cut with them, "The budget" never stood, and the claim is void.
 */
import * as Y from 'yjs'
import { type CopyRange, joined } from '#shared/copies/copy-range'
import { type CopiedLetter, type DeclaredCopy, verifiedCopy } from '#shared/copies/declared-copy'
import { claimsRoot, tableOf } from '#shared/copies/doc-copies'
import type { MemberId } from '#shared/domain/ids'
import { readEmbed } from '#shared/flow/embeds'
import { behind, type LetterId, nameOf } from '#shared/flow/ids'
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

/** Letters that may still be looked at for one batch. */
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

/** So many letters from one on as they stood together, with some before and behind; undefined where there are none. */
function sourceFrom(
  { doc, times }: TimedText,
  original: LetterId,
  length: number,
  budget: Budget,
): CopiedLetter[] | undefined {
  const place = placeOf(doc, original)
  if (!place || !isKnown(place.item)) return undefined
  const moment = place.item.deleted ? times.goneAt(original) : undefined
  const stood = ({ deleted }: Y.Item, id: LetterId): boolean => {
    if (moment === undefined) return !deleted
    return times.cameAt(id) <= moment && (!deleted || times.goneAt(id) >= moment)
  }
  return [
    ...take(beside(place, 'left', stood, budget), contextLetters).toReversed(),
    letterAt(place.item, place.offset),
    ...take(beside(place, 'right', stood, budget), length - 1 + contextLetters),
  ]
}

/**
 * So many letters from one on as they were put before the claim was written, whatever their author and others have typed between them
 * and deleted of them since; all of which their author has just put. Undefined where they are not so.
 */
function pastedFrom(
  { doc }: TimedText,
  { copy, length }: DeclaredCopy,
  isFresh: (id: LetterId) => boolean,
  budget: Budget,
): CopiedLetter[] | undefined {
  const place = placeOf(doc, copy)
  if (!place || !isKnown(place.item)) return undefined
  const claim = doc.getMap(claimsRoot)._map.get(nameOf(copy))
  const until = claim?.id.client === copy.client ? claim.id.clock : Number.POSITIVE_INFINITY
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

/**
 * The ranges that a claim gives; none where it does not hold. `source` is the text that it names, `target` the one that has the letters;
 * `isFresh` tells whether the claim's author has just put a letter.
 */
export function rangesClaimed(
  claim: DeclaredCopy,
  source: TimedText,
  target: TimedText,
  isFresh: (id: LetterId) => boolean,
  budget: Budget,
): CopyRange[] {
  const { original, length } = claim
  const pasted = pastedFrom(target, claim, isFresh, budget)
  const letters = pasted && sourceFrom(source, original, length, budget)
  const ranges = letters && pasted && verifiedCopy(claim, letters, pasted)
  if (!ranges) return []
  return original.text === undefined ? ranges : typedFirst(ranges, source, target)
}
