/**
 * Whether what a base brought back, moved or pasted lies where its branch has changes of its own. Blocks are told by their opening edges:
 * those of the base that the branch knew of, that stand, and that nothing was copied from. Between two of them all belongs together.
 *
 * Before: the branch types "TYPED " in block p2. In the base all of p7 is deleted and the deletion undone: what came back and what it was
 * copied from lie behind the edge of p7, so p2 is left alone. Had p2 been undone, it would lie behind the edge of p1, as "TYPED " then does.
 */
import * as Y from 'yjs'
import type { CopyRange } from '../copies/copy-range.ts'
import { tableOf } from '../copies/doc-copies.ts'
import { readEmbed } from '../flow/embeds.ts'
import { has, type IdRange, type IdSet, rangesOf } from '../flow/ids.ts'
import { isKnownAt, stoodAt } from '../flow/moments.ts'
import type { Branch } from './branch.ts'

const keyOf = ({ copy, original, length }: CopyRange): string =>
  `${copy.client}-${copy.clock} ${original.text ?? ''} ${original.client}-${original.clock} ${length}`

/** The items of a document with any of some ids. */
function* itemsOf({ store }: Y.Doc, { client, clock, length }: IdRange): Generator<Y.Item> {
  const structs = store.clients.get(client) ?? []
  const known = Y.getState(store, client)
  if (clock >= known || length <= 0) return
  for (let at = Y.findIndexSS(structs, clock); at < structs.length; at += 1) {
    const struct = structs[at]
    if (!struct || struct.id.clock >= clock + length) return
    if (struct instanceof Y.Item) yield struct
  }
}

/** Finds the edge that an item of a flow lies behind, or the flow where there is none; the same for all between two edges. */
function finder(isBound: (item: Y.Item) => boolean): (item: Y.Item) => unknown {
  const found = new Map<Y.Item, unknown>()
  return (item) => {
    const passed: Y.Item[] = []
    let bound: unknown
    for (let next: Y.Item | null = item; ; next = next.left) {
      if (next === null) {
        const flow = item.parent
        bound = flow instanceof Y.AbstractType ? Y.findRootTypeKey(flow) : flow
        break
      }
      if (found.has(next)) {
        bound = found.get(next)
        break
      }
      passed.push(next)
      if (isBound(next)) {
        bound = `${next.id.client}-${next.id.clock}`
        break
      }
    }
    for (const each of passed) found.set(each, bound)
    return bound
  }
}

/** What a branch changed by itself: items of its own that stand, and formats of the base that it deleted. */
function* ownOf({ doc, base }: Branch, deleted: IdSet): Generator<Y.Item> {
  for (const client of doc.store.clients.keys()) {
    const clock = base.sv.get(client) ?? 0
    const own = { client, clock, length: Y.getState(doc.store, client) - clock }
    for (const item of itemsOf(doc, own)) if (!item.deleted) yield item
  }
  for (const range of rangesOf(deleted))
    for (const item of itemsOf(doc, range)) if (item.content instanceof Y.ContentFormat) yield item
}

/** Whether any copies that came into the base since concern what the branch changed there. `deleted` is what the branch deleted of it. */
export function touchesCopies(branch: Branch, base: Y.Doc, deleted: IdSet): boolean {
  const { doc, base: before } = branch
  const table = tableOf(base)
  const known = new Set(tableOf(doc).ranges.map(keyOf))
  const fresh = table.ranges.filter((range) => !known.has(keyOf(range)))
  if (fresh.length === 0) return false
  const now = Y.snapshot(base)
  const isBound = ({ id, content }: Y.Item): boolean => {
    const embed = content instanceof Y.ContentEmbed ? readEmbed(content.embed) : undefined
    const isOpening = embed !== undefined && 'block' in embed
    return isOpening && isKnownAt(before, id) && stoodAt(now, id) && !table.isCopied(id)
  }
  const boundIn = { base: finder(isBound), doc: finder(isBound) }
  const touched = new Set<unknown>()
  let hasEdge = false
  for (const { copy, length } of fresh) {
    const ways: IdRange[] = [{ ...copy, length }]
    for (let at = 0; at < length; at += 1) {
      const id = { client: copy.client, clock: copy.clock + at }
      for (const source of table.sourcesOf(id))
        if (source.text === undefined) {
          if (has(deleted, source)) return true
          ways.push({ client: source.client, clock: source.clock, length: 1 })
        }
    }
    for (const way of ways)
      for (const item of itemsOf(base, way)) {
        if (item.parentSub !== null) continue
        hasEdge ||= item.content instanceof Y.ContentEmbed
        touched.add(boundIn.base(item))
      }
  }
  for (const item of ownOf(branch, deleted)) {
    if (item.parentSub === null ? touched.has(boundIn.doc(item)) : hasEdge) return true
  }
  return false
}
