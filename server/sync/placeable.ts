/**
 * Whether Yjs can place all of an update, and in which order, found out from the clocks alone. Yjs has no way back: what waits half-placed spoils
 * the document, and loading it again holds up everybody who types.
 */
import * as Y from 'yjs'
import type { DecodedUpdate } from './decoded-update.ts'

export type Struct = DecodedUpdate['structs'][number]

interface Queue {
  readonly structs: readonly Struct[]
  next: number
  /** The clock up to which this client's words are placed. */
  clock: number
  isWaiting: boolean
}

/** The structs by client, each in order; undefined when a client comes twice: Yjs would read only the last of them. */
function queuesOf(doc: Y.Doc, { structs }: DecodedUpdate): Map<number, Queue> | undefined {
  const queues = new Map<number, Queue>()
  for (let start = 0; start < structs.length; ) {
    const client = structs[start]?.id.client ?? 0
    let end = start + 1
    while (structs[end]?.id.client === client) end += 1
    if (queues.has(client)) return undefined
    const clock = Y.getState(doc.store, client)
    queues.set(client, { structs: structs.slice(start, end), next: 0, clock, isWaiting: false })
    start = end
  }
  return queues
}

/** What a struct must come after. */
function causesOf(struct: Struct): Y.ID[] {
  if (!(struct instanceof Y.Item)) return []
  const parent: unknown = struct.parent
  const causes = [struct.origin, struct.rightOrigin, parent]
  return causes.filter((cause): cause is Y.ID => cause instanceof Y.ID)
}

/**
 * The structs in an order in which each comes after all that it builds on; undefined when one waits for itself, or for one that
 * waits for it. Takes as many steps as there are structs.
 */
export function placingOrder(doc: Y.Doc, decoded: DecodedUpdate): Struct[] | undefined {
  const queues = queuesOf(doc, decoded)
  if (!queues) return undefined
  const order: Struct[] = []
  /** The client whose words the next struct of a queue still waits for. */
  const missingFor = ({ structs, next }: Queue): number | 'never' | undefined => {
    const struct = structs[next]
    if (!struct) return undefined
    for (const { client, clock } of causesOf(struct)) {
      if (client === struct.id.client) {
        if (clock >= struct.id.clock) return 'never'
      } else if (clock >= (queues.get(client)?.clock ?? Y.getState(doc.store, client)))
        return client
    }
    return undefined
  }
  for (const first of queues.values()) {
    const waiting = [first]
    for (let queue = waiting.at(-1); queue; queue = waiting.at(-1)) {
      const struct = queue.structs[queue.next]
      const missing = missingFor(queue)
      if (missing !== undefined) {
        const cause = missing === 'never' ? undefined : queues.get(missing)
        if (!cause || cause === queue || cause.isWaiting || cause.next === cause.structs.length)
          return undefined
        queue.isWaiting = true
        waiting.push(cause)
        continue
      }
      if (struct) {
        order.push(struct)
        queue.clock = Math.max(queue.clock, struct.id.clock + struct.length)
        queue.next += 1
      }
      // Whoever waits looks again after each struct: it may be the one.
      if (queue !== first || queue.next === queue.structs.length) {
        waiting.pop()
        const last = waiting.at(-1)
        if (last) last.isWaiting = false
      }
    }
  }
  return order
}
