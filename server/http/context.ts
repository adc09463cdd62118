/** What every route is given. */
import type { Logger } from 'pino'
import type { Identity } from '../identity/identity.ts'
import type { Metrics } from '../metrics.ts'
import type { Records } from '../record/records.ts'
import type { Store } from '../store/store.ts'
import type { TextRooms } from '../sync/text-rooms-door.ts'
import type { Turns } from '../turns.ts'
import type { DueStreams } from './due-streams.ts'
import type { MemberPace } from './member-pace.ts'
import type { RoomPresences } from './room-presence.ts'
import type { SharedAnswers } from './shared-answers.ts'
import type { TemperatureChecks } from './temperature-checks.ts'

export interface HttpContext {
  readonly store: Store
  readonly records: Records
  readonly rooms: TextRooms
  readonly identity: Identity
  readonly presences: RoomPresences
  readonly temperatureChecks: TemperatureChecks
  readonly metrics: Metrics
  readonly memberPace: MemberPace
  /** Answers that many ask for, and the turns of the event loop in which they are worked out. */
  readonly answers: SharedAnswers
  readonly turns: Turns
  /** Streams of the record that have something to say. */
  readonly dueStreams: DueStreams
  readonly log: Logger
  /** The address that people use, without a slash at the end. */
  readonly publicUrl: () => string
  readonly isSecure: boolean
  /** A stream says something at least this often, in milliseconds. */
  readonly heartbeat: number
  /** How many proxies of the administrator's stand before the server, each of which says whom it forwards. */
  readonly trustedProxies: number
  /** Streams of each kind for all who follow together; undefined for as many as installed. */
  readonly followers: number | undefined
  /** Folder of the built client. */
  readonly clientFolder: string
  /** Which build of it is served. */
  readonly release: string
  readonly now: () => Date
  /** False from the moment the server begins to stop, or while the disk refuses. */
  readonly isReady: () => boolean
}
