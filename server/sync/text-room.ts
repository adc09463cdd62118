/** One live text: its Y.Doc, who may claim which client id in it, who has it open, and what waits for the disk. */
import * as Y from 'yjs'
import { keptTogether } from '#shared/amendment/branch'
import type { TextContent } from '#shared/domain/content'
import type { TextId } from '#shared/domain/ids'
import { clientsOfSession } from '#shared/flow/flow-doc'
import { readText } from '#shared/flow/read-text'
import { closeCode, overloadReason } from '#shared/protocol/close-codes'
import type { WordsRefusal } from '#shared/protocol/frames'
import type { TextRecord } from '../store/store.ts'
import { bytesOf, copyOf, rebuild, rebuildFrom, structsIn } from '../store/text-log.ts'
import {
  type Accepted,
  type Admitted,
  type Arrived,
  admitBatch,
  type Standing,
} from './batch-admission.ts'
import { openCompaction, smallestTail, smallestTailOfAnIdleText } from './compaction.ts'
import { type Connection, inOnePiece } from './connection.ts'
import { isEmptyVector, openEncodedState } from './encoded-state.ts'
import { mergeInGroups, refusedFrame, savedFrame, step1Frame, updateFrame } from './frame-codec.ts'
import { openHolds } from './holds.ts'
import { openLiveText } from './live-text.ts'
import { makeNotes } from './notes.ts'
import { makeOwnEdit } from './own-edit.ts'
import { openTextPresence } from './presence.ts'
import { isSameReader } from './rights.ts'
import type { RoomContext, TextRoom } from './room-context.ts'
import { readMessage } from './room-messages.ts'
import type { Taken } from './taken.ts'
import { memoryOf, openTextSize } from './text-size.ts'

/** A text of no more structs is encoded in a few milliseconds, at once; a larger one on a thread of its own, which costs memory. */
const mostStructs = 2000

/** A question about the state, asked while words were on their way to the disk. */
interface Question {
  readonly connection: Connection
  readonly stateVector: Uint8Array
}

/** Loading a text again holds up everybody: it costs its causer as much as so many bytes of messages. */
const priceOfLoading = 32 * 1024 * 1024
const diskRefuses = [closeCode.overloaded, overloadReason.diskRefuses] as const

