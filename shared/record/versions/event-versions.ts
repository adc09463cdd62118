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
 * one more kind of event need no version of their own: whoever does not know them is told so by the schema. 3: the words that a comment is about are told by their letters.
 */
export const eventVersion = 3

/**
 * The act with the words of its anchor as version 3 has them: without their positions in the tree, and without letters, which an event
 * of the installation tells when it moves the text.
 */
function withoutPositionsIn(act: JsonObject): JsonObject {
  const { anchor } = act
  if (!isJsonObject(anchor) || !isJsonObject(anchor['words'])) return act
  const {
    start: _start,
    end: _end,
    prefix: _prefix,
    suffix: _suffix,
    isOnly: _only,
    ...words
  } = anchor['words']
  return { ...act, anchor: { ...anchor, words: { ...words, letters: [] } } }
}

function withoutPositions(recorded: JsonObject): JsonObject {
  const { event } = recorded
  if (!isJsonObject(event)) return recorded
  const { internal } = event
  if (!isJsonObject(internal) || !isJsonObject(internal['act']))
    return { ...recorded, event: withoutPositionsIn(event) }
  const act = withoutPositionsIn(internal['act'])
  return { ...recorded, event: { ...event, internal: { ...internal, act } } }
}

const upgrades: Upgrades<JsonObject> = {
  // Version 2 changed how events are hashed and kept, not what they say.
  1: (recorded) => recorded,
  2: withoutPositions,
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
