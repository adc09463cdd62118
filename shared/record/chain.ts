/** The hash chain of the record: anyone who holds the events can check that none was changed, removed or slipped in. */
import * as sha256 from 'lib0/hash/sha256'
import { encodeUtf8 } from 'lib0/string'
import type { CommandId } from '../domain/ids.ts'
import type { Instant } from '../domain/plain-string.ts'
import type { InternalAct } from './comment-event.ts'
import type { EventActor, RecordEvent } from './event.ts'
import { RecordedEvent } from './event.ts'
import { noHash } from './state.ts'

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

/** An internal act stays out of the hash: its seal stands for it, so that those who may not read it can check the chain. */
function hashOf(recorded: Omit<RecordedEvent, 'hash'>): string {
  if (recorded.event.type !== 'internal-act-sealed') return sha256Hex(canonicalJson(recorded))
  const { internal: _, ...event } = recorded.event
  return sha256Hex(canonicalJson({ ...recorded, event }))
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
    hash = hashOf(unhashed)
    return { ...unhashed, hash }
  })
}

export type ChainCheck =
  | { readonly ok: true; readonly head: string }
  | { readonly ok: false; readonly sequence: number; readonly why: string }

/** Checks a whole record from its first event: form, numbering, links and hashes. */
export function verifyChain(events: Iterable<unknown>): ChainCheck {
  let previous = noHash
  let sequence = 0
  for (const candidate of events) {
    sequence += 1
    const parsed = RecordedEvent.safeParse(candidate)
    if (!parsed.success)
      return { ok: false, sequence, why: 'it does not have the form of an event' }
    const { hash, ...unhashed } = parsed.data
    if (unhashed.sequence !== sequence)
      return { ok: false, sequence, why: `its number is ${unhashed.sequence}` }
    if (unhashed.previousHash !== previous)
      return { ok: false, sequence, why: 'it does not follow the event before it' }
    if (hashOf(unhashed) !== hash)
      return { ok: false, sequence, why: 'its content does not match its hash' }
    const { event } = unhashed
    if (
      event.type === 'internal-act-sealed' &&
      event.internal &&
      sealOf(event.internal) !== event.seal
    )
      return { ok: false, sequence, why: 'its internal act does not match its seal' }
    previous = hash
  }
  return { ok: true, head: previous }
}
