/**
 * Lets in what came for one text since its last write, in one transaction: each message is judged by itself, in the order in
 * which they came, and what it says to its sender is said only when the batch is on disk.
 */
import * as Y from 'yjs'
import type { MemberId } from '#shared/domain/ids'
import { clientsOfSession } from '#shared/flow/flow-doc'
import type { WordsRefusal } from '#shared/protocol/frames'
import type { TextRecord } from '../store/store.ts'
import type { Bindings } from '../store/text-log.ts'
import type { Connection } from './connection.ts'
import { type DecodedUpdate, decodeUpdate } from './decoded-update.ts'
import { admitFlowUpdate, holdsNews } from './flow-admission/admit-flow-update.ts'
import type { Brought, FlowTally } from './flow-admission/flow-tally.ts'
import { mergeInGroups } from './frame-codec.ts'

/** A step 2 (the answer to our question) or an update, as it came. */
export interface Arrived {
  readonly connection: Connection
  readonly update: Uint8Array
  readonly isAnswer: boolean
}

/** What a batch is judged by; asked anew for each batch. */
export interface BatchFacts {
  readonly doc: Y.Doc
  readonly bindings: Bindings
  readonly tally: FlowTally
  readonly mostLetters?: number | undefined
  readonly mayWrite: (connection: Connection) => MemberWriting | NotWriting | 'signed-out'
  readonly hasRoomFor: (update: Uint8Array, decoded: DecodedUpdate, author: MemberId) => boolean
  /** Whether a client id writes in the base or an amendment of this text, where it may not write here too. */
  readonly isClaimedElsewhere: (client: number) => boolean
  /** False while the disk refuses: nothing new is let in then. */
  readonly isWritable: boolean
  /** Writes into the document what the installation notes of what was let in. */
  readonly note: (letIn: readonly Accepted[]) => void
  readonly at: string
}
/** Something that was let in. */
export interface Accepted {
  readonly connection: Connection
  readonly author: MemberId
  readonly brought: Brought
}
interface MemberWriting {
  readonly author: MemberId
}
interface NotWriting {
  readonly why: WordsRefusal
}

/** So many messages are on disk, or the next one was turned down. */
export type Verdict =
  | { readonly is: 'saved'; readonly count: number }
  | { readonly is: 'refused'; readonly why: WordsRefusal }

/** What is remembered of a connection once the batch is on disk, and what it is told, in the order of its messages. */
export interface Standing {
  accepted: number
  early: number
  hasAnswered: boolean
  hasSpoken: boolean
  readonly verdicts: Verdict[]
}

export interface Admitted {
  readonly records: readonly TextRecord[]
  /** What everybody must get, as updates. */
  readonly updates: readonly Uint8Array[]
  readonly standings: ReadonlyMap<Connection, Standing>
  /** Those whose words would have been let in, if only the disk took them. */
  readonly turnedAway: ReadonlySet<Connection>
  /** Those who must say anew who they are: their words are judged when they come back. */
  readonly signedOut: ReadonlySet<Connection>
}

/** `culprit` could be read and still not be placed whole: the document is spoilt and must be loaded again. */
export type BatchAdmission =
  | ({ readonly ok: true } & Admitted)
  | { readonly ok: false; readonly culprit: Arrived; readonly why: WordsRefusal }

/** Answers stand alone: what they hold beyond the document is known only by applying them alone. */
function runsOf(arrived: readonly Arrived[]): Arrived[][] {
  const runs: Arrived[][] = []
  for (const message of arrived) {
    const last = runs.at(-1)
    if (message.isAnswer || last === undefined || last[0]?.isAnswer) runs.push([message])
    else last.push(message)
  }
  return runs
}

/** Why the document could not place all of an update; undefined when it could. */
function whyNotApplied(doc: Y.Doc, update: Uint8Array): WordsRefusal | undefined {
  try {
    Y.applyUpdate(doc, update)
  } catch {
    return 'malformed' // It can be read, and still names places that are none.
  }
  // Structs that wait for each other pass every single check and still never arrive.
  const isWaiting = doc.store.pendingStructs !== null || doc.store.pendingDs !== null
  return isWaiting ? 'causally-incomplete' : undefined
}

