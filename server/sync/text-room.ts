/** One live text: its Y.Doc, who may claim which client id in it, who has it open, and what waits for the disk. */
import * as decoding from 'lib0/decoding'
import * as Y from 'yjs'
import type { MemberId, TextId } from '#shared/domain/ids'
import { closeCode } from '#shared/protocol/close-codes'
import { frame, limits, type WordsRefusal } from '#shared/protocol/frames'
import type { Store, TextRecord } from '../store/store.ts'
import { admit, type Bindings, decodeUpdate, holdsNews } from './admission.ts'
import type { Connection } from './connection.ts'
import {
  mergeInGroups,
  refusedFrame,
  savedFrame,
  step1Frame,
  step2Frame,
  syncMessage,
  updateFrame,
} from './frame-codec.ts'
import { openTextPresence } from './presence.ts'
import type { WordsRights } from './rights.ts'

/** An accepted message on its way to the disk; without a record when it held nothing new. */
interface Waiting {
  readonly connection: Connection
  /** How many document messages of the connection are on disk once this one is. */
  readonly count: number
  readonly record: TextRecord | undefined
}

/** What a batch took from a room: to be confirmed when it is on disk, or undone. */
export interface Taken {
  readonly records: readonly TextRecord[]
  confirm(): void
  undo(): void
}

export interface RoomContext {
  readonly store: Store
  readonly rights: WordsRights
  readonly now: () => Date
  /** Asks for a write soon. */
  readonly requestWrite: () => void
  /** Resolves when nothing of any room waits for the disk. */
  readonly settled: () => Promise<void>
  readonly onRefused: (textId: TextId, why: WordsRefusal) => void
  readonly onCompactionFailed: (cause: unknown) => void
}

export interface TextRoom {
  readonly textId: TextId
  readonly doc: Y.Doc
  readonly connections: ReadonlySet<Connection>
  join(connection: Connection): void
  leave(connection: Connection): void
  receive(connection: Connection, data: Uint8Array): void
  /** Sends a connection the whole state again. */
  resync(connection: Connection): Promise<void>
  take(): Taken | undefined
  /** The state as one update, with the bindings of its client ids, to start another text from. */
  copyRecords(at: string): TextRecord[]
  isIdle(): boolean
  keepAlive(): void
  close(code: number, reason: string): void
}

/** Rebuilds the document and its bindings from the log, in one transaction. */
function rebuild(records: readonly TextRecord[]): { doc: Y.Doc; bindings: Bindings } {
  const doc = new Y.Doc()
  const bindings: Bindings = new Map()
  doc.transact(() => {
    for (const { update, clients, author } of records) {
      Y.applyUpdate(doc, update)
      for (const client of clients) bindings.set(client, author)
    }
  })
  return { doc, bindings }
}

/** The whole state as one update, followed by one empty update for each author, which carries their client ids. */
function copyOf(doc: Y.Doc, bindings: Bindings, at: string): TextRecord[] {
  const clientsOf = new Map<MemberId | null, number[]>()
  for (const [client, author] of bindings)
    clientsOf.set(author, [...(clientsOf.get(author) ?? []), client])
  const nothing = new Uint8Array([0, 0])
  return [
    { author: null, at, update: Y.encodeStateAsUpdate(doc), clients: [] },
    ...[...clientsOf].map(([author, clients]) => ({ author, at, update: nothing, clients })),
  ]
}

/** A text's log is folded into a snapshot when what came after the last one is as large as it, and not small. */
const smallestTail = 256 * 1024

