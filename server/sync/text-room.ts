/** One live text: its Y.Doc, who may claim which client id in it, who has it open, and what waits for the disk. */
import * as decoding from 'lib0/decoding'
import * as Y from 'yjs'
import type { MemberId, TextId } from '#shared/domain/ids'
import { closeCode } from '#shared/protocol/close-codes'
import { frame, limits, type WordsRefusal } from '#shared/protocol/frames'
import type { Store, TextRecord } from '../store/store.ts'
import { admit, decodeUpdate, holdsNews } from './admission.ts'
import type { Connection } from './connection.ts'
import { isEmptyVector, openEncodedState } from './encoded-state.ts'
import {
  mergeInGroups,
  refusedFrame,
  savedFrame,
  step1Frame,
  syncMessage,
  updateFrame,
} from './frame-codec.ts'
import { openTextPresence } from './presence.ts'
import type { WordsRights } from './rights.ts'
import { bytesOf, copyOf, joinOneAuthor, rebuild, rebuildFrom, recordOverhead } from './text-log.ts'

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
  /** Asks for a write of this room soon. */
  readonly requestWrite: (room: TextRoom) => void
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
  /** Sends a connection the whole state again, as soon as it holds nothing unsaved. */
  resync(connection: Connection): void
  take(): Taken | undefined
  /** The state as one update, with the bindings of its client ids, to start another text from. */
  copyRecords(at: string): TextRecord[]
  /** Which member is bound to which client id. */
  authors(): ReadonlyMap<number, MemberId | null>
  isIdle(): boolean
  /** Bytes of accepted words that are not on disk yet. */
  unsavedBytes(): number
  /** Estimated memory in bytes. */
  memoryBytes(): number
  /** Folds the log into a snapshot where that makes the next load faster. */
  compact(): Promise<void>
  keepAlive(): void
  close(code: number, reason: string): void
}

/** A text's log is folded into a snapshot when what came after the last one is as large as it, and not small. */
const smallestTail = 256 * 1024
/** The same when nobody has the text open any more: the next reader shall not wait for a long log. */
const smallestTailOfAnIdleText = 16 * 1024
/** A document in memory is so many times its encoded size. */
const memoryFactor = 11

/** A question about the state, asked while words waited for the disk. */
interface Question {
  readonly connection: Connection
  readonly stateVector: Uint8Array
}

const emptyVector = new Uint8Array([0])