/** Judges the messages and applies those that may be. */
export function admitBatch(facts: BatchFacts, arrived: readonly Arrived[]): BatchAdmission {
  const { doc, bindings, at, tally } = facts
  const standings = new Map<Connection, Standing>()
  const turnedAway = new Set<Connection>()
  const signedOut = new Set<Connection>()
  const written = new Map<MemberId, { updates: Uint8Array[]; clients: number[] }>()
  const rights = new Map<Connection, MemberWriting | NotWriting | 'signed-out'>()
  const accepted: Accepted[] = []
  let heard: Uint8Array[] = []
  let failure: { readonly culprit: Arrived; readonly why: WordsRefusal } | undefined

  const standingOf = (connection: Connection): Standing => {
    const known = standings.get(connection)
    if (known) return known
    const { accepted, early, hasAnswered } = connection
    const standing: Standing = {
      accepted,
      early,
      hasAnswered,
      hasSpoken: false,
      verdicts: [],
    }
    standings.set(connection, standing)
    return standing
  }
  const rightOf = (connection: Connection) => {
    const right = rights.get(connection) ?? facts.mayWrite(connection)
    rights.set(connection, right)
    return right
  }
  const writtenBy = (author: MemberId) => {
    const own = written.get(author) ?? { updates: [], clients: [] }
    written.set(author, own)
    return own
  }
  const turnDown = (standing: Standing, why: WordsRefusal): undefined => {
    standing.early = 0
    standing.verdicts.push({ is: 'refused', why })
  }
  const acknowledge = (standing: Standing): undefined => {
    standing.accepted += 1 + standing.early
    standing.early = 0
    if (standing.verdicts.at(-1)?.is === 'saved') standing.verdicts.pop()
    standing.verdicts.push({ is: 'saved', count: standing.accepted })
  }

  /** Gives back the author when the update was applied and holds something new. */
  const judge = (message: Arrived): MemberId | undefined => {
    const { connection, update, isAnswer } = message
    const standing = standingOf(connection)
    if (isAnswer) standing.hasAnswered = true
    else if (standing.early > 0) {
      // One after another: `saved` counts messages, and may not pass one that waits.
      standing.early += 1
      return undefined
    }
    if (turnedAway.has(connection) || signedOut.has(connection)) return undefined
    const decoded = decodeUpdate(update)
    if (!decoded) return turnDown(standing, 'malformed')
    const right = rightOf(connection)
    if (right === 'signed-out') {
      signedOut.add(connection)
      return undefined
    }
    if ('why' in right)
      return holdsNews(doc, decoded) ? turnDown(standing, right.why) : acknowledge(standing)
    const admission = admitFlowUpdate(facts, right.author, decoded)
    if (!admission.admitted) {
      if (standing.hasAnswered || admission.why !== 'causally-incomplete')
        return turnDown(standing, admission.why)
      // Who comes back with words and types on sends new ones before our question for the others is there.
      standing.early += 1
      return undefined
    }
    const { writing, brought } = admission
    const isNews = writing.length > 0 || (decoded.ds.clients.size > 0 && holdsNews(doc, decoded))
    if (!isNews) return acknowledge(standing)
    if (!facts.isWritable) {
      turnedAway.add(connection)
      return undefined
    }
    if (!facts.hasRoomFor(update, decoded, right.author)) return turnDown(standing, 'too-large')
    const why = whyNotApplied(doc, update)
    if (why) {
      failure = { culprit: message, why }
      return undefined
    }
    for (const client of admission.newClients) bindings.set(client, right.author)
    const [client] = writing
    if (client !== undefined) tally.expect(client, brought)
    accepted.push({ connection, author: right.author, brought })
    writtenBy(right.author).clients.push(...admission.newClients)
    standing.hasSpoken = true
    acknowledge(standing)
    return right.author
  }

  const updates: Uint8Array[] = []
  const hear = (update: Uint8Array) => heard.push(update)
  doc.on('update', hear)
  for (const run of runsOf(arrived)) {
    let last: Arrived | undefined
    let answered: MemberId | undefined
    heard = []
    try {
      // As from elsewhere, like every single one of them: what Yjs remembers of places holds for changes of its own alone.
      Y.transact(
        doc,
        () => {
          for (const message of run) {
            if (failure) return
            last = message
            const author = judge(message)
            if (author === undefined) continue
            if (message.isAnswer) answered = author
            else writtenBy(author).updates.push(message.update)
          }
        },
        undefined,
        false,
      )
    } catch {
      // Yjs may stumble, after a transaction, over what should never have been placed.
      if (last) failure ??= { culprit: last, why: 'malformed' }
    }
    if (failure) break
    updates.push(...heard)
    if (answered !== undefined && heard.length > 0)
      writtenBy(answered).updates.push(mergeInGroups(heard))
  }
  heard = []
  if (!failure) facts.note(accepted)
  doc.off('update', hear)
  if (failure) return { ok: false, ...failure }
  const records: TextRecord[] = [...written].map(([author, own]) => ({ author, at, ...own }))
  if (heard.length > 0) {
    updates.push(...heard)
    records.push(notesRecord(facts, heard))
  }
  return { ok: true, records, updates, standings, turnedAway, signedOut }
}

/** What the installation noted, under the document's own client ids, which are bound to it from the first time on. */
function notesRecord(
  { doc, bindings, at }: BatchFacts,
  updates: readonly Uint8Array[],
): TextRecord {
  const clients = clientsOfSession(doc.clientID).filter(
    (client) => !bindings.has(client) && doc.store.clients.has(client),
  )
  for (const client of clients) bindings.set(client, null)
  return { author: null, at, updates, clients }
}
