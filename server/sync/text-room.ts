/** One live text: its Y.Doc, who may claim which client id in it, who has it open, and what waits for the disk. */
import * as decoding from 'lib0/decoding'
import * as Y from 'yjs'
import type { MemberId, TextId } from '#shared/domain/ids'
import { closeCode, overloadReason } from '#shared/protocol/close-codes'
import { frame, type WordsRefusal } from '#shared/protocol/frames'
import type { Store, TextRecord } from '../store/store.ts'
import { bytesOf, copyOf, rebuild, rebuildFrom } from '../store/text-log.ts'
import { type DeleteSet, holdsNews } from './admission.ts'
import { type Admitted, type Arrived, admitBatch } from './batch-admission.ts'
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
import { openTextSize } from './text-size.ts'

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
  /** Lets in what has come since the last write; undefined when there is nothing to write or to confirm. */
  take(): Taken | undefined
  /** The document as the disk has it: without words that are on their way there. */
  savedDoc(): Y.Doc
  /** The state on disk as one update, with the bindings of its client ids, to start another text from. */
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
const smallestTail = 1024 * 1024
/** The same when nobody has the text open any more: the next reader shall not wait for a long log. */
const smallestTailOfAnIdleText = 16 * 1024
/** A text of no more structs is encoded in a few milliseconds, at once; a larger one on a thread of its own, which costs memory. */
const mostStructs = 2000
const structsIn = ({ store }: Y.Doc): number => {
  let structs = 0
  for (const own of store.clients.values()) structs += own.length
  return structs
}
/** A document in memory is so many times its encoded size. */
const memoryFactor = 11

/** A question about the state, asked while words were on their way to the disk. */
interface Question {
  readonly connection: Connection
  readonly stateVector: Uint8Array
}

const emptyVector = new Uint8Array([0])
const diskRefuses = [closeCode.overloaded, overloadReason.diskRefuses] as const

