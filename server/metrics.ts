/** Figures for Prometheus: how many, how much, how long; never whose or which words. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { WordsRefusal } from '#shared/protocol/frames'
import type { TextRoomsFigures } from './sync/text-rooms-door.ts'

/** What somebody may ask for too much of. */
export type TurnedAway =
  | 'acts'
  | 'questions'
  | 'words'
  | 'past-moments'
  | 'record-streams'
  | 'sign-ins'
  | 'uploads'
  | 'chains'
  | 'slow-readers'
  | 'word-streams'

export interface Metrics {
  /** A batch of so many records reached the disk in so many milliseconds. */
  readonly written: (records: number, milliseconds: number) => void
  readonly refused: (why: WordsRefusal) => void
  readonly closed: (code: number) => void
  /** Somebody asked for more than they may have at once. */
  readonly turnedAway: (what: TurnedAway) => void
  /** A link was opened. */
  readonly signedIn: (by: 'member' | 'follow-link') => void
  /** A stream of the record was opened (1) or ended (-1). */
  readonly streamed: (change: 1 | -1) => void
  /** The machine's clock was set: how far in all since the start, in milliseconds. */
  readonly clockMoved: (milliseconds: number) => void
  readonly contentType: string
  /** Everything now, in Prometheus' text format. */
  read(): Promise<string>
}

/** Each figure's name and what it counts. */
const gauges = [
  ['connections', 'adref_text_connections', 'Open connections to texts'],
  ['texts', 'adref_texts_in_memory', 'Texts in memory'],
  ['unsavedBytes', 'adref_unsaved_bytes', 'Bytes of accepted words that are not on disk yet'],
  [
    'unfinishedBytes',
    'adref_unfinished_bytes',
    'Bytes that have begun to arrive and have not ended',
  ],
  ['waitingBytes', 'adref_waiting_bytes', 'Bytes that were sent and wait for their readers'],
  ['longestWireBytes', 'adref_longest_wire_bytes', 'Bytes that wait for the slowest reader'],
  ['memoryBytes', 'adref_text_memory_bytes', 'Estimated memory of live texts'],
] as const satisfies readonly (readonly [keyof TextRoomsFigures, string, string])[]

/** Opens the figures of one installation; `figures` is asked at each reading. */
export function openMetrics(figures: () => TextRoomsFigures): Metrics {
  const registry = new Registry()
  const registers = [registry]
  // Memory, CPU, garbage collection and the event loop's lag, as every Node dashboard expects them.
  collectDefaultMetrics({ register: registry })
  const followed = gauges.map(([figure, name, help]) => ({
    figure,
    gauge: new Gauge({ name, help, registers }),
  }))
  const refusals = new Counter({
    name: 'adref_words_refused_total',
    help: 'Messages with words that were not accepted, by reason',
    labelNames: ['reason'],
    registers,
  })
  const closes = new Counter({
    name: 'adref_connections_closed_total',
    help: 'Connections to texts that the server closed, by close code',
    labelNames: ['code'],
    registers,
  })
  const batches = new Histogram({
    name: 'adref_batch_records',
    help: 'Records that shared one write to the disk',
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512],
    registers,
  })
  const syncs = new Histogram({
    name: 'adref_sync_milliseconds',
    help: 'Time from a write to its being on disk',
    buckets: [0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, 128, 512],
    registers,
  })
  const turnedAway = new Counter({
    name: 'adref_requests_turned_away_total',
    help: 'Requests for more than one member or link may have at once, by what they were for',
    labelNames: ['what'],
    registers,
  })
  const signIns = new Counter({
    name: 'adref_sign_ins_total',
    help: 'Links that were opened, by kind',
    labelNames: ['by'],
    registers,
  })
  const clock = new Gauge({
    name: 'adref_clock_moved_seconds',
    help: 'How far the clock of the machine was set since the start',
    registers,
  })
  const streams = new Gauge({
    name: 'adref_record_streams',
    help: 'Open streams of the record',
    registers,
  })
  return {
    written(records, milliseconds) {
      batches.observe(records)
      syncs.observe(milliseconds)
    },
    refused: (why) => refusals.inc({ reason: why }),
    closed: (code) => closes.inc({ code: String(code) }),
    turnedAway: (what) => turnedAway.inc({ what }),
    signedIn: (by) => signIns.inc({ by }),
    streamed: (change) => streams.inc(change),
    clockMoved: (milliseconds) => clock.set(milliseconds / 1000),
    contentType: registry.contentType,
    read() {
      const now = figures()
      for (const { figure, gauge } of followed) gauge.set(now[figure])
      return registry.metrics()
    },
  }
}
