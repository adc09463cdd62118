/** What a page tells others of where it is in a text, while it is there. Nothing of it is recorded. */
import { z } from 'zod'
import { flowRoot } from '../flow/allowed-flow.ts'

const number = z.int().nonnegative()
const id = z.strictObject({ client: number, clock: number })

/** A name of the words or of a cell. */
const flowName = z.string().refine((name) => ['words', 'cell'].includes(flowRoot(name)?.is ?? ''))

/** A relative position of Yjs: beside an item, or at an end of a flow. */
const Place = z
  .strictObject({
    tname: flowName.nullable().optional(),
    item: id.nullable().optional(),
    assoc: z.int().optional(),
  })
  .refine(({ tname, item }) => (tname ?? item ?? null) !== null)

/** Who it is the server says itself. */
export const SharedPresence = z.object({
  cursor: z.strictObject({ anchor: Place, head: Place }).nullable().optional().catch(null),
})
export type SharedPresence = z.infer<typeof SharedPresence>
