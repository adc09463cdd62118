/**
 * Words that stand where nobody wrote them any more: beside letters which others had deleted and brought back, or moved, meanwhile. Whoever
 * wrote them had not heard of it: beside letters that are known to be gone nobody writes.
 *
 * Brazil is offline and types " BRA" behind "beta"; Portugal moves the paragraph. When Brazil is back, " BRA" is astray: its left neighbour
 * stands elsewhere.
 */
import * as Y from 'yjs'
import type { Copies } from '#shared/copies/table'
import { embedOf } from '#shared/flow/embeds'
import { clientsOfSession, flowOf, isCopyClient } from '#shared/flow/flow-doc'
import { type LetterId, nameOf } from '#shared/flow/ids'
import { flowNames } from '#shared/flow/moments'
import { standsIn } from '#shared/flow/standing'
import type { TimedText } from './verified-claims.ts'

/** Until a root is asked for by its kind, Yjs has it as one of none. */
export function nameFlows(doc: Y.Doc): void {
  for (const name of flowNames(doc)) flowOf(doc, name)
}

/** Right behind a letter, or right before it. */
export interface Target {
  readonly letter: LetterId
  readonly side: 'behind' | 'before'
}
/** What was written together, and where it is to stand. */
export interface Stray {
  readonly flow: Y.Text
  readonly items: Y.Item[]
  readonly target: Target
}

/** Where letters stand. What is found is remembered, since many copies may stand beside one letter: to be used while no letter comes or goes. */
export interface Places {
  /** Where a letter stands now: here, or where it was moved to or brought back; undefined where it is gone for good. */
  readonly placeOf: (id: LetterId) => LetterId | undefined
  /** Where a letter that is gone from here stands now, be it as a paste; undefined where it stands itself, or nowhere. */
  readonly movedTo: (id: LetterId) => LetterId | undefined
}

function remembered(find: (id: LetterId) => LetterId | undefined) {
  const found = new Map<string, LetterId | undefined>()
  return (id: LetterId): LetterId | undefined => {
    const name = nameOf(id)
    if (!found.has(name)) found.set(name, find(id))
    return found.get(name)
  }
}

/** Where the letters of a document stand at this moment. */
export function placesIn(doc: Y.Doc, copies: Copies): Places {
  const stands = standsIn(doc)
  const placeOf = remembered((id) => {
    if (stands(id)) return id
    const isKnown = copies.isCopied(id) || copies.isInPlace(id)
    return isKnown ? copies.livingInPlaceOf(copies.firstInPlace(id), stands) : undefined
  })
  const movedTo = remembered((id) =>
    stands(id) ? undefined : (placeOf(id) ?? copies.livingCopyOf(id, stands)),
  )
  return { placeOf, movedTo }
}

/**
 * Whether a page itself has put a letter elsewhere, or a copy of it on the way to where it stands: then it has seen what is beside it. So it
 * has where it had moved the letter, and that is gone in favour of another's move.
 */
function hasPut(copies: Copies, client: number, from: LetterId, to: LetterId): boolean {
  const own = clientsOfSession(client)
  const way = [to, ...copies.sourcesOf(to)]
  const end = way.findIndex((each) => nameOf(each) === nameOf(from))
  const put = end < 0 ? [...way, from] : way.slice(0, end)
  return put.some((each) => own.includes(each.client))
}

/**
 * The place beside its neighbours that an item lost; undefined where it has it still. The opening edge of a bracket belongs to what is on
 * its right, everything else to what is on its left.
 */
function targetOf(
  doc: Y.Doc,
  copies: Copies,
  { movedTo }: Places,
  item: Y.Item,
): Target | undefined {
  const { id, origin, rightOrigin } = item
  const unseen = (from: LetterId | null): LetterId | undefined => {
    const to = from ? movedTo(from) : undefined
    return from && to && !hasPut(copies, id.client, from, to) ? to : undefined
  }
  const embed = embedOf(item)
  const opens = embed !== undefined && 'open' in embed
  const left = unseen(origin)
  if (left && !opens) return { letter: left, side: 'behind' }
  // Behind an edge that went with its block there is only the letter on the right.
  const isHeld = !opens && origin && standsIn(doc)(origin)
  const right = isHeld ? undefined : unseen(rightOrigin)
  if (right) return { letter: right, side: 'before' }
  return left && { letter: left, side: 'behind' }
}

/** What came since a moment, client by client in the order of writing. */
function* newItems({ doc, times }: TimedText, since: number): Generator<Y.Item> {
  const own = clientsOfSession(doc.clientID)
  for (const { client, clock } of times.cameSince(since)) {
    if (isCopyClient(client) || own.includes(client)) continue
    const structs = doc.store.clients.get(client) ?? []
    for (let at = Y.findIndexSS(structs, clock); at < structs.length; at += 1) {
      const item = structs[at]
      if (item instanceof Y.Item && !item.deleted && item.countable && item.parentSub === null)
        yield item
    }
  }
}

/** What came since and stands beside letters that stand elsewhere now, each with what was written on behind it. */
export function straysOf(text: TimedText, since: number, copies: Copies): Stray[] {
  const { doc } = text
  const places = placesIn(doc, copies)
  const found = new Map<Y.Item, Target>()
  for (const item of newItems(text, since)) {
    if (!(item.parent instanceof Y.Text) || copies.isCopied(item.id)) continue
    const target = targetOf(doc, copies, places, item)
    if (target) found.set(item, target)
  }
  if (found.size === 0) return []
  const fresh = new Set(newItems(text, since))
  const strays: Stray[] = []
  for (const flow of new Set([...found.keys()].map(({ parent }) => parent))) {
    if (!(flow instanceof Y.Text)) continue
    let open: Stray | undefined
    let last: Y.ID | undefined
    for (const item of Y.getTypeChildren(flow)) {
      if (item.deleted || !item.countable) continue
      const goesOn =
        open && last && fresh.has(item) && item.origin && Y.compareIDs(item.origin, last)
      const target = found.get(item)
      if (goesOn) open?.items.push(item)
      else if (target) strays.push((open = { flow, items: [item], target }))
      else open = undefined
      last = item.lastId
    }
  }
  return strays
}

/** Those without half a bracket: one that followed alone would hold other words. */
export function withWholeBrackets(strays: readonly Stray[]): Stray[] {
  const halves = new Set<string>()
  const idsIn = ({ items }: Stray): string[] =>
    items.flatMap((item) => {
      const embed = embedOf(item)
      if (!embed) return []
      return 'open' in embed ? [embed.open] : 'close' in embed ? [embed.close] : []
    })
  for (const id of strays.flatMap(idsIn)) if (!halves.delete(id)) halves.add(id)
  return strays.filter((stray) => idsIn(stray).every((id) => !halves.has(id)))
}
