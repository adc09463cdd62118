/**
 * What the installation notes beside what it has let in, under a client id of its own, in the same write: which of the pasted letters
 * are copies of which, whose a bracket is and since when, and that what two undos brought back at once, or two moved, stands once.
 *
 * Brazil opens the bracket b1: noted are `b1.sponsors = "BR"` and `b1.putAt`. Portugal and Kenya undo the same deletion, neither having
 * seen the other's: whatever came second is deleted again.
 */
import * as Y from 'yjs'
import { keepCopies, tableOf } from '#shared/copies/doc-copies'
import { type MemberId, TextId } from '#shared/domain/ids'
import { bracketKeysOf, isNoted, setBracketKeys } from '#shared/flow/bracket-keys'
import { isCopyClient } from '#shared/flow/flow-doc'
import { has, type IdSet, idSet, type LetterId, nameOf, rangesOf } from '#shared/flow/ids'
import { standsIn } from '#shared/flow/standing'
import { type Brought, bracketOpenedBy, type Opened } from './flow-admission/flow-tally.ts'
import { leftBehind } from './left-behind.ts'
import { sponsorsWritten, takeLettersBehind } from './named-sponsors.ts'
import type { Sponsors } from './rights.ts'
import { nameFlows } from './strays.ts'
import { copiesIn, struckWords } from './struck-words.ts'
import {
  type Budget,
  claimsBudget,
  type HeldClaim,
  heldClaim,
  type TimedText,
} from './verified-claims.ts'
import { letWordsFollow } from './words-follow.ts'

/** Something that was let in. */
export interface LetIn {
  readonly author: MemberId
  readonly brought: Brought
  readonly sponsors: Sponsors
  /** Another text that they name, where they may read it. */
  readonly textOf: (textId: TextId) => TimedText | undefined
}

export interface Noting extends TimedText {
  readonly at: string
  /** The moment before the batch. */
  readonly since: number
}

/** Other texts that pages name in one batch: each may have to be loaded. */
const mostTexts = 4

/** The claims that hold, in the order in which they came. */
function claimsThatHold(noting: Noting, letIn: readonly LetIn[]): HeldClaim[] {
  const [claimed, held] = [new Set<string>(), [] as HeldClaim[]]
  /** Of each author: whoever claims without end leaves the others' claims as they are. */
  const budgets = new Map<MemberId, Budget>()
  const texts = new Map<string, TimedText | undefined>()
  for (const { author, brought, textOf } of letIn) {
    const budget = budgets.get(author) ?? claimsBudget()
    budgets.set(author, budget)
    const sourceIn = (text: string): TimedText | undefined => {
      const textId = TextId.safeParse(text)
      if (!texts.has(text) && texts.size < mostTexts && textId.success)
        texts.set(text, textOf(textId.data))
      return texts.get(text)
    }
    const isFresh = (id: LetterId) =>
      noting.bindings.get(id.client) === author &&
      noting.times.cameAt(id) > noting.since &&
      !claimed.has(nameOf(id))
    for (const claim of brought.claims) {
      const { text } = claim
      const source = text === undefined ? noting : sourceIn(text)
      const holds = source && heldClaim(claim, source, noting, isFresh, budget)
      if (!holds) continue
      held.push(holds)
      for (const id of copiesIn(holds)) claimed.add(nameOf(id))
    }
  }
  return held
}

/** The bracket that an opening edge was copied from, in the same text. */
function formerBracket({ doc }: Noting, { id }: Opened): string | undefined {
  for (const { client, clock, text } of tableOf(doc).sourcesOf(id)) {
    if (text !== undefined || clock >= Y.getState(doc.store, client)) return undefined
    const former = bracketOpenedBy(Y.getItem(doc.store, Y.createID(client, clock)).content)
    if (former !== undefined) return former
  }
  return undefined
}

/** Says whose a bracket is that nothing is known of: whoever's it was copied from, or its author's. */
function noteBracket(noting: Noting, opened: Opened, { own, named }: Sponsors): void {
  const { doc, at } = noting
  const { bracketId } = opened
  if (isNoted(doc, bracketId)) return
  const former = formerBracket(noting, opened)
  const known = former !== undefined && isNoted(doc, former)
  if (known) return setBracketKeys(doc, { bracketId, ...bracketKeysOf(doc, former) })
  const written = sponsorsWritten(doc, opened.id)
  const sponsors = written && named(written.codes)
  if (written && sponsors !== undefined) takeLettersBehind(doc, opened.id, written.length)
  return setBracketKeys(doc, { bracketId, sponsors: sponsors ?? own(), putAt: at })
}

/** What undos have brought back since a moment that stood already: brought back by another undo, or moved. */
function broughtTwice({ doc, times, since }: Noting): IdSet {
  const copies = tableOf(doc)
  const twice: { client: number; clock: number; length: number }[] = []
  const stands = standsIn(doc)
  const gone = new Set<string>()
  for (const { copy, length, by } of copies.ranges) {
    if (
      by !== 'undo' ||
      !isCopyClient(copy.client) ||
      times.cameAt({ ...copy, clock: copy.clock + length - 1 }) <= since
    )
      continue
    for (let at = 0; at < length; at += 1) {
      const id = { client: copy.client, clock: copy.clock + at }
      if (times.cameAt(id) <= since || !stands(id)) continue
      const other = copies.livingInPlaceOf(
        copies.firstInPlace(id),
        (each) => nameOf(each) !== nameOf(id) && stands(each) && !gone.has(nameOf(each)),
      )
      if (!other) continue
      gone.add(nameOf(id))
      twice.push({ ...id, length: 1 })
    }
  }
  return idSet(twice)
}

function deleteAll(doc: Y.Doc, ids: IdSet): void {
  doc.transact((transaction) => {
    for (const { client, clock, length } of rangesOf(ids))
      for (let at = clock; at < clock + length; ) {
        const item = Y.getItemCleanStart(transaction, Y.createID(client, at))
        if (item.id.clock + item.length > clock + length)
          Y.getItemCleanEnd(transaction, doc.store, Y.createID(client, clock + length - 1))
        if (!item.deleted && has(ids, item.id)) item.delete(transaction)
        if (item.parent instanceof Y.Text) item.parent._searchMarker?.splice(0)
        at = item.id.clock + item.length
      }
  })
}

/** Writes what is to be noted into the document, in one transaction; nothing where there is nothing. */
export function makeNotes(noting: Noting, letIn: readonly LetIn[]): void {
  const { doc } = noting
  const isAny = letIn.some(
    ({ brought: { claims, opened, redoes } }) => claims.length + opened.length > 0 || redoes,
  )
  if (!isAny) {
    doc.transact(() => letWordsFollow(noting, noting.since, []))
    return
  }
  nameFlows(doc)
  const held = claimsThatHold(noting, letIn)
  const redoes = letIn.some(({ brought }) => brought.redoes)
  doc.transact(() => {
    keepCopies(
      doc,
      held.flatMap(({ ranges }) => ranges),
    )
    // What came back may be a copy that has just been told to be one.
    const twice = redoes ? broughtTwice(noting) : idSet([])
    for (const { brought, sponsors } of letIn)
      for (const opened of brought.opened) noteBracket(noting, opened, sponsors)
    const edges = letIn.flatMap(({ brought }) => brought.edges)
    const moves = held.filter(({ isMoved }) => isMoved)
    deleteAll(doc, struckWords(noting, edges, moves, twice))
    letWordsFollow(noting, noting.since, leftBehind(noting, edges, moves, redoes))
  })
}
