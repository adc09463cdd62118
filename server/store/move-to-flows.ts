/**
 * Takes the texts of a store from the tree to flows: each base with its amendments and the letters of all comments on them in one
 * transaction, so that a process may be ended at any moment. What is there stays: the records of before serve past moments.
 */
import { randomBytes } from 'node:crypto'
import * as Y from 'yjs'
import {
  CommandId,
  type DelegationId,
  GroupId,
  type MemberId,
  mintId,
  type TextId,
} from '#shared/domain/ids'
import { clientsOfSession } from '#shared/flow/flow-doc'
import {
  moveTogether,
  type NewText,
  type OldAmendment,
  type OldText,
} from '#shared/migration/move-together'
import { linkEvents, sealOf } from '#shared/record/chain'
import type { InternalAct } from '#shared/record/comment-event'
import type { EventOf, RecordEvent } from '#shared/record/event'
import { noHash } from '#shared/record/state'
import { isTabled } from '#shared/record/text-right'
import { bringUp, lacksWords } from '#shared/tree/bring-up'
import { openRewrites, type Rewrites } from '#shared/tree/rewrites'
import { lastPlace, ownersOf, readLog, type Tables } from './lmdb-tables.ts'
import { decodeEvent, decodeTextRecord, encodeEvent, encodeTextRecord } from './record-codec.ts'
import { putSnapshot } from './snapshots.ts'
import { DamagedLog, type TextRecord } from './store.ts'
import { authorRecords, newClientId } from './text-log.ts'
import {
  type Anchored,
  type Group,
  groupIn,
  isOfTree,
  isOpen,
  type Logged,
  openLogs,
  type Together,
  type TreeLogs,
  togetherIn,
} from './tree-logs.ts'

type Author = MemberId | null

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

const rewritesIn = new WeakMap<Logged, Rewrites>()

/** What was written anew in a base, worked out once for all amendments to it. */
function rewritesOf(base: Logged): Rewrites {
  const known = rewritesIn.get(base)
  if (known) return known
  const rewrites = openRewrites()
  rewrites.take(base.records.flatMap(({ updates }) => updates))
  rewritesIn.set(base, rewrites)
  return rewrites
}

/** An open amendment is brought up to its base in memory. Gives back who wrote what the amendment has under client ids of its own then. */
function broughtUp(
  base: Logged,
  { doc, attribution }: Logged,
  isDraft: boolean,
  newClient: () => number,
): ReadonlyMap<number, Author> {
  const added = new Map<number, Author>()
  const lacks = lacksWords(base.doc, doc)
  const clientFor = (client: number): number => {
    const author = attribution.authors().get(client) ?? null
    for (const [known, of] of added) if (of === author) return known
    const own = newClient()
    added.set(own, author)
    return own
  }
  const rewrites = lacks ? rewritesOf(base).since(Y.encodeStateVector(doc)) : []
  bringUp(base.doc, doc, rewrites, isDraft ? undefined : clientFor)
  return added
}

/** The new form of one text, ready to be written. */
interface Moved extends NewText<Author> {
  readonly textId: TextId
  readonly anchored: readonly Anchored[]
  /** Who wrote under which client id in the tree: nobody else ever may. */
  readonly former: ReadonlyMap<number, Author>
}

