/**
 * Takes the texts of a store from the tree to flows: each base with its amendments and the letters of all comments on them in one
 * transaction, so that a process may be ended at any moment. What is there stays: the records of before serve past moments.
 */
import { randomBytes } from 'node:crypto'
import * as Y from 'yjs'
import type { AnchoredLetters } from '#shared/anchors/anchored-letters'
import { CommandId, DelegationId, GroupId, type MemberId, mintId, TextId } from '#shared/domain/ids'
import type { Text } from '#shared/domain/text'
import { clientsOfSession } from '#shared/flow/flow-doc'
import { moveTogether, type NewText, type OldAmendment, type OldText } from '#shared/migration/move-together'
import { linkEvents, sealOf } from '#shared/record/chain'
import type { InternalAct } from '#shared/record/comment-event'
import type { EventOf, RecordEvent } from '#shared/record/event'
import { fold } from '#shared/record/evolve'
import type { RecordState } from '#shared/record/state'
import { isTabled } from '#shared/record/text-right'
import { isJsonObject, parseJson } from '#shared/record/versions/json-object'
import { type Attribution, openAttribution } from '#shared/tree/attribution'
import { bringUp, lacksWords } from '#shared/tree/bring-up'
import { openRewrites } from '#shared/tree/rewrites'
import { newTextDoc } from '#shared/tree/text-doc'
import { TreeAnchor } from '#shared/tree/words-anchor'
import { lastPlace, ownersOf, readLog, type Tables } from './lmdb-tables.ts'
import { decodeEvent, decodeKept, decodeTextRecord, encodeEvent, encodeTextRecord } from './record-codec.ts'
import { putSnapshot } from './snapshots.ts'
import { DamagedLog, type TextRecord } from './store.ts'
import { authorRecords, newClientId } from './text-log.ts'

type Author = MemberId | null

/** A base with its amendments, none of which has moved. */
interface Together {
  readonly groupId: GroupId
  readonly base: TextId
  readonly amendments: readonly TextId[]
}

/** What the record of a group says of its texts. */
interface Group {
  readonly groupId: GroupId
  readonly state: RecordState
  /** The text that an alternative was begun from. */
  readonly sources: ReadonlyMap<TextId, TextId>
  /** The comments on words, by the text that they are on. */
  readonly anchors: ReadonlyMap<TextId, readonly Anchored[]>
}

interface Anchored {
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
    if (!isJsonObject(act) || act['type'] !== 'thread-opened' || !isJsonObject(act['anchor'])) continue
    const thread = Object.values(state.threads).find(({ threadId }) => threadId === act['threadId'])
    const words = TreeAnchor.safeParse(act['anchor']['words'])
    if (thread?.anchor.on !== 'words' || !words.success) continue
    const { threadId, audience } = thread
    const own = anchors.get(thread.anchor.textId) ?? []
    anchors.set(thread.anchor.textId, [...own, { threadId, audience, anchor: words.data }])
  }
  return anchors
}

function groupIn(tables: Tables, groupId: GroupId): Group {
  const recorded = readLog(tables.events, groupId, everything, decodeEvent)
  const state = fold(recorded)
  const sources = new Map<TextId, TextId>()
  for (const { event } of recorded)
    if (event.type === 'alternative-proposed' && event.copiedFrom !== null)
      sources.set(event.textId, event.copiedFrom)
  return { groupId, state, sources, anchors: anchorsIn(tables, groupId, state) }
}

/** Whether a text has records of the tree and none of flows, which would be its last. One that is damaged is told when it is moved. */
function isOfTree({ texts }: Tables, textId: TextId): boolean {
  const place = lastPlace(texts, textId)
  const last = place > 0 ? texts.get([textId, place]) : undefined
  if (!last) return false
  const decoded = decodeTextRecord(last)
  return decoded.is !== 'sound' || decoded.value.isOfTree === true
}

const isOpen = (text: Text | undefined): boolean =>
  text?.kind === 'amendment' && (text.standing === 'private' || text.standing === 'tabled')

