/**
 * What the streams of server-sent events have in common: a heartbeat, as an event of its own, because a page hears nothing of
 * comments. It comes first and then again and again; whoever misses three knows that the stream is dead, though nobody closed it.
 */
import { z } from 'zod'
import { MemberId } from '../domain/ids.ts'
import { Instant } from '../domain/plain-string.ts'
import { RecordedEvent } from '../record/event.ts'
import { RecordView, RoomPresence, StoreEpoch } from './api.ts'
import { TemperatureCheck } from './temperature.ts'

/** A stream that has said nothing for so many heartbeats is dead. */
export const missedUntilDead = 3

/** `heartbeat` of `/api/stream`: it comes again after so many milliseconds at most. */
export const StreamHeartbeat = z.object({ every: z.number().int().min(1) })
export type StreamHeartbeat = z.infer<typeof StreamHeartbeat>

/** `heartbeat` of a group's record: whose stream it is (null: a follower's), of which store, and how far the record has come. */
export const RecordHeartbeat = z
  .object({
    ...StreamHeartbeat.shape,
    memberId: MemberId.nullable(),
    epoch: StoreEpoch,
    sequence: z.number().int().min(0),
    /** What the server's clock shows: deadlines go by it. */
    at: Instant,
    /** Which build of the pages the server serves: a page of another one asks its person to reload it. */
    release: z.string(),
  })
  .meta({ id: 'RecordHeartbeat' })
export type RecordHeartbeat = z.infer<typeof RecordHeartbeat>

/**
 * GET /api/groups/:groupId/record/events as JSON: what the stream would say to whoever has the record up to `after`, in one answer,
 * for networks that hold streams back. `view` is the whole state, when that is the better answer than the events.
 */
export const RecordNews = z
  .object({
    heartbeat: RecordHeartbeat,
    events: z.array(RecordedEvent),
    view: RecordView.nullable(),
    presence: RoomPresence,
    temperature: TemperatureCheck.nullable(),
  })
  .meta({ id: 'RecordNews' })
export type RecordNews = z.infer<typeof RecordNews>

/**
 * The place that the stream was for has ended. `replaced`: because another member signed in in this browser; a page may hear it
 * before its browser has that member's cookie.
 */
export const PlaceEnded = z.object({ replaced: z.boolean().default(false) })
export type PlaceEnded = z.infer<typeof PlaceEnded>

/** The answer to POST /api/stream: a line of frames whose events are collected with the answers to what goes up. */
export const CollectedLine = z.object({ name: z.string() }).meta({ id: 'CollectedLine' })
export type CollectedLine = z.infer<typeof CollectedLine>