function move(
  tables: Tables,
  logs: TreeLogs,
  group: Group,
  together: Together,
  tellUnmoved: (textId: TextId) => void,
): Moved[] {
  const { state, anchors } = group
  const base = logs.base(together.base)
  const amendments = together.amendments.flatMap((textId) => {
    if (!isOfTree(tables, textId)) return []
    try {
      return [{ textId, ...logs.amendment(textId, base) }]
    } catch (cause) {
      // It stays as it is, and is told as damaged by whoever opens it: the others move.
      if (!(cause instanceof DamagedLog)) throw cause
      tellUnmoved(textId)
      return []
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
    const added = isOpen(text)
      ? broughtUp(base, logged, isDraft, newClient)
      : new Map<number, Author>()
    return {
      doc: logged.doc,
      authorOf: (client, clock) =>
        added.has(client)
          ? (added.get(client) ?? null)
          : (base.attribution.has(client, clock) ? base : logged).attribution.authorOf(
              client,
              clock,
            ),
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

/** What the record tells of it: the letters of the room's comments, and, sealed, those of each delegation's own. */
function eventsOf({ state }: Group, moved: readonly Moved[]): RecordEvent[] {
  const anchors = new Map<DelegationId | null, EventOf<'words-moved'>['anchors']>([[null, []]])
  for (const { anchored, letters } of moved)
    for (const [place, { threadId, audience }] of anchored.entries()) {
      const own = letters[place]
      if (own) anchors.set(audience, [...(anchors.get(audience) ?? []), { threadId, letters: own }])
    }
  const textIds = moved.flatMap(({ textId }) => {
    const text = state.texts[textId]
    return text && (text.kind !== 'amendment' || isTabled(text)) ? [textId] : []
  })
  return [...anchors].map(([delegationId, own]): RecordEvent => {
    const act = {
      type: 'words-moved' as const,
      textIds: delegationId === null ? textIds : [],
      anchors: own,
    }
    if (delegationId === null) return act
    const salt = randomBytes(18).toString('base64url')
    const internal: InternalAct = { delegationId, by: null, salt, act }
    return { type: 'internal-act-sealed', seal: sealOf(internal), internal }
  })
}

/** Links events behind the last of their group, and puts them; called within a transaction. */
function putEvents(
  { events, commands }: Tables,
  { groupId }: Group,
  told: readonly RecordEvent[],
  now: string,
): void {
  const place = lastPlace(events, groupId)
  const [last] = readLog(events, groupId, { start: place, end: place }, decodeEvent)
  const head = { sequence: place, hash: last?.hash ?? noHash }
  const commandId = mintId(CommandId, 'cmd', randomBytes(24))
  const at = last && last.at > now ? last.at : now
  const linked = linkEvents(head, told, { at, actor: { by: 'installation' }, commandId })
  for (const each of linked) events.putSync([groupId, each.sequence], encodeEvent(each))
  commands.putSync([groupId, commandId], [place + 1, place + linked.length])
}

/** Puts what a text is from now on behind what it was, and lets it start from there; called within a transaction. */
function putText(
  tables: Tables,
  { textId, doc, authors, former, branch }: Moved,
  now: string,
): void {
  const { texts } = tables
  let place = lastPlace(texts, textId)
  const [last] = readLog(texts, textId, { start: place, end: place }, decodeTextRecord)
  const at = last && last.at > now ? last.at : now
  const update = Y.encodeStateAsUpdate(doc)
  const records: TextRecord[] = authorRecords([update], [...former, ...authors], at, branch)
  for (const each of records) texts.putSync([textId, ++place], encodeTextRecord(each))
  putSnapshot(tables, textId, place, records)
}

/** What there is left to do, each of it for a transaction of its own. `tellUnmoved` is told of each text that is damaged. */
export function movesToFlows(
  tables: Tables,
  now: () => Date,
  tellUnmoved: (textId: TextId) => void,
): (() => void)[] {
  return ownersOf(tables.events).flatMap((owner) => {
    const group = groupIn(tables, GroupId.parse(owner))
    const logs = openLogs(tables, group)
    return togetherIn(tables, group).map((together) => () => {
      const moved = movedOrNothing(tables, logs, group, together, tellUnmoved)
      if (moved.length === 0) return
      const at = now().toISOString()
      for (const each of moved) putText(tables, each, at)
      putEvents(tables, group, eventsOf(group, moved), at)
      for (const { doc } of moved) doc.destroy()
    })
  })
}

/** Nothing where the base's log is damaged: its amendments cannot move without it. */
function movedOrNothing(
  tables: Tables,
  logs: TreeLogs,
  group: Group,
  together: Together,
  tellUnmoved: (textId: TextId) => void,
): Moved[] {
  try {
    return move(tables, logs, group, together, tellUnmoved)
  } catch (cause) {
    if (!(cause instanceof DamagedLog)) throw cause
    for (const textId of [together.base, ...together.amendments]) tellUnmoved(textId)
    return []
  }
}
