/**
 * What no conforming client sends, though Yjs would take it: lengths that make later sums overflow, and nesting so deep that who
 * reads the text runs out of stack. Found before the update touches the document.
 */
import * as Y from 'yjs'
import type { DecodedUpdate } from './decoded-update.ts'

/** A text's clock counts characters: this many were never typed. */
const longestClock = 2 ** 32
/** Levels of blocks in a text, and of values in an attribute. */
const deepest = 64

/** Whether a value has no more than so many levels. */
function isShallow(value: unknown, levels: number): boolean {
  if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value)) return true
  return levels > 0 && Object.values(value).every((each) => isShallow(each, levels - 1))
}

function valuesOf(content: Y.Item['content']): unknown {
  if (content instanceof Y.ContentAny || content instanceof Y.ContentJSON) return content.arr
  if (content instanceof Y.ContentEmbed) return content.embed
  return content instanceof Y.ContentFormat ? content.value : null
}

/** Level of an item of the document: 1 at a root. */
function levelIn(doc: Y.Doc, id: Y.ID): number {
  const item: unknown = Y.getItem(doc.store, id)
  let level = 0
  let above: unknown = item instanceof Y.Item ? item.parent : null
  while (above instanceof Y.AbstractType && level <= deepest) {
    level += 1
    above = above.parent
  }
  return level
}

/** Whether what a complete update adds keeps the document shallow. Items stand beside their origin, or below their parent. */
export function staysShallow(doc: Y.Doc, { structs }: DecodedUpdate): boolean {
  const items = structs.filter((struct) => struct instanceof Y.Item)
  if (!items.some(({ content }) => content instanceof Y.ContentType)) return true
  const levels = new Map<number, { clock: number; end: number; level: number }[]>()
  const levelOf = (id: Y.ID): number | undefined => {
    if (id.clock < Y.getState(doc.store, id.client)) return levelIn(doc, id)
    const own = levels.get(id.client) ?? []
    return own.findLast(({ clock, end }) => clock <= id.clock && id.clock < end)?.level
  }
  const settle = ({ id, length, parent, origin, rightOrigin }: Y.Item): boolean => {
    const above: unknown = parent
    const beside = origin ?? rightOrigin
    const of = above instanceof Y.ID ? levelOf(above) : beside ? levelOf(beside) : 0
    if (of === undefined) return false
    const level = above instanceof Y.ID || !beside ? of + 1 : of
    const own = levels.get(id.client) ?? []
    levels.set(id.client, own)
    own.push({ clock: id.clock, end: id.clock + length, level })
    return level <= deepest
  }
  // An item may stand before what it hangs on, when that bears another client id.
  let left = items
  for (let pass = 0; left.length > 0 && pass < deepest; pass++) {
    const next = left.filter((item) => !settle(item))
    if (next.length === left.length) return false
    left = next
  }
  return left.length === 0
}

/** Whether lengths and values of an update that decodes are what everybody can read. */
export function isReadable({ structs, ds }: DecodedUpdate): boolean {
  for (const { id, length } of structs) if (id.clock + length > longestClock) return false
  for (const ranges of ds.clients.values())
    for (const { clock, len } of ranges) if (clock + len > longestClock) return false
  return structs.every(
    (struct) => !(struct instanceof Y.Item) || isShallow(valuesOf(struct.content), deepest),
  )
}
