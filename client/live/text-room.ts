import * as decoding from 'lib0/decoding'
import type { Awareness } from 'y-protocols/awareness'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import type { TextContent } from '#shared/domain/content'
import type { TextId } from '#shared/domain/ids'
import { contentSchema } from '#shared/flow/allowed-flow'
import { clientsOfSession } from '#shared/flow/flow-doc'
import { readText } from '#shared/flow/read-text'
import { memberParameter, type NamedMember } from '#shared/protocol/api'
import { closeCode } from '#shared/protocol/close-codes'
import {
  epochParameter,
  frame,
  optInParameter,
  schemaParameter,
  type WordsRefusal,
} from '#shared/protocol/frames'
import { CarrierSocket } from './carrier.ts'
import { type DeviceCopy, openDeviceCopy } from './device-copy.ts'
import { firstConnection } from './first-connection.ts'
import { followWords } from './followed-words.ts'
import { clocksOfSession, newPageDoc, type OwnClocks } from './page-doc.ts'
import { askToReload } from './reload-needed.ts'
import { newTextReader } from './text-reader.ts'
import { type Trouble, troubleOf } from './trouble.ts'
import { type LocalCopy, unsavedMark } from './unsaved-marks.ts'
import { whenIdle } from './when-idle.ts'

export interface TextRoomStatus {
  readonly connection: 'connecting' | 'live' | 'offline' | 'closed'
  /** The whole text is here. */
  readonly synced: boolean
  readonly saving: 'saved' | 'saving' | 'kept-here'
  /** What the server said when it closed the text last, until everything is here and saved again. */
  readonly trouble: Trouble | undefined
}

/** One open text: its live document and what is known of its safety. */
export interface TextRoom {
  readonly textId: TextId
  readonly doc: Y.Doc
  readonly awareness: Awareness
  readonly status: () => TextRoomStatus
  /** What the text says now. */
  readonly content: () => TextContent
  /** What the screen shows of it around the editor: a moment behind one's own typing, at once what others do. */
  readonly shown: () => TextContent
  /** Shows at once what this person has just done around the editor: it is no typing. */
  readonly catchUp: () => void
  /** Told when the status changes. */
  readonly subscribe: (listener: () => void) => () => void
  /** Told when what is shown changes. */
  readonly subscribeToShown: (listener: () => void) => () => void
  /** Called once, when the server did not accept words; the room is of no use afterwards. */
  onRefused: ((why: string, own: Unaccepted) => void) | undefined
  /** For a draft that only this page has. */
  readonly draft: LocalDraft | undefined
  readonly close: () => void
  /** Its words were refused and cannot be kept apart: it stays as its author left it, here and on this device, and is only read. */
  readonly keepUnaccepted: () => void
  /** Its member is signed in again: goes on where it was closed because they were not. */
  readonly resume: () => void
  /** Forgets the copy on this device. */
  readonly forget: () => Promise<void>
}

/** A text that begins as another one is, and follows it, until somebody types: the server hears of it only then. */
export interface LocalDraft {
  /** Called once, at the first edit. */
  onFirstEdit: (() => void) | undefined
  /** Stays as it is, but for what is typed: the server is asked to begin it with what the other text has then. */
  readonly standStill: () => void
  /** The server has begun it: sends what was typed, and is a text like others from now on. */
  readonly begin: () => void
  /** The server did not begin it, and its words are kept elsewhere: nothing of it is left to save. */
  readonly giveUp: () => void
  readonly unaccepted: () => Unaccepted
  /** Whether the server may yet begin it: its words stand in it, wherever else they are kept meanwhile. */
  readonly isWaiting: () => boolean
}

/** A text as its author has it, when the server did not accept all of it. */
export interface Unaccepted {
  readonly content: TextContent
  readonly state: Uint8Array
  /** Up to which clocks all that they typed was saved at last. */
  readonly saved: OwnClocks
}

const step1 = 0
const longestWait = 2500
/** So many failures in a row make y-websocket wait its longest before it tries again. */
const manyFailures = 5

/**
 * Opens a text over the y-websocket protocol, with our two extra messages and, for people who may type, a local copy. With a
 * `base` it is a draft of this page, until it is begun. `member`: for whom the page was opened; to nobody else it is opened. `epoch`:
 * of which store; of no other one it is opened.
 */