export function openTextRoom(textId: TextId, context: RoomContext): TextRoom {
  const { store, rights } = context
  const log = store.readText(textId)
  let { doc, bindings } = rebuild(log)
  let snapshotBytes = Y.encodeStateAsUpdate(doc).length
  let tailBytes = log.reduce((sum, record) => sum + record.update.length, 0)
  let recordCount = log.length
  let waiting: Waiting[] = []
  let effective: Uint8Array[] = []
  const connections = new Set<Connection>()
  const broadcast = (bytes: Uint8Array) => {
    for (const connection of connections) connection.send(bytes)
  }
  const presence = openTextPresence(broadcast)
  const listen = () => doc.on('update', (update: Uint8Array) => effective.push(update))
  listen()

  const refuse = (connection: Connection, why: WordsRefusal) => {
    context.onRefused(textId, why)
    connection.send(refusedFrame(why, connection.optedIn))
  }

  const reload = () => {
    doc.destroy()
    ;({ doc, bindings } = rebuild(store.readText(textId)))
    effective = []
    listen()
  }

  const hasRoomFor = (update: Uint8Array): boolean =>
    Y.encodeStateAsUpdate(doc).length + update.length <= limits.text

  const compactWhenDue = async () => {
    if (waiting.length > 0 || tailBytes < Math.max(smallestTail, snapshotBytes)) return
    const snapshot = copyOf(doc, bindings, context.now().toISOString())
    snapshotBytes = snapshot[0]?.update.length ?? 0
    const before = recordCount
    tailBytes = 0
    recordCount = snapshot.length
    await store.compact(textId, snapshot, before).catch(context.onCompactionFailed)
  }

  const receiveUpdate = (connection: Connection, update: Uint8Array) => {
    const { reader } = connection
    const right = rights.rightOf(textId, reader)
    if (right !== 'write' || reader.memberId === null) {
      const decoded = decodeUpdate(update)
      if (!decoded) return refuse(connection, 'malformed')
      if (!holdsNews(doc, decoded)) return acknowledge(connection, undefined)
      return refuse(connection, rights.whyNotWrite(textId, reader) ?? 'not-a-writer')
    }
    if (snapshotBytes + tailBytes + update.length > limits.text && !hasRoomFor(update))
      return refuse(connection, 'too-large')
    const admission = admit(doc, bindings, reader.memberId, update)
    if (!admission.admitted) return refuse(connection, admission.why)
    effective = []
    Y.applyUpdate(doc, update)
    if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null) {
      // Structs that wait for each other pass every single check and still never arrive: forget them.
      const lost = waiting.map((each) => each.connection)
      waiting = []
      reload()
      for (const each of lost) each.close(closeCode.rightsChanged, 'send again')
      return refuse(connection, 'causally-incomplete')
    }
    const [first] = effective
    if (first === undefined) return acknowledge(connection, undefined)
    for (const client of admission.newClients) bindings.set(client, reader.memberId)
    return acknowledge(connection, {
      author: reader.memberId,
      at: context.now().toISOString(),
      update: effective.length === 1 ? first : mergeInGroups(effective),
      clients: admission.newClients,
    })
  }

  const acknowledge = (connection: Connection, record: TextRecord | undefined) => {
    connection.accepted += 1
    const isBehind = waiting.some((each) => each.connection === connection)
    if (!record && !isBehind) {
      if (connection.optedIn) connection.send(savedFrame(connection.accepted))
      return
    }
    waiting.push({ connection, count: connection.accepted, record })
    context.requestWrite()
  }

  const answerStep1 = async (connection: Connection, stateVector: Uint8Array) => {
    await context.settled()
    connection.send(step2Frame(Y.encodeStateAsUpdate(doc, stateVector)))
  }

  const receive = (connection: Connection, data: Uint8Array) => {
    const decoder = decoding.createDecoder(data)
    switch (decoding.readVarUint(decoder)) {
      case frame.sync: {
        const message = decoding.readVarUint(decoder)
        const payload = decoding.readVarUint8Array(decoder)
        if (message === syncMessage.step1) {
          Y.decodeStateVector(payload)
          void answerStep1(connection, payload)
        } else if (message === syncMessage.step2 || message === syncMessage.update)
          receiveUpdate(connection, payload)
        else throw new Error('unknown sync message')
        return
      }
      case frame.awareness:
        presence.receive(
          connection,
          decoding.readVarUint8Array(decoder),
          rights.presenceOf(connection.reader),
        )
        return
      case frame.queryAwareness:
        connection.send(presence.snapshot())
        return
      default:
        throw new Error('unknown message')
    }
  }

  const takenBy = (batch: readonly Waiting[]): Taken => ({
    records: batch.flatMap(({ record }) => (record ? [record] : [])),
    confirm() {
      const updates = batch.flatMap(({ record }) => (record ? [record.update] : []))
      if (updates.length > 0) broadcast(updateFrame(mergeInGroups(updates)))
      for (const update of updates) tailBytes += update.length
      recordCount += updates.length
      const counts = new Map(batch.map(({ connection, count }) => [connection, count]))
      for (const [connection, count] of counts)
        if (connection.optedIn) connection.send(savedFrame(count))
      void compactWhenDue()
    },
    undo() {
      // What the disk refused was shown to nobody: the document goes back to the log, its authors send again.
      const authors = new Set([...batch, ...waiting].map((each) => each.connection))
      waiting = []
      reload()
      for (const connection of authors) connection.close(closeCode.overloaded, 'the disk refuses')
    },
  })

  return {
    textId,
    get doc() {
      return doc
    },
    connections,
    join(connection) {
      connections.add(connection)
      connection.send(step1Frame(doc))
      connection.send(presence.snapshot())
    },
    leave(connection) {
      connections.delete(connection)
      presence.leave(connection)
    },
    receive(connection, data) {
      try {
        receive(connection, data)
      } catch {
        // Whatever cannot be decoded is the sender's fault and ends only the sender's socket.
        connection.close(closeCode.malformed, 'malformed message')
      }
    },
    async resync(connection) {
      await context.settled()
      connection.send(updateFrame(Y.encodeStateAsUpdate(doc)))
      connection.send(presence.snapshot())
    },
    take() {
      if (waiting.length === 0) return undefined
      const batch = waiting
      waiting = []
      return takenBy(batch)
    },
    copyRecords(at) {
      return copyOf(doc, bindings, at)
    },
    isIdle: () => connections.size === 0 && waiting.length === 0,
    keepAlive: () => broadcast(presence.snapshot()),
    close(code, reason) {
      presence.close()
      for (const connection of connections) connection.close(code, reason)
    },
  }
}