export function openTextRoom(textId: TextId, context: RoomContext): TextRoom {
  const { store, rights } = context
  const { snapshot, tail } = store.readText(textId)
  let { doc, bindings, kept, tally, times } = openLiveText(rebuild([...snapshot, ...tail]))
  const log = openCompaction(
    {
      textId,
      store,
      now: context.now,
      isWhole: () => !isWriting && !holds.isHeld(),
      isLarge: () => structsIn(doc) > mostStructs,
      copy: (at) => copyOf(doc, bindings, at, branchKept()),
      onFailed: context.onCompactionFailed,
    },
    { snapshot, tail },
  )
  const size = openTextSize(log.bytes())
  const [whole, ...others] = [...snapshot, ...tail].flatMap(({ updates }) => updates)
  const encoded = openEncodedState(others.length === 0 ? whole : undefined)
  /** What has come and was not judged yet: it waits for the write before it. */
  let arrived: Arrived[] = []
  /** While words of the document are on their way to the disk, nobody is shown the document. */
  let isWriting = false
  let writingBytes = 0
  /** Client ids whose first words are among them. */
  let writingClients: ReadonlySet<number> = new Set()
  let questions: Question[] = []
  const joining = new Set<Connection>()
  const connections = new Set<Connection>()
  const presence = openTextPresence(
    connections,
    (clientId, memberId) =>
      clientsOfSession(clientId).every((client) =>
        [undefined, memberId].includes(bindings.get(client)),
      ),
    (client) => bindings.has(client) && !writingClients.has(client),
    (reader) => rights.presenceOf(reader),
  )
  const reload = () => {
    doc.destroy()
    ;({ doc, bindings, kept, tally, times } = openLiveText(rebuildFrom(store, textId)))
  }

  /** Writes of the server's own that are on their way to the log, and not in the document yet. */
  const holds = openHolds(() => {
    if (arrived.length > 0) context.requestWrite(room)
    else if (connections.size === 0) context.onLeft(room)
  })
  /** Notes what there is to note of what was let in since a moment. */
  const note = (letIn: readonly Accepted[], since: number) =>
    makeNotes(
      { doc, times, bindings, since, at: context.now().toISOString() },
      letIn.map(({ connection, author, brought }) => ({
        author,
        brought,
        sponsors: rights.sponsorsOf(connection.reader),
        textOf: (named) => context.timedTextFor(connection, named),
      })),
    )
  /** What was kept of an amendment since the text was opened, one after the other. */
  const branchKept = () => {
    const together = keptTogether(kept)
    kept = together ? [together] : []
    return together
  }

  /** Judges messages against the document as it is now; those that spoil it are left out, and end their sender. */
  const judge = (messages: readonly Arrived[]): Admitted => {
    const since = times.now()
    const admission = admitBatch(
      {
        doc,
        bindings,
        tally,
        mostLetters: context.mostLetters,
        mayWrite({ reader }) {
          const [right, author] = [rights.rightOf(textId, reader), reader.memberId]
          if (right === 'signed-out') return right
          if (right === 'write' && author) return { author }
          return { why: rights.whyNotWrite(textId, reader) ?? 'not-a-writer' }
        },
        hasRoomFor: (update, { structs }, author) =>
          structs.length === 0 ||
          (context.shares.take(room, author, memoryOf(update.length, structs.length)) &&
            size.hasRoomFor(update, () => Y.encodeStateAsUpdate(doc))),
        isClaimedElsewhere: (client) =>
          context.isClaimedElsewhere(
            textId,
            client,
            clientsOfSession(client).some((each) => bindings.has(each)),
          ),
        isWritable: store.isWritable(),
        note: (letIn) => note(letIn, since),
        at: context.now().toISOString(),
      },
      messages,
    )
    if (admission.ok) return admission
    // The document holds a part of it that no log will ever have: back to the log, and the others once more.
    const { connection } = admission.culprit
    reload()
    connection.charge(priceOfLoading)
    refuse(connection, admission.why)
    connection.close(closeCode.malformed, 'words that cannot be placed')
    // Whatever else this member has sent, to this text or another, is not tried out.
    context.onSpoilt(connection.reader)
    return judge(
      messages.filter((each) => !isSameReader(each.connection.reader, connection.reader)),
    )
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
    else if (isWriting) {
      // One question of each: who asks again wants to know what is missing now.
      questions = [...questions.filter((each) => each.connection !== connection), question]
    } else {
      const { frames, isNew } = encoded.answer(doc, stateVector)
      if (isNew) connection.charge(log.bytes())
      connection.sendState(frames)
    }
  }
  /** The document is what the disk has: those who waited for that. */
  const writingEnded = () => {
    isWriting = false
    writingBytes = 0
    writingClients = new Set()
    presence.wordsCame()
    for (const connection of joining) connection.send(step1Frame(doc))
    joining.clear()
    const asked = questions
    questions = []
    for (const question of asked) answer(question)
    content = undefined
    if (connections.size === 0) context.onLeft(room)
  }

  const savedDoc = () => (isWriting ? rebuildFrom(store, textId).doc : doc)
  /** What the disk has, as read last. */
  let content: TextContent | undefined

  const arrive = (message: Arrived) => {
    arrived.push(message)
    message.connection.hold(message.update.length)
    context.requestWrite(room)
  }

  /** Tells everybody what is on disk now. */
  const spread = (update: Uint8Array, records: readonly TextRecord[]) => {
    const bytes = updateFrame(update)
    encoded.append(bytes)
    for (const connection of connections) connection.send(bytes)
    log.wrote(records)
    context.onChanged(textId)
    context.onMoved(textId)
  }

  /** Remembers what a batch made of what a connection sent, and tells it. */
  const settle = (connection: Connection, standing: Standing) => {
    connection.accepted = standing.accepted
    connection.early = standing.early
    connection.hasAnswered = standing.hasAnswered
    if (standing.hasSpoken) connection.spokeAt = performance.now()
    for (const verdict of standing.verdicts) {
      if (verdict.is === 'refused') refuse(connection, verdict.why)
      else if (connection.optedIn) connection.send(savedFrame(verdict.count))
    }
  }
  const takenBy = ({ records, updates, standings, turnedAway, signedOut }: Admitted): Taken => ({
    records,
    confirm() {
      // Whoever typed gets their words and the verdict on them at once.
      inOnePiece(standings.keys(), () => {
        if (updates.length > 0) spread(mergeInGroups(updates), records)
        for (const [connection, standing] of standings) settle(connection, standing)
      })
      for (const connection of turnedAway) connection.close(...diskRefuses)
      for (const connection of signedOut) connection.close(closeCode.rightsChanged, 'sign in again')
      writingEnded()
      void log.fold(smallestTail)
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
      for (const each of presence.snapshot(connection)) connection.send(each)
    },
    leave(connection) {
      connections.delete(connection)
      joining.delete(connection)
      questions = questions.filter((each) => each.connection !== connection)
      presence.leave(connection)
    },
    receive(connection, data) {
      try {
        readMessage(data, {
          question: (stateVector) => answer({ connection, stateVector }),
          words: (update, isAnswer) => arrive({ connection, update, isAnswer }),
          awareness: (payload) => presence.receive(connection, payload),
          queryAwareness() {
            for (const each of presence.snapshot(connection)) connection.send(each)
          },
        })
      } catch {
        // Whatever cannot be decoded is the sender's fault and ends only the sender's socket.
        connection.close(closeCode.malformed, 'malformed message')
      }
    },
    resync(connection) {
      answer({ connection, stateVector: Uint8Array.of(0) })
      for (const each of presence.snapshot(connection)) connection.send(each)
    },
    isWriting: () => isWriting,
    hold() {
      const release = holds.hold()
      return (records) => {
        release()
        const updates = records.flatMap((record) => record.updates)
        if (updates.length === 0) return
        for (const record of records) {
          for (const client of record.clients) bindings.set(client, record.author)
          if (record.branch) kept.push(record.branch)
        }
        const update = mergeInGroups(updates)
        Y.applyUpdate(doc, update)
        content = undefined
        spread(update, records)
      }
    },
    pause: holds.pause,
    take() {
      if (arrived.length === 0 || holds.isPaused()) return undefined
      const messages = arrived
      arrived = []
      for (const { connection } of messages) connection.release()
      const admitted = judge(messages)
      isWriting = admitted.records.length > 0
      writingBytes = bytesOf(admitted.records)
      writingClients = new Set(admitted.records.flatMap(({ clients }) => clients))
      return takenBy(admitted)
    },
    savedDoc,
    content() {
      content ??= readText(savedDoc())
      return content
    },
    edit(author, change) {
      const made = makeOwnEdit(doc, bindings, author, context.now().toISOString(), change)
      isWriting = true
      return {
        records: [made.record],
        confirm() {
          for (const client of made.record.clients) bindings.set(client, author)
          Y.applyUpdate(doc, made.update)
          spread(made.update, [made.record])
          writingEnded()
        },
        undo: writingEnded,
      }
    },
    copyRecords: (at) => copyOf(savedDoc(), bindings, at, branchKept()),
    branch: branchKept,
    timed: () => ({ doc, times, bindings }),
    authors: () => bindings,
    isIdle: () => connections.size + arrived.length === 0 && !holds.isHeld() && !isWriting,
    unsavedBytes: () => arrived.reduce((sum, { update }) => sum + update.length, 0) + writingBytes,
    memoryBytes: () => memoryOf(log.bytes(), structsIn(doc)),
    compact: () => log.fold(smallestTailOfAnIdleText),
    keepAlive: () => presence.keepAlive(),
    turnOut(reader) {
      arrived = arrived.filter(({ connection }) => !isSameReader(connection.reader, reader))
      for (const connection of connections)
        if (isSameReader(connection.reader, reader))
          connection.close(closeCode.overloaded, overloadReason.tooMuch)
    },
    close(code, reason) {
      presence.close()
      for (const connection of connections) connection.close(code, reason)
    },
  }
  return room
}
