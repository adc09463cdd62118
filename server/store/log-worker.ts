/** The thread beside the event loop: what takes long with a text's log, on tables of its own on the same store. */
import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import { answerTasks } from '../worker-thread.ts'
import { deletedLetters } from './deleted-letters.ts'
import { lastPlace, openTables, readLog } from './lmdb-tables.ts'
import type { LogAnswer, LogTask } from './log-thread.ts'
import { decodeTextRecord } from './record-codec.ts'
import { contentAt } from './replay.ts'
import { putSnapshot, readSnapshot } from './snapshots.ts'
import { demandSpace } from './space.ts'
import { DamagedLog, type TextRecord } from './store.ts'
import { bytesOf, copyOf, rebuild } from './text-log.ts'

const dataFolder = z.string().parse(workerData)
const tables = openTables(dataFolder)
const { root, texts } = tables

const readFrom = (textId: string, start: number, end: number): TextRecord[] =>
  readLog(texts, textId, { start, end }, decodeTextRecord)

/** So many records are read at once, from the last one back. */
const readTogether = 500
/** No more are looked through for what was deleted: of a busier text it is told for a shorter time. */
const mostRecords = 50_000

/** What was written in flows since an instant, oldest first. */
function readSince(textId: string, since: string): TextRecord[] {
  const found: TextRecord[] = []
  for (let end = lastPlace(texts, textId); end > 0 && found.length < mostRecords; ) {
    const range = { start: 1, end, limit: readTogether, reverse: true }
    const read = readLog(texts, textId, range, decodeTextRecord)
    const late = read.filter(({ at, isOfTree }) => at >= since && !isOfTree)
    found.push(...late)
    if (late.length < read.length) break
    end -= read.length
  }
  return found.toReversed()
}

/** Makes a snapshot of all that the tables have of a text; gives back its size in bytes. */
function compact(textId: string, at: string): number {
  const upTo = lastPlace(texts, textId)
  const kept = readSnapshot(tables, textId)
  const { doc, bindings, branch } = rebuild([
    ...(kept?.records ?? []),
    ...readFrom(textId, (kept?.upTo ?? 0) + 1, upTo),
  ])
  const records = copyOf(doc, bindings, at, branch)
  doc.destroy()
  demandSpace(dataFolder, bytesOf(records))
  root.transactionSync(() => putSnapshot(tables, textId, upTo, records))
  return bytesOf(records)
}

function answerTo(task: LogTask): LogAnswer {
  try {
    switch (task.kind) {
      case 'compact':
        return { kind: 'compacted', bytes: compact(task.textId, task.at) }
      case 'content-at': {
        const past = contentAt(readFrom(task.textId, 1, Number.MAX_SAFE_INTEGER - 1), task.time)
        return { kind: 'content', past }
      }
      case 'deletions-since': {
        const deletions = deletedLetters(readSince(task.textId, task.time))
        return { kind: 'deletions', deletions }
      }
    }
  } catch (cause) {
    return { kind: 'failed', why: String(cause), isDamage: cause instanceof DamagedLog }
  }
}

answerTasks(parentPort, answerTo, () => root.close())