export function openTextRoom(textId: TextId, context: RoomContext): TextRoom {
  const { store, rights } = context
  const { snapshot, tail } = store.readText(textId)
  let { doc, bindings } = rebuild([...snapshot, ...tail])
  let snapshotBytes = bytesOf(snapshot)
  let tailBytes = bytesOf(tail)
  const encoded = openEncodedState()
  let questions: Question[] = []
  let waiting: Waiting[] = []
  let effective: Uint8Array[] = []
  const connections = new Set<Connection>()
  const broadcast = (bytes: Uint8Array) => {
    for (const connection of connections) connection.send(bytes)
  }
  const presence = openTextPresence(
    connections,
    (clientId, memberId) => {
      const owner = bindings.get(clientId)
      return owner === undefined || owner === memberId
    },
    (reader) => rights.presenceOf(reader),
  )
  const listen = () => doc.on('update', (update: Uint8Array) => effective.push(update))
  listen()

  const refuse = (connection: Connection, why: WordsRefusal) => {
    context.onRefused(textId, why)
    connection.early = 0
    connection.send(refusedFrame(why, connection.optedIn))
  }

  const reload = () => {
    doc.destroy()
    ;({ doc, bindings } = rebuildFrom(store, textId))
    effective = []
    listen()
  }

  const hasRoomFor = (update: Uint8Array): boolean =>
    Y.encodeStateAsUpdate(doc).length + update.length <= limits.text

  const compact = async (smallest: number) => {
    if (waiting.length > 0 || tailBytes < Math.max(smallest, snapshotBytes)) return
    const copy = copyOf(doc, bindings, context.now().toISOString())
    snapshotBytes = bytesOf(copy)
    tailBytes = 0
    await store.compact(textId, copy).catch(context.onCompactionFailed)
  }

  /** Applies an admitted update; why it may not stay when Yjs cannot place all of it. */
  const whyNotApplied = (update: Uint8Array): WordsRefusal | undefined => {
    try {
      Y.applyUpdate(doc, update)
    } catch {
      return 'malformed' // It can be read, and still names places that are none.
    }
    // Structs that wait for each other pass every single check and still never arrive.
    const isWaiting = doc.store.pendingStructs !== null || doc.store.pendingDs !== null
    return isWaiting ? 'causally-incomplete' : undefined
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
    if (!admission.admitted) {
      if (connection.hasAnswered || admission.why !== 'causally-incomplete')
        return refuse(connection, admission.why)
      // Who comes back with words and types on sends new ones before our question for the others is there.
      connection.early += 1
      return
    }
    effective = []
    const failure = whyNotApplied(update)
    if (failure) {
      // The document holds a part of it that no log will ever have: back to the log, the others send again.
      const lost = new Set(waiting.map((each) => each.connection))
      waiting = []
      reload()
      for (const each of lost) each.close(closeCode.rightsChanged, 'send again')
      answerWaiting()
      return refuse(connection, failure)
    }
    const [first] = effective
    if (first === undefined) return acknowledge(connection, undefined)
    for (const client of admission.newClients) bindings.set(client, reader.memberId)
    connection.spokeAt = performance.now()
    return acknowledge(connection, {
      author: reader.memberId,
      at: context.now().toISOString(),
      update: effective.length === 1 ? first : mergeInGroups(effective),
      clients: admission.newClients,
    })
  }

  const acknowledge = (connection: Connection, record: TextRecord | undefined) => {
    connection.accepted += 1 + connection.early
    connection.early = 0
    if (!record && connection.waiting === 0) {
      if (connection.optedIn) connection.send(savedFrame(connection.accepted))
      return
    }
    connection.waiting += 1
    waiting.push({ connection, count: connection.accepted, record })
    context.requestWrite(room)
  }

  /** Answers with what is on disk: from the encoded state, or as soon as nothing waits. */
  const answer = (question: Question) => {
    const { connection, stateVector } = question
    const known = isEmptyVector(stateVector) ? encoded.whole() : undefined
    if (known) connection.sendState(known)
    else if (waiting.length > 0) questions.push(question)
    else connection.sendState(encoded.answer(doc, stateVector))
  }
  const answerWaiting = () => {
    const asked = questions
    questions = []
    for (const question of asked) answer(question)
  }

  const receive = (connection: Connection, data: Uint8Array) => {
    const decoder = decoding.createDecoder(data)
    switch (decoding.readVarUint(decoder)) {
      case frame.sync: {
        const message = decoding.readVarUint(decoder)
        const payload = decoding.readVarUint8Array(decoder)
        if (message === syncMessage.step1) {
          Y.decodeStateVector(payload)
          answer({ connection, stateVector: payload })
        } else if (message === syncMessage.step2) {
          connection.hasAnswered = true
          receiveUpdate(connection, payload)
        } else if (message === syncMessage.update) {
          // One after another: `saved` counts messages, and may not pass one that waits.
          if (connection.early > 0) connection.early += 1
          else receiveUpdate(connection, payload)
        } else throw new Error('unknown sync message')
        return
      }
      case frame.awareness:
        presence.receive(connection, decoding.readVarUint8Array(decoder))
        return
      case frame.queryAwareness:
        connection.send(presence.snapshot())
        return
      default:
        throw new Error('unknown message')
    }
  }

  const takenBy = (batch: readonly Waiting[]): Taken => ({
    records: joinOneAuthor(batch.flatMap(({ record }) => (record ? [record] : []))),
    confirm() {
      const updates = batch.flatMap(({ record }) => (record ? [record.update] : []))
      if (updates.length > 0) {
        const bytes = updateFrame(mergeInGroups(updates))
        encoded.append(bytes)
        broadcast(bytes)
        tailBytes += bytes.length + recordOverhead
      }
      const counts = new Map(batch.map(({ connection, count }) => [connection, count]))
      for (const [connection, count] of counts) {
        connection.waiting = 0
        if (connection.optedIn) connection.send(savedFrame(count))
      }
      answerWaiting()
      void compact(smallestTail)
    },
    undo() {
      // What the disk refused was shown to nobody: the document goes back to the log, its authors send again.
      const authors = new Set([...batch, ...waiting].map((each) => each.connection))
      waiting = []
      reload()
      for (const connection of authors) connection.close(closeCode.overloaded, 'the disk refuses')
      answerWaiting()
    },
  })

  const room: TextRoom = {
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
      questions = questions.filter((each) => each.connection !== connection)
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
    resync(connection) {
      answer({ connection, stateVector: emptyVector })
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
    authors: () => bindings,
    isIdle: () => connections.size === 0 && waiting.length === 0,
    unsavedBytes: () => waiting.reduce((sum, { record }) => sum + (record?.update.length ?? 0), 0),
    memoryBytes: () => (snapshotBytes + tailBytes) * memoryFactor,
    compact: () => compact(smallestTailOfAnIdleText),
    keepAlive: () => presence.keepAlive(),
    close(code, reason) {
      presence.close()
      for (const connection of connections) connection.close(code, reason)
    },
  }
  return room
}
