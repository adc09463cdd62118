import * as decoding from 'lib0/decoding'
import { IndexeddbPersistence } from 'y-indexeddb'
import type { Awareness } from 'y-protocols/awareness'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import type { TextContent } from '#shared/domain/content'
import type { MemberId, TextId } from '#shared/domain/ids'
import { frame, optInParameter } from '#shared/protocol/frames'
import { readContent } from '#shared/text/read-content'
import { CarrierSocket } from './carrier.ts'

export interface TextRoomStatus {
  readonly connection: 'connecting' | 'live' | 'offline' | 'closed'
  /** The whole text is here. */
  readonly synced: boolean
  readonly saving: 'saved' | 'saving' | 'kept-here'
}

/** One open text: its live document and what is known of its safety. */
export interface TextRoom {
  readonly textId: TextId
  readonly doc: Y.Doc
  readonly awareness: Awareness
  readonly status: () => TextRoomStatus
  readonly content: () => TextContent
  readonly subscribe: (listener: () => void) => () => void
  /** Called once, when the server did not accept words; the room is of no use afterwards. */
  onRefused: ((why: string, words: TextContent) => void) | undefined
  readonly close: () => void
  /** Forgets the copy on this device. */
  readonly forget: () => Promise<void>
}

/** Where copies are kept on this device, and for whom; readers keep none and are not shown among the carets. */
export interface LocalCopy {
  readonly epoch: string
  readonly memberId: MemberId
}

const step1 = 0
const longestWait = 2500

/** Opens a text over the y-websocket protocol, with our two extra messages and, for people who may type, a local copy. */
export function openTextRoom(textId: TextId, copy: LocalCopy | undefined): TextRoom {
  const doc = new Y.Doc()
  const persistence = copy
    ? new IndexeddbPersistence(`adref/${copy.epoch}/${copy.memberId}/${textId}`, doc)
    : undefined
  const address = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/sync`
  const provider = new WebsocketProvider(address, textId, doc, {
    params: { [optInParameter]: '1' },
    disableBc: true,
    WebSocketPolyfill: CarrierSocket,
    // Not everybody of a hall whose network returns shall come back in the same second.
    maxBackoffTime: longestWait * (1 + Math.random()),
  })
  if (!copy) provider.awareness.setLocalState(null)

  const listeners = new Set<() => void>()
  let sent = 0
  let saved = 0
  let hasLocalChanges = false
  let isFinal = false
  let content: TextContent | undefined
  let status: TextRoomStatus = { connection: 'connecting', synced: false, saving: 'saved' }
  const room: TextRoom = {
    textId,
    doc,
    awareness: provider.awareness,
    status: () => status,
    content() {
      content ??= readContent(doc)
      return content
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onRefused: undefined,
    close() {
      removeEventListener('offline', goOffline)
      removeEventListener('online', comeBack)
      provider.destroy()
      void persistence?.destroy()
      doc.destroy()
    },
    async forget() {
      await persistence?.clearData()
    },
  }

  const refresh = () => {
    const isLive = provider.wsconnected
    const connection = isFinal
      ? 'closed'
      : isLive
        ? 'live'
        : status.synced
          ? 'offline'
          : 'connecting'
    const isSaved = isLive ? provider.synced && sent <= saved : !hasLocalChanges
    if (isLive && isSaved) hasLocalChanges = false
    const saving = isSaved ? 'saved' : isLive ? 'saving' : 'kept-here'
    const synced = status.synced || provider.synced
    const isSame =
      connection === status.connection && saving === status.saving && synced === status.synced
    if (isSame) return
    status = { connection, synced, saving }
    for (const listener of listeners) listener()
  }

  doc.on('update', (_update: Uint8Array, origin: unknown) => {
    content = undefined
    if (origin !== provider && origin !== persistence) {
      hasLocalChanges = true
      if (provider.wsconnected) sent += 1
    } else if (origin === persistence && provider.wsconnected) sent += 1
    refresh()
    for (const listener of listeners) listener()
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
  provider.messageHandlers[frame.refused] = (_encoder, decoder) => {
    const why = decoding.readVarString(decoder)
    const { onRefused } = room
    room.onRefused = undefined
    onRefused?.(why, readContent(doc))
  }
  provider.on('status', ({ status: connection }) => {
    if (connection !== 'connected') {
      sent = 0
      saved = 0
    }
    refresh()
  })
  provider.on('sync', refresh)
  // A lost network closes no socket: say so at once, and come back at once.
  const goOffline = () => provider.disconnect()
  const comeBack = () => {
    if (!isFinal) provider.connect()
  }
  addEventListener('offline', goOffline)
  addEventListener('online', comeBack)
  provider.on('closed', () => {
    isFinal = true
    refresh()
  })
  return room
}
