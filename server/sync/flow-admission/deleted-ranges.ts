/** What an update deletes, in order: whoever sends it may have put its ranges in any. */
import * as Y from 'yjs'
import { lastUpTo } from '../arrivals.ts'
import type { DecodedUpdate } from '../decoded-update.ts'

interface Range {
  readonly from: number
  to: number
}

/** Tells whether an update deletes a letter. */
export function deletedBy({ clients }: DecodedUpdate['ds']): (id: Y.ID) => boolean {
  const sorted = new Map<number, Range[]>()
  for (const [client, ranges] of clients) {
    const joined: Range[] = []
    for (const { clock, len } of ranges.toSorted((one, other) => one.clock - other.clock)) {
      const last = joined.at(-1)
      if (last && clock <= last.to) last.to = Math.max(last.to, clock + len)
      else joined.push({ from: clock, to: clock + len })
    }
    sorted.set(client, joined)
  }
  return ({ client, clock }) => {
    const own = sorted.get(client) ?? []
    const range = own[lastUpTo(own, clock, ({ from }) => from)]
    return range !== undefined && clock < range.to
  }
}

/** The structs of the document that an update deletes all or part of. Ranges of a conforming page do not overlap: those of others cost no more. */
export function* structsDeletedBy(doc: Y.Doc, { ds }: DecodedUpdate): Generator<Y.Item> {
  for (const [client, ranges] of ds.clients) {
    const structs = doc.store.clients.get(client) ?? []
    let steps = structs.length + ranges.length
    for (const { clock, len } of ranges) {
      if (clock >= Y.getState(doc.store, client)) continue
      for (let index = Y.findIndexSS(structs, clock); steps > 0; index += 1) {
        const struct = structs[index]
        if (!struct || struct.id.clock >= clock + len) break
        steps -= 1
        if (struct instanceof Y.Item) yield struct
      }
    }
  }
}