/** The bases that have not moved, each with its amendments. */
function togetherIn(tables: Tables, { groupId, state }: Group): Together[] {
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
interface Logged {
  readonly doc: Y.Doc
  readonly attribution: Attribution<MemberId>
  readonly records: readonly TextRecord[]
}

/** Reads the logs of a group's texts. Throws `DamagedLog`. */
function openLogs({ texts }: Tables, { sources }: Group) {
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
  const attributionOf = (textId: TextId, records = read(textId)): Attribution<MemberId> => {
    const before = known.get(textId)
    if (before) return before
    const source = sources.get(textId)
    const attribution = attribute(records, source && attributionOf(source))
    if (isSource.has(textId)) known.set(textId, attribution)
    return attribution
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

/** Gives client ids that nobody has written under in any of these texts, nor got here. */
function freshClients(logged: readonly Logged[]): () => number {
  const taken = new Set(
    logged.flatMap(({ doc, attribution }) => [
      ...doc.store.clients.keys(),
      ...attribution.authors().keys(),
    ]),
  )
  return () => {
    for (;;) {
      const client = newClientId()
      const all = clientsOfSession(client)
      if (all.some((each) => taken.has(each))) continue
      for (const each of all) taken.add(each)
      return client
    }
  }
}

const newId = (): string => randomBytes(9).toString('base64url')

/** An open amendment is brought up to its base in memory. Gives back who wrote what the amendment has under client ids of its own then. */
function broughtUp(
  base: Logged,
  { doc, attribution }: Logged,
  isDraft: boolean,
  newClient: () => number,
): ReadonlyMap<number, Author> {
  const added = new Map<number, Author>()
  const rewrites = openRewrites()
  if (lacksWords(base.doc, doc)) rewrites.take(base.records.flatMap(({ updates }) => updates))
  const clientFor = (client: number): number => {
    const author = attribution.authors().get(client) ?? null
    for (const [known, of] of added) if (of === author) return known
    const own = newClient()
    added.set(own, author)
    return own
  }
  bringUp(base.doc, doc, rewrites.since(Y.encodeStateVector(doc)), isDraft ? undefined : clientFor)
  return added
}

/** The new form of one text, ready to be written. */
interface Moved extends NewText<Author> {
  readonly textId: TextId
  readonly anchored: readonly Anchored[]
  /** Who wrote under which client id in the tree: nobody else ever may. */
  readonly former: ReadonlyMap<number, Author>
}

function move(tables: Tables, group: Group, together: Together): Moved[] {
  const { state, anchors } = group
  const logs = openLogs(tables, group)
  const base = logs.base(together.base)
  const amendments = together.amendments.flatMap((textId) => {
    if (!isOfTree(tables, textId)) return []
    try {
      return [{ textId, ...logs.amendment(textId, base) }]
    } catch (cause) {
      // It stays as it is, and is told as damaged by whoever opens it: the others move.
      if (cause instanceof DamagedLog) return []
      throw cause
    }
  })
  const newClient = freshClients([base, ...amendments])
  const anchorsOf = (textId: TextId) => (anchors.get(textId) ?? []).map(({ anchor }) => anchor)
  const old: OldText<Author> = {
    doc: base.doc,
    authorOf: base.attribution.authorOf,
    anchors: anchorsOf(together.base),
  }
  const oldAmendments = amendments.map(({ textId, ...logged }): OldAmendment<Author> => {
    const text = state.texts[textId]
    const isDraft = text?.kind === 'amendment' && text.standing === 'private'
    const added = isOpen(text) ? broughtUp(base, logged, isDraft, newClient) : new Map<number, Author>()
    return {
      doc: logged.doc,
      authorOf: (client, clock) =>
        added.get(client) ??
        (base.attribution.has(client, clock) ? base.attribution : logged.attribution).authorOf(client, clock),
      anchors: anchorsOf(textId),
      isOpen: isOpen(text),
    }
  })
  const ids = { newBlockId: newId, newBreakId: newId }
  const texts = [{ textId: together.base, ...base }, ...amendments]
  return moveTogether(old, oldAmendments, { newClient, ids }).flatMap((each, place) => {
    const from = texts[place]
    if (!from) return []
    const { textId, attribution } = from
    return [{ ...each, textId, anchored: anchors.get(textId) ?? [], former: attribution.authors() }]
  })
}
