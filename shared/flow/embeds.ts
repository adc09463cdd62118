/** What stands in a flow beside letters: embeds of one length each, with nothing in them but an id that never changes. */
import * as Y from 'yjs'
import { z } from 'zod'

const id = z.string().min(1).max(64)

/** The edges of blocks and of brackets, line breaks, and tables, which stand between blocks. */
export const Embed = z.union([
  z.strictObject({ block: id }),
  z.strictObject({ end: z.literal(1) }),
  z.strictObject({ open: id }),
  z.strictObject({ close: id }),
  z.strictObject({ break: id }),
  z.strictObject({ table: id }),
])
export type Embed = z.infer<typeof Embed>

/** Each embed is read once: nothing in it ever changes. */
const known = new WeakMap<object, Embed | false>()

/** An embed that was read; undefined for what no page of ours writes. */
export function readEmbed(value: unknown): Embed | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const before = known.get(value)
  if (before !== undefined) return before || undefined
  const embed = Embed.safeParse(value).data
  known.set(value, embed ?? false)
  return embed
}

/** The embed that a piece of a flow is; undefined for letters and formats. */
export const embedOf = ({ content }: Pick<Y.Item, 'content'>): Embed | undefined =>
  content instanceof Y.ContentEmbed ? readEmbed(content.embed) : undefined

/** What blocks begin and end at: their edges, and tables. */
export const isBlockEdge = (embed: Embed | undefined): boolean =>
  embed !== undefined && ('block' in embed || 'end' in embed || 'table' in embed)

export const isBracketEdge = (embed: Embed | undefined): boolean =>
  embed !== undefined && ('open' in embed || 'close' in embed)