export function openTextRoom(
  textId: TextId,
  copy: LocalCopy | undefined,
  base?: TextRoom,
  member?: NamedMember,
  epoch?: string,
): TextRoom {
  const doc = newPageDoc()
  let isLocal = base !== undefined
  const keep = () =>
    copy &&
    openDeviceCopy(`adref/${copy.epoch}/${copy.memberId}/${textId}`, doc, {
      isOthers: (origin) => origin === provider,
      onRead() {
        isCopyRead = true
        first?.now()
        refresh()
      },
      onKept: () => refresh(),
    })
  let persistence: DeviceCopy | undefined
  const mark = copy && unsavedMark(copy, textId, doc.clientID)
  // Until the copy is read, nobody knows whether what it has is saved.
  let isCopyRead = !mark?.isInherited
  const address = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/sync`
  const provider = new WebsocketProvider(address, textId, doc, {
    params: {
      [optInParameter]: '1',
      [schemaParameter]: String(contentSchema),
      ...(member ? { [memberParameter]: member } : {}),
      ...(epoch ? { [epochParameter]: epoch } : {}),
    },
    disableBc: true,
    connect: !isLocal && !copy,
    WebSocketPolyfill: CarrierSocket,
    // Not everybody of a hall whose network returns shall come back in the same second.
    maxBackoffTime: longestWait * (1 + Math.random()),
  })
  const first = copy && !isLocal ? firstConnection(() => provider.connect()) : undefined
  if (!copy) provider.awareness.setLocalState(null)

  const listeners = new Set<() => void>()
  const followed = followWords(newTextReader(doc))
  let [sent, saved] = [0, 0]
  let hasLocalChanges = !isCopyRead
  let savedClocks: OwnClocks = clocksOfSession(doc)
  let isFinal = false
  let isWaiting = isLocal
  /** It is remembered with the copy that this page typed in it. */
  let hasTyped = false
  /** Until then a draft that has just been begun is on its way, and not cut off. */
  let hasConnected = !isLocal
  let trouble: Trouble | undefined
  let status: TextRoomStatus = {
    connection: isLocal ? 'live' : 'connecting',
    synced: isLocal,
    saving: hasLocalChanges ? 'saving' : 'saved',
    trouble,
  }
  const fromBase = (update: Uint8Array) => Y.applyUpdate(doc, update, base)
  const standStill = () => base?.doc.off('update', fromBase)
  const unaccepted = (): Unaccepted => ({
    content: readText(doc),
    state: Y.encodeStateAsUpdate(doc),
    saved: savedClocks,
  })
  const room: TextRoom = {
    textId,
    doc,
    awareness: provider.awareness,
    status: () => status,
    content: followed.now,
    shown: followed.shown,
    catchUp: followed.catchUp,
    subscribeToShown: followed.subscribe,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onRefused: undefined,
    draft: base && {
      onFirstEdit: undefined,
      standStill,
      begin() {
        standStill()
        isLocal = false
        isWaiting = false
        persistence = keep()
        mark?.set()
        provider.connect()
        refresh()
      },
      giveUp() {
        isWaiting = false
        hasLocalChanges = false
        refresh()
      },
      unaccepted,
      isWaiting: () => isWaiting,
    },
    close() {
      first?.never()
      standStill()
      removeEventListener('offline', goOffline)
      removeEventListener('online', comeBack)
      followed.end()
      telling?.()
      provider.destroy()
      mark?.end()
      persistence?.close()
      doc.destroy()
    },
    keepUnaccepted() {
      isFinal = true
      trouble = 'no-room'
      provider.destroy()
      refresh()
    },
    resume() {
      if (trouble !== 'signed-out' && trouble !== 'another-member') return
      isFinal = false
      trouble = undefined
      provider.connect()
      refresh()
    },
    async forget() {
      await persistence?.clear()
      mark?.remove()
    },
  }

  let telling: (() => void) | undefined
  const tell = () => {
    telling?.()
    telling = undefined
    for (const listener of listeners) listener()
  }
  const refresh = () => {
    const isLive = provider.wsconnected
    const connection = isFinal
      ? 'closed'
      : isLive || isLocal
        ? 'live'
        : status.synced && hasConnected
          ? 'offline'
          : 'connecting'
    hasConnected ||= isLive
    const isSaved = isLive ? isCopyRead && provider.synced && sent <= saved : !hasLocalChanges
    if (isLive && isSaved) {
      hasLocalChanges = false
      trouble = undefined
      mark?.clear()
      savedClocks = clocksOfSession(doc)
    }
    const mayBeSaved = (connection === 'live' || connection === 'connecting') && !trouble
    // Nothing is said to be kept here before the disk has it.
    const isSaving = mayBeSaved || (!isSaved && persistence?.isKept() === false)
    const saving = isSaved ? 'saved' : isSaving ? 'saving' : 'kept-here'
    const synced = status.synced || provider.synced
    const isOnlySaving =
      connection === status.connection && synced === status.synced && trouble === status.trouble
    if (isOnlySaving && saving === status.saving) return
    // The picture that shows a key does not wait for the word that says that it is being saved, or is. Offline that word is never late:
    // until it comes the bar says that all is kept here.
    const isLocalWord = saving === 'kept-here' || status.saving === 'kept-here'
    const mayTellLater = isOnlySaving && mayBeSaved && !isLocalWord
    status = { connection, synced, saving, trouble }
    if (mayTellLater) telling ??= whenIdle(tell)
    else tell()
  }

  const edited = () => {
    const { draft } = room
    const tellFirst = draft?.onFirstEdit
    if (draft) draft.onFirstEdit = undefined
    tellFirst?.()
  }
  doc.on('update', (_update: Uint8Array, origin: unknown) => {
    const isKept = persistence?.isOrigin(origin) ?? false
    const isOwn = origin !== provider && !isKept && origin !== base
    if (isOwn) {
      hasLocalChanges = true
      if (isLocal) edited()
      else mark?.set()
      if (!hasTyped)
        for (const client of clientsOfSession(doc.clientID)) persistence?.noteOwn(client)
      hasTyped = persistence !== undefined
      if (provider.wsconnected) sent += 1
    } else if (isKept && provider.wsconnected) sent += 1
    refresh()
    followed.changed(isOwn)
  })
  const [answerSync] = provider.messageHandlers
  provider.messageHandlers[frame.sync] = (encoder, decoder, its, emitSynced, messageType) => {
    const isQuestion = decoder.arr[decoder.pos] === step1
    answerSync?.(encoder, decoder, its, emitSynced, messageType)
    if (isQuestion) sent += 1
    refresh()
  }
  provider.messageHandlers[frame.saved] = (_encoder, decoder) => {
    saved = decoding.readVarUint(decoder)
    refresh()
  }
  const refused = (why: string) => {
    const { onRefused } = room
    room.onRefused = undefined
    onRefused?.(why, unaccepted())
  }
  provider.messageHandlers[frame.refused] = (_encoder, decoder) =>
    refused(decoding.readVarString(decoder))
  provider.on('connection-close', (event) => {
    if (isFinal) return
    trouble = event ? troubleOf(event.code, event.reason) : undefined
    // Only those whose words it could not save are closed: this includes words from before this page was opened.
    if (trouble === 'disk-refuses') hasLocalChanges = true
    // The same message would be sent, and end the connection, again and again.
    if (event?.code === closeCode.tooLarge) refused('too-large' satisfies WordsRefusal)
    if (event?.code === closeCode.otherRelease) askToReload('other-release')
    if (event?.code === closeCode.overloaded)
      provider.wsUnsuccessfulReconnects = Math.max(provider.wsUnsuccessfulReconnects, manyFailures)
    refresh()
  })
  provider.on('status', ({ status: connection }) => {
    if (connection !== 'connected') {
      sent = 0
      saved = 0
    }
    refresh()
  })
  provider.on('sync', () => refresh())
  // A lost network closes no socket: say so at once, and come back at once.
  const goOffline = () => {
    first?.never()
    provider.disconnect()
  }
  const comeBack = () => {
    if (!isFinal && !isLocal) provider.connect()
  }
  addEventListener('offline', goOffline)
  addEventListener('online', comeBack)
  provider.on('closed', () => {
    isFinal = true
    refresh()
  })
  if (base) {
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(base.doc), base)
    base.doc.on('update', fromBase)
  } else persistence = keep()
  return room
}
