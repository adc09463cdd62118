/** What a page tells others of where it is in a text, while it is there. Nothing of it is recorded. */
import { z } from 'zod'
import { wordsName } from '../text/content-names.ts'

const number = z.int().nonnegative()
const id = z.strictObject({ client: number, clock: number })

/** A relative position of Yjs: beside an item, or at the end of a type, which is an item's or the root of the words. */
const Place = z
  .strictObject({
    type: id.nullable().optional(),
    tname: z.literal(wordsName).nullable().optional(),
    item: id.nullable().optional(),
    assoc: z.int().optional(),
  })
  .refine(({ type, tname, item }) => (type ?? tname ?? item ?? null) !== null)

/** Who it is the server says itself. */
export const SharedPresence = z.object({
  cursor: z.strictObject({ anchor: Place, head: Place }).nullable().optional().catch(null),
})
export type SharedPresence = z.infer<typeof SharedPresence>