export function openTextRoom(textId: TextId, context: RoomContext): TextRoom {
  const { store, rights } = context
  const { snapshot, tail } = store.readText(textId)
  let { doc, bindings } = rebuild([...snapshot, ...tail])
  let snapshotBytes = bytesOf(snapshot)
  let tailBytes = bytesOf(tail)
  const size = openTextSize(snapshotBytes + tailBytes)
  const encoded = openEncodedState()
  /** What has come and was not judged yet: it waits for the write before it. */
  let arrived: Arrived[] = []
  /** While words of the document are on their way to the disk, nobody is shown the document. */
  let isWriting = false
  let writingBytes = 0
  let questions: Question[] = []
  const joining = new Set<Connection>()
  let deleted: DeleteSet | undefined
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
  const listen = () =>
    doc.on('update', (_update: Uint8Array, _origin: unknown, _doc: Y.Doc, { deleteSet }) => {
      if (deleteSet.clients.size > 0) deleted = undefined
    })
  listen()
  const reload = () => {
    doc.destroy()
    ;({ doc, bindings } = rebuildFrom(store, textId))
    deleted = undefined
    listen()
  }

  let isCompacting = false
  const compact = async (smallest: number) => {
    if (isCompacting || isWriting || tailBytes < Math.max(smallest, snapshotBytes)) return
    isCompacting = true
    const folded = tailBytes
    const at = context.now().toISOString()
    try {
      if (structsIn(doc) <= mostStructs) {
        const copy = copyOf(doc, bindings, at)
        store.keepSnapshot(textId, copy)
        snapshotBytes = bytesOf(copy)
      } else snapshotBytes = await store.compact(textId, at)
      tailBytes -= folded
    } catch (cause) {
      context.onCompactionFailed(cause)
    }
    isCompacting = false
  }

  /** Judges messages against the document as it is now; those that spoil it are left out, and end their sender. */
  const judge = (messages: readonly Arrived[]): Admitted => {
    const admission = admitBatch(
      {
        doc,
        bindings,
        mayWrite({ reader }) {
          const author = rights.rightOf(textId, reader) === 'write' ? reader.memberId : null
          if (author !== null) return { author }
          return { why: rights.whyNotWrite(textId, reader) ?? 'not-a-writer' }
        },
        holdsNews(decoded) {
          deleted ??= Y.createDeleteSetFromStructStore(doc.store)
          return holdsNews(doc, deleted, decoded)
        },
        hasRoomFor: (update, { structs }) =>
          structs.length === 0 || size.hasRoomFor(update, () => Y.encodeStateAsUpdate(doc)),
        isWritable: store.isWritable(),
        at: context.now().toISOString(),
      },
      messages,
    )
    if (admission.ok) return admission
    // The document holds a part of it that no log will ever have: back to the log, and the others once more.
    const { connection } = admission.culprit
    reload()
    refuse(connection, admission.why)
    connection.close(closeCode.malformed, 'words that cannot be placed')
    return judge(messages.filter((each) => each.connection !== connection))
  }
  const refuse = (connection: Connection, why: WordsRefusal) => {
    context.onRefused(textId, why)
    connection.send(refusedFrame(why, connection.optedIn))
  }

  /** Answers with what is on disk: from the encoded state, or as soon as the document holds nothing else. */
  const answer = (question: Question) => {
    const { connection, stateVector } = question
    const known = isEmptyVector(stateVector) ? encoded.whole() : undefined
    if (known) connection.sendState(known)
    else if (isWriting) questions.push(question)
    else connection.sendState(encoded.answer(doc, stateVector))
  }
  /** The document is what the disk has: those who waited for that. */
  const writingEnded = () => {
    isWriting = false
    writingBytes = 0
    for (const connection of joining) connection.send(step1Frame(doc))
    joining.clear()
    const asked = questions
    questions = []
    for (const question of asked) answer(question)
  }

  const savedDoc = () => (isWriting ? rebuildFrom(store, textId).doc : doc)

  const arrive = (message: Arrived) => {
    arrived.push(message)
    message.connection.hold(message.update.length)
    context.requestWrite(room)
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
          arrive({ connection, update: payload, isAnswer: true })
        } else if (message === syncMessage.update) {
          arrive({ connection, update: payload, isAnswer: false })
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

  const takenBy = ({ records, updates, standings, turnedAway }: Admitted): Taken => ({
    records,
    confirm() {
      if (updates.length > 0) {
        const bytes = updateFrame(mergeInGroups(updates))
        encoded.append(bytes)
        broadcast(bytes)
        tailBytes += bytesOf(records)
      }
      for (const [connection, standing] of standings) {
        connection.accepted = standing.accepted
        connection.early = standing.early
        connection.hasAnswered = standing.hasAnswered
        if (standing.hasSpoken) connection.spokeAt = performance.now()
        for (const verdict of standing.verdicts) {
          if (verdict.is === 'refused') refuse(connection, verdict.why)
          else if (connection.optedIn) connection.send(savedFrame(verdict.count))
        }
      }
      for (const connection of turnedAway) connection.close(...diskRefuses)
      writingEnded()
      void compact(smallestTail)
    },
    undo() {
      // What the disk refused was shown to nobody: the document goes back to the log, its authors send again.
      for (const connection of standings.keys()) connection.close(...diskRefuses)
      arrived = arrived.filter(({ connection }) => !standings.has(connection))
      reload()
      writingEnded()
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
      if (isWriting) joining.add(connection)
      else connection.send(step1Frame(doc))
      connection.send(presence.snapshot())
    },
    leave(connection) {
      connections.delete(connection)
      joining.delete(connection)
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
      if (arrived.length === 0) return undefined
      const messages = arrived
      arrived = []
      for (const { connection } of messages) connection.release()
      const admitted = judge(messages)
      isWriting = admitted.records.length > 0
      writingBytes = bytesOf(admitted.records)
      return takenBy(admitted)
    },
    savedDoc,
    copyRecords: (at) => copyOf(savedDoc(), bindings, at),
    authors: () => bindings,
    isIdle: () => connections.size === 0 && arrived.length === 0 && !isWriting,
    unsavedBytes: () => arrived.reduce((sum, { update }) => sum + update.length, 0) + writingBytes,
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
