/** The thread beside the event loop: what takes long with a text's log, on tables of its own on the same store. */
import { parentPort, workerData } from 'node:worker_threads'
import * as Y from 'yjs'
import { z } from 'zod'
import { openAttributionCache } from './attribution-cache.ts'
import { lastPlace, openTables, readLog } from './lmdb-tables.ts'
import type { LogAnswer, LogTask } from './log-thread.ts'
import { decodeTextRecord } from './record-codec.ts'
import { openRewritesCache } from './rewrites-cache.ts'
import { putSnapshot, readSnapshot } from './snapshots.ts'
import { demandSpace } from './space.ts'
import { DamagedLog, type TextRecord } from './store.ts'
import { bytesOf, copyOf, rebuild } from './text-log.ts'

const dataFolder = z.string().parse(workerData)
const tables = openTables(dataFolder)
const { root, texts } = tables

const readFrom = (textId: string, start: number, end: number): TextRecord[] =>
  readLog(texts, textId, { start, end }, decodeTextRecord)

/** Makes a snapshot of all that the tables have of a text; gives back its size in bytes. */
function compact(textId: string, at: string): number {
  const upTo = lastPlace(texts, textId)
  const kept = readSnapshot(tables, textId)
  const { doc, bindings } = rebuild([
    ...(kept?.records ?? []),
    ...readFrom(textId, (kept?.upTo ?? 0) + 1, upTo),
  ])
  const records = copyOf(doc, bindings, at)
  doc.destroy()
  demandSpace(dataFolder, bytesOf(records))
  root.transactionSync(() => putSnapshot(tables, textId, upTo, records))
  return bytesOf(records)
}

function stateAt(textId: string, time: string): Uint8Array {
  const all = readFrom(textId, 1, Number.MAX_SAFE_INTEGER - 1)
  return Y.encodeStateAsUpdate(rebuild(all.filter(({ at }) => at <= time)).doc)
}

const attributions = openAttributionCache(readFrom)
const rewrites = openRewritesCache(readFrom)

function answerTo(task: LogTask): LogAnswer {
  const { id } = task
  try {
    switch (task.kind) {
      case 'compact':
        return { id, kind: 'compacted', bytes: compact(task.textId, task.at) }
      case 'state-at':
        return { id, kind: 'state', state: stateAt(task.textId, task.time) }
      case 'attribution':
        return { id, kind: 'attribution', attribution: attributions.of(task.lineage) }
      case 'rewrites':
        return { id, kind: 'rewrites', rewrites: rewrites.of(task.textId, task.since) }
    }
  } catch (cause) {
    return { id, kind: 'failed', why: String(cause), isDamage: cause instanceof DamagedLog }
  }
}

parentPort?.on('message', (task: LogTask | 'end') => {
  if (task !== 'end') return parentPort?.postMessage(answerTo(task))
  return void root.close().then(() => parentPort?.close())
})
