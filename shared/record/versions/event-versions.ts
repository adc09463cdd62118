/**
 * The versions of the form in which events are kept. An event is written in the version of today and read in any version
 * before it: pure upgrades, one for each step, take its JSON from version to version before the schema sees it.
 *
 * Before, version 1: `{"sequence":7,…,"event":{"type":"topic-added",…}}`. After `readEvent`: a `RecordedEvent` of today.
 */
import { RecordedEvent } from '../event.ts'
import { upgradeDecidedContent } from './content-versions.ts'
import { isJsonObject, type JsonObject } from './json-object.ts'
import { readWhole } from './known-whole.ts'
import { type Upgrades, upgradeFrom } from './upgrades.ts'

/**
 * The version in which events are written. 1: release 0.1. 2: the hash is over the bytes as they are kept. An optional field and
 * one more kind of event need no version of their own: whoever does not know them is told so by the schema.
 */
export const eventVersion = 2

const upgrades: Upgrades<JsonObject> = {
  // Version 2 changed how events are hashed and kept, not what they say.
  1: (recorded) => recorded,
}

/** What stands in the place of an event that this release does not know. */
export interface UnknownEvent {
  readonly ok: false
  readonly version: number
  /** The event's type, as far as it can be told; for people. */
  readonly type: string
  /** Where the first thing stands that is not known, as `event.stance`. */
  readonly at: string
}

export type EventReading = { readonly ok: true; readonly event: RecordedEvent } | UnknownEvent

const typeOf = ({ event }: JsonObject): string =>
  isJsonObject(event) && typeof event['type'] === 'string' ? event['type'] : ''

/** Reads the JSON of an event that was kept in a version. One of a later version, or of which anything is not known, is told as that. */
export function readEvent(version: number, kept: unknown): EventReading {
  if (!isJsonObject(kept)) return { ok: false, version, type: '', at: '' }
  const unknown = (at: string): UnknownEvent => ({ ok: false, version, type: typeOf(kept), at })
  const recorded = upgradeFrom(version, eventVersion, upgrades, kept)
  if (!recorded) return unknown('version')
  const readable = upgradeDecidedContent(recorded)
  if (!readable) return unknown('event.texts.contentVersion')
  const reading = readWhole(RecordedEvent, readable)
  return reading.ok ? { ok: true, event: reading.value } : unknown(reading.at)
}
