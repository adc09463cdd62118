/** The hash chain of the record: anyone who holds the events can check that none was changed, removed or slipped in. */
import * as sha256 from 'lib0/hash/sha256'
import { encodeUtf8 } from 'lib0/string'
import { z } from 'zod'
import type { CommandId } from '../domain/ids.ts'
import type { Instant } from '../domain/plain-string.ts'
import type { InternalAct } from './comment-event.ts'
import type { EventActor, RecordEvent, RecordedEvent } from './event.ts'
import { noHash } from './state.ts'
import { type EventReading, eventVersion, readEvent } from './versions/event-versions.ts'
import { isJsonObject, type JsonObject, parseJson } from './versions/json-object.ts'

/** JSON with object keys in code-unit order and no spaces: the same value always gives the same text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (value !== null && typeof value === 'object') {
    const fields = Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`)
    return `{${fields.join(',')}}`
  }
  return JSON.stringify(value)
}

/** SHA-256 of a text's UTF-8 bytes, as 64 hexadecimal digits. */
export function sha256Hex(text: string): string {
  return Array.from(sha256.digest(encodeUtf8(text)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
}

/** The seal of an internal act. */
export const sealOf = (internal: InternalAct): string => sha256Hex(canonicalJson(internal))

/**
 * The text whose SHA-256 is an event's hash: its JSON without `hash`, in the order in which the fields were written. An internal act stays
 * out of it: its seal stands for it, so that those who may not read it can check the chain.
 */
function hashedText(recorded: Omit<RecordedEvent, 'hash'>): string {
  const { sequence, at, actor, commandId, event, previousHash } = recorded
  if (event.type !== 'internal-act-sealed')
    return JSON.stringify({ sequence, at, actor, commandId, event, previousHash })
  const { internal: _, ...sealed } = event
  return JSON.stringify({ sequence, at, actor, commandId, event: sealed, previousHash })
}

/** An event as the log keeps it. The hash is over `hashed` as it is: no schema is needed to check it, and none can break it. */
export interface KeptEvent {
  /** The version of the event's form. */
  readonly version: number
  /** The very text whose SHA-256 (of its UTF-8 bytes) is `hash`. */
  readonly hashed: string
  readonly hash: string
  /** The JSON of an internal act, beside what is hashed. */
  readonly internal?: unknown
}

/** The event, linked by `linkEvents`, as the log keeps it. Throws when its fields stand in another order than when it was linked. */
export function keepEvent(recorded: RecordedEvent): KeptEvent {
  const { hash, event } = recorded
  const hashed = hashedText(recorded)
  if (sha256Hex(hashed) !== hash)
    throw new Error(`Event ${recorded.sequence} is not as it was linked.`)
  const internal = event.type === 'internal-act-sealed' ? event.internal : undefined
  return { version: eventVersion, hashed, hash, ...(internal ? { internal } : {}) }
}

/** The rule of version 1, for events of release 0.1: the hash is over the canonical JSON of the event without `hash`. */
export function keptOfVersion1(recorded: JsonObject): KeptEvent {
  const { hash, event, ...others } = recorded
  const { internal, ...sealed } = isJsonObject(event) ? event : {}
  return {
    version: 1,
    hashed: canonicalJson({ ...others, event: sealed }),
    hash: typeof hash === 'string' ? hash : '',
    ...(internal === undefined ? {} : { internal }),
  }
}

/** Reads a kept event in the form of today. */
export function readKept({ version, hashed, hash, internal }: KeptEvent): EventReading {
  const recorded = parseJson(hashed)
  if (!isJsonObject(recorded)) return readEvent(version, recorded)
  const { event } = recorded
  const whole = internal !== undefined && isJsonObject(event) ? { ...event, internal } : event
  return readEvent(version, { ...recorded, event: whole, hash })
}

/** Numbers events and links them to the head of the record that they follow. */
export function linkEvents(
  head: { readonly sequence: number; readonly hash: string },
  events: readonly RecordEvent[],
  origin: { readonly at: Instant; readonly actor: EventActor; readonly commandId: CommandId },
): RecordedEvent[] {
  let { sequence, hash } = head
  return events.map((event) => {
    sequence += 1
    const actor: EventActor = event.type === 'internal-act-sealed' ? { by: 'sealed' } : origin.actor
    const unhashed = { sequence, ...origin, actor, event, previousHash: hash }
    hash = sha256Hex(hashedText(unhashed))
    return { ...unhashed, hash }
  })
}

export type ChainCheck =
  | { readonly ok: true; readonly head: string }
  | { readonly ok: false; readonly sequence: number; readonly why: string }

const ChainFields = z.object({
  sequence: z.number(),
  previousHash: z.string(),
  event: z.object({
    seal: z.string().optional(),
    texts: z.array(z.object({ content: z.unknown(), digest: z.string() })).optional(),
  }),
})

/** Why a kept event does not stand in its place; undefined when it does. */
function whyNotLinked(kept: KeptEvent, sequence: number, previous: string): string | undefined {
  if (sha256Hex(kept.hashed) !== kept.hash) return 'its content does not match its hash'
  const parsed = ChainFields.safeParse(parseJson(kept.hashed))
  if (!parsed.success) return 'it does not have the form of an event'
  const { event } = parsed.data
  if (parsed.data.sequence !== sequence) return `its number is ${parsed.data.sequence}`
  if (parsed.data.previousHash !== previous) return 'it does not follow the event before it'
  if (kept.internal !== undefined && sha256Hex(canonicalJson(kept.internal)) !== event.seal)
    return 'its internal act does not match its seal'
  for (const { content, digest } of event.texts ?? [])
    if (sha256Hex(canonicalJson(content)) !== digest)
      return 'a text that it decided does not match its digest'
  return undefined
}

/** Checks a whole record from its first event: numbering, links, hashes and digests. Events of unknown kinds link too. */
export function verifyChain(kept: Iterable<KeptEvent>): ChainCheck {
  let previous = noHash
  let sequence = 0
  for (const each of kept) {
    sequence += 1
    const why = whyNotLinked(each, sequence, previous)
    if (why !== undefined) return { ok: false, sequence, why }
    previous = each.hash
  }
  return { ok: true, head: previous }
}
