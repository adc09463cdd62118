/** What a store has of texts in the form of the tree: their logs, which amendments stand on which base, and which comments on them. */
import * as Y from 'yjs'
import type { DelegationId, GroupId, MemberId, TextId } from '#shared/domain/ids'
import type { Text } from '#shared/domain/text'
import type { EventOf } from '#shared/record/event'
import { fold } from '#shared/record/evolve'
import type { RecordState } from '#shared/record/state'
import { isJsonObject, parseJson } from '#shared/record/versions/json-object'
import { type Attribution, openAttribution } from '#shared/tree/attribution'
import { newTextDoc } from '#shared/tree/text-doc'
import { TreeAnchor } from '#shared/tree/words-anchor'
import { lastPlace, readLog, type Tables } from './lmdb-tables.ts'
import { decodeEvent, decodeKept, decodeTextRecord } from './record-codec.ts'
import { DamagedLog, type TextRecord } from './store.ts'

/** A base with its amendments, none of which has moved. */
export interface Together {
  readonly groupId: GroupId
  readonly base: TextId
  readonly amendments: readonly TextId[]
}

/** What the record of a group says of its texts. */
export interface Group {
  readonly groupId: GroupId
  readonly state: RecordState
  /** The text that an alternative was begun from. */
  readonly sources: ReadonlyMap<TextId, TextId>
  /** The comments on words, by the text that they are on. */
  readonly anchors: ReadonlyMap<TextId, readonly Anchored[]>
}

export interface Anchored {
  readonly threadId: AnchorOf['threadId']
  readonly audience: DelegationId | null
  readonly anchor: TreeAnchor
}
type AnchorOf = EventOf<'words-moved'>['anchors'][number]

const everything = { start: 1, end: Number.MAX_SAFE_INTEGER - 1 }

/** The positions in the tree that the events of threads bear; today's events have them no more. */
function anchorsIn({ events }: Tables, groupId: GroupId, state: RecordState): Group['anchors'] {
  const anchors = new Map<TextId, Anchored[]>()
  for (const { hashed, internal } of readLog(events, groupId, everything, decodeKept)) {
    const recorded = parseJson(hashed)
    const event = isJsonObject(recorded) ? recorded['event'] : undefined
    const act = isJsonObject(internal) ? internal['act'] : event
    if (!isJsonObject(act) || act['type'] !== 'thread-opened' || !isJsonObject(act['anchor']))
      continue
    const thread = Object.values(state.threads).find(({ threadId }) => threadId === act['threadId'])
    const words = TreeAnchor.safeParse(act['anchor']['words'])
    if (thread?.anchor.on !== 'words' || !words.success) continue
    const { threadId, audience } = thread
    const own = anchors.get(thread.anchor.textId) ?? []
    anchors.set(thread.anchor.textId, [...own, { threadId, audience, anchor: words.data }])
  }
  return anchors
}

export function groupIn(tables: Tables, groupId: GroupId): Group {
  const recorded = readLog(tables.events, groupId, everything, decodeEvent)
  const state = fold(recorded)
  const sources = new Map<TextId, TextId>()
  for (const { event } of recorded)
    if (event.type === 'alternative-proposed' && event.copiedFrom !== null)
      sources.set(event.textId, event.copiedFrom)
  return { groupId, state, sources, anchors: anchorsIn(tables, groupId, state) }
}

/** Whether a text has records of the tree and none of flows, which would be its last. One that is damaged is told when it is moved. */
export function isOfTree({ texts }: Tables, textId: TextId): boolean {
  const place = lastPlace(texts, textId)
  const last = place > 0 ? texts.get([textId, place]) : undefined
  if (!last) return false
  const decoded = decodeTextRecord(last)
  return decoded.is !== 'sound' || decoded.value.isOfTree === true
}

export const isOpen = (text: Text | undefined): boolean =>
  text?.kind === 'amendment' && (text.standing === 'private' || text.standing === 'tabled')

/** The bases that have not moved, each with its amendments. */
export function togetherIn(tables: Tables, { groupId, state }: Group): Together[] {
  const amendmentsTo = new Map<TextId, TextId[]>()
  for (const text of Object.values(state.texts))
    if (text.kind === 'amendment')
      amendmentsTo.set(text.baseTextId, [...(amendmentsTo.get(text.baseTextId) ?? []), text.textId])
  return Object.values(state.texts).flatMap(({ textId, kind }): Together[] =>
    kind !== 'amendment' && isOfTree(tables, textId)
      ? [{ groupId, base: textId, amendments: amendmentsTo.get(textId) ?? [] }]
      : [],
  )
}

/** A text as its log has it, with whoever wrote each letter. */
export interface Logged {
  readonly doc: Y.Doc
  readonly attribution: Attribution<MemberId>
  readonly records: readonly TextRecord[]
}

/** So many texts that others were begun from are held at a time. */
const mostKnown = 16

export type TreeLogs = ReturnType<typeof openLogs>

/** Reads the logs of a group's texts. Throws `DamagedLog`. */
export function openLogs({ texts }: Tables, { sources }: Group) {
  const read = (textId: TextId): TextRecord[] =>
    readLog(texts, textId, everything, decodeTextRecord).filter((record) => record.isOfTree)
  const attribute = (records: readonly TextRecord[], source: Attribution<MemberId> | undefined) => {
    const attribution = openAttribution<MemberId>(source)
    attribution.take(records)
    return attribution
  }
  /** Of the texts that others were begun from. */
  const known = new Map<TextId, Attribution<MemberId>>()
  const isSource = new Set(sources.values())
  function attributionOf(textId: TextId, records = read(textId)): Attribution<MemberId> {
    const before = known.get(textId)
    if (before) return before
    const attribution = attribute(records, sourceOf(textId))
    if (isSource.has(textId)) known.set(textId, attribution)
    for (const [longest] of known) if (known.size > mostKnown) known.delete(longest)
    return attribution
  }
  /** Where it is damaged, the client ids in the text itself tell whose its words are. */
  const sourceOf = (textId: TextId): Attribution<MemberId> | undefined => {
    const source = sources.get(textId)
    try {
      return source && attributionOf(source)
    } catch (cause) {
      if (cause instanceof DamagedLog) return undefined
      throw cause
    }
  }
  const docOf = (records: readonly TextRecord[]): Y.Doc => {
    const doc = newTextDoc()
    doc.transact(() => {
      for (const { updates } of records) for (const each of updates) Y.applyUpdate(doc, each)
    })
    return doc
  }
  return {
    base(textId: TextId): Logged {
      const records = read(textId)
      return { doc: docOf(records), attribution: attributionOf(textId, records), records }
    },
    amendment(textId: TextId, { attribution }: Logged): Logged {
      const records = read(textId)
      return { doc: docOf(records), attribution: attribute(records, attribution), records }
    },
  }
}
