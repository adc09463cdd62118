/**
 * Words that follow letters which others brought back or moved to where these stand now.
 *
 * " BRA" was typed behind "beta", and that stands in another paragraph since: " BRA" is deleted where it was, and put behind that "beta" as
 * a copy of the installation's: the words stay Brazil's.
 */
import * as Y from 'yjs'
import type { CopyRange } from '#shared/copies/copy-range'
import { keepCopies, tableOf } from '#shared/copies/doc-copies'
import { indexOf } from '#shared/flow/carets'
import type { Embed } from '#shared/flow/embeds'
import { asEdges } from '#shared/flow/flow-doc'
import { type LetterId, nameOf } from '#shared/flow/ids'
import { deleteRange, putEmbeds, putLetters } from '#shared/flow/put'
import { type Token, tokensOf } from '#shared/flow/tokens'
import { nameFlows, type Stray, straysOf, withWholeBrackets } from './strays.ts'
import type { TimedText } from './verified-claims.ts'

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

/**
 * Lets what came since a moment follow the letters that it was written beside, and with them what is known to be left behind. To be called
 * in a transaction.
 */
export function letWordsFollow(text: TimedText, since: number, left: readonly Stray[]): void {
  const { doc } = text
  const copies = tableOf(doc)
  // Nothing was ever brought back or moved.
  if (copies.ranges.length === 0) return
  nameFlows(doc)
  const known = new Set(left.flatMap(({ items }) => items))
  const others = straysOf(text, since, copies).filter(
    ({ items }) => !items.some((each) => known.has(each)),
  )
  for (const stray of withWholeBrackets([...left, ...others])) {
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
