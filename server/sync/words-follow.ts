/**
 * Words that somebody wrote beside letters which others had deleted and brought back, or moved, meanwhile: they follow these letters to
 * where they stand now. Whoever wrote them had not heard of it: beside letters that are known to be gone nobody writes.
 *
 * Brazil is offline and types " BRA" behind "beta"; Portugal moves the paragraph. When Brazil is back, " BRA" stands behind the moved
 * "beta", as a copy of the installation's: the words stay Brazil's.
 */
import * as Y from 'yjs'
import type { CopyRange } from '#shared/copies/copy-range'
import { keepCopies, tableOf } from '#shared/copies/doc-copies'
import type { Copies } from '#shared/copies/table'
import { indexOf } from '#shared/flow/carets'
import { type Embed, readEmbed } from '#shared/flow/embeds'
import { asEdges, clientsOfSession, flowOf, isCopyClient } from '#shared/flow/flow-doc'
import { type LetterId, nameOf } from '#shared/flow/ids'
import { flowNames } from '#shared/flow/moments'
import { deleteRange, putEmbeds, putLetters } from '#shared/flow/put'
import { type Token, tokensOf } from '#shared/flow/tokens'
import type { TimedText } from './verified-claims.ts'

/** Right behind a letter, or right before it. */
interface Target {
  readonly letter: LetterId
  readonly side: 'behind' | 'before'
}
/** What was written together, and where it is to stand. */
interface Stray {
  readonly flow: Y.Text
  readonly items: Y.Item[]
  readonly target: Target
}

const standsIn = (doc: Y.Doc) => (id: LetterId) =>
  id.clock < Y.getState(doc.store, id.client) &&
  !Y.getItem(doc.store, Y.createID(id.client, id.clock)).deleted

/** Where a letter that is gone stands now; undefined where it stands itself, or nowhere. */
function movedTo(doc: Y.Doc, copies: Copies, id: LetterId | null): LetterId | undefined {
  const stands = standsIn(doc)
  return id && !stands(id) ? copies.livingCopyOf(id, stands) : undefined
}

/** The place beside its neighbours that an item lost; undefined where it has it still. */
function targetOf(doc: Y.Doc, copies: Copies, { origin, rightOrigin }: Y.Item): Target | undefined {
  const left = movedTo(doc, copies, origin)
  if (left) return { letter: left, side: 'behind' }
  // Behind an edge that went with its block there is only the letter on the right.
  const right = origin && standsIn(doc)(origin) ? undefined : movedTo(doc, copies, rightOrigin)
  return right && { letter: right, side: 'before' }
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
function straysOf(text: TimedText, since: number, copies: Copies): Stray[] {
  const { doc } = text
  const found = new Map<Y.Item, Target>()
  for (const item of newItems(text, since)) {
    if (!(item.parent instanceof Y.Text) || copies.isCopied(item.id)) continue
    const target = targetOf(doc, copies, item)
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
  return withWholeBrackets(strays)
}

/** Those without half a bracket: one that followed alone would hold other words. */
function withWholeBrackets(strays: readonly Stray[]): Stray[] {
  const halves = new Set<string>()
  const idsIn = ({ items }: Stray): string[] =>
    items.flatMap(({ content }) => {
      const embed = content instanceof Y.ContentEmbed ? readEmbed(content.embed) : undefined
      if (!embed) return []
      return 'open' in embed ? [embed.open] : 'close' in embed ? [embed.close] : []
    })
  for (const id of strays.flatMap(idsIn)) if (!halves.delete(id)) halves.add(id)
  return strays.filter((stray) => idsIn(stray).every((id) => !halves.has(id)))
}

/** The first that a client has written from a clock on that counts. */
function firstFrom({ store }: Y.Doc, client: number, clock: number): LetterId | undefined {
  const structs = store.clients.get(client) ?? []
  for (let at = Y.findIndexSS(structs, clock); at < structs.length; at += 1) {
    const item = structs[at]
    if (item instanceof Y.Item && item.countable)
      return { client, clock: Math.max(clock, item.id.clock) }
  }
  return undefined
}

type Kept = { readonly ids: LetterId; readonly length: number } & (
  | { readonly letters: string; readonly marks: Extract<Token, { type: 'letters' }>['marks'] }
  | { readonly embed: Embed }
)

/** What strays say, before they are taken away. */
function saidBy({ flow, items }: Stray): Kept[] {
  const tokens = new Map(tokensOf(flow).map((token) => [nameOf(token.id), token]))
  return items.flatMap(({ id }): Kept[] => {
    const token = tokens.get(nameOf(id))
    if (!token) return []
    const { length } = token
    if (token.type === 'letters')
      return [{ ids: id, length, letters: token.letters, marks: token.marks }]
    return token.embed ? [{ ids: id, length, embed: token.embed }] : []
  })
}

function put(doc: Y.Doc, flow: Y.Text, index: number, kept: Kept): CopyRange[] {
  const clients = new Map(
    [...doc.store.clients.keys()].map((client) => [client, Y.getState(doc.store, client)]),
  )
  if ('letters' in kept) putLetters(flow, index, kept.letters, kept.marks)
  else asEdges(doc, () => putEmbeds(flow, index, kept.embed))
  for (const client of doc.store.clients.keys()) {
    const before = clients.get(client) ?? 0
    if (Y.getState(doc.store, client) === before) continue
    const copy = firstFrom(doc, client, before)
    const { client: from, clock } = kept.ids
    if (copy)
      return [{ copy, original: { client: from, clock }, length: kept.length, by: 'installation' }]
  }
  return []
}

/** Lets what came since a moment follow the letters that it was written beside. To be called in a transaction. */
export function letWordsFollow(text: TimedText, since: number): void {
  const { doc } = text
  const copies = tableOf(doc)
  // Nothing was ever brought back or moved.
  if (copies.ranges.length === 0) return
  // Until a root is asked for by its kind, Yjs has it as one of none.
  for (const name of flowNames(doc)) flowOf(doc, name)
  for (const stray of straysOf(text, since, copies)) {
    const { parent } = Y.getItem(
      doc.store,
      Y.createID(stray.target.letter.client, stray.target.letter.clock),
    )
    const kept = saidBy(stray)
    if (!(parent instanceof Y.Text) || kept.length < stray.items.length) continue
    for (const { ids, length } of kept) {
      const place = Y.createID(ids.client, ids.clock)
      const at = indexOf(stray.flow, new Y.RelativePosition(null, null, place, 0))
      deleteRange(stray.flow, at, at + length)
    }
    const { letter, side } = stray.target
    const place = Y.createID(letter.client, letter.clock)
    let index = indexOf(
      parent,
      new Y.RelativePosition(null, null, place, side === 'behind' ? -1 : 0),
    )
    for (const each of kept) {
      keepCopies(doc, put(doc, parent, index, each))
      index += each.length
    }
  }
}
