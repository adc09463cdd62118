/** Real editing histories (traces/README.md has their source and licence), replayed as the updates that their authors would have sent. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import * as Y from 'yjs'
import { z } from 'zod'
import { lettersIn, textIn } from './keys.ts'

export const traceNames = ['friendsforever', 'clownschool', 'automerge-paper'] as const
export type TraceName = (typeof traceNames)[number]

const Patch = z.tuple([z.number(), z.number(), z.string()])
const Trace = z.object({
  endContent: z.string(),
  txns: z.array(
    z.object({
      parents: z.array(z.number()).optional(),
      agent: z.number().optional(),
      patches: z.array(Patch),
    }),
  ),
})

export interface Replay {
  readonly endContent: string
  /** One update for each transaction, in the order of the trace. */
  readonly updates: readonly Uint8Array[]
}

const replays = new Map<TraceName, Replay>()

/** The updates of a trace, which have been checked: applied to an empty document they make exactly its final text. */
export function replayTrace(name: TraceName): Replay {
  const known = replays.get(name)
  if (known) return known
  const replay = replayAuthors(name)
  const doc = new Y.Doc()
  for (const update of replay.updates) Y.applyUpdate(doc, update)
  if (lettersIn(doc) !== replay.endContent)
    throw new Error(`The replay of ${name} does not end in its final text.`)
  replays.set(name, replay)
  return replay
}

/** Each author has a document of their own, which knows what the transaction's parents knew. */
function replayAuthors(name: TraceName): Replay {
  const file = join(import.meta.dirname, 'traces', `${name}.json.gz`)
  const { endContent, txns } = Trace.parse(JSON.parse(gunzipSync(readFileSync(file)).toString()))
  const authors = new Map<number, { doc: Y.Doc; known: Set<number> }>()
  const updates: Uint8Array[] = []
  const learn = (known: Set<number>, doc: Y.Doc, parents: readonly number[]) => {
    const missing: number[] = []
    const open = [...parents]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (known.has(next)) continue
      known.add(next)
      missing.push(next)
      open.push(...(txns[next]?.parents ?? []))
    }
    for (const index of missing.toSorted((one, other) => one - other))
      Y.applyUpdate(doc, updates[index] ?? Uint8Array.of(0, 0))
  }
  for (const [index, { parents = [], agent = 0, patches }] of txns.entries()) {
    const author = authors.get(agent) ?? { doc: new Y.Doc(), known: new Set<number>() }
    if (!authors.has(agent)) {
      author.doc.clientID = agent + 1
      authors.set(agent, author)
    }
    const { doc, known } = author
    learn(known, doc, parents)
    const before = Y.encodeStateVector(doc)
    let update: Uint8Array = Uint8Array.of(0, 0)
    const keep = (made: Uint8Array) => {
      update = made
    }
    doc.on('update', keep)
    doc.transact(() => {
      const text = textIn(doc)
      for (const [position, deleted, inserted] of patches) {
        if (deleted > 0) text.delete(position, deleted)
        if (inserted !== '') text.insert(position, inserted)
      }
    })
    doc.off('update', keep)
    if (update.length <= 2 && patches.length > 0) update = Y.encodeStateAsUpdate(doc, before)
    known.add(index)
    updates.push(update)
  }
  return { endContent, updates }
}
