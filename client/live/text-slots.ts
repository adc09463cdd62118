/** The texts that are open on this page: opened when they are asked for, closed a while after nothing shows them any more. */

import type { TextId } from '#shared/domain/ids'
import { clientsOfSession } from '#shared/flow/flow-doc'
import type { NamedMember } from '#shared/protocol/api'
import { contentToPlain } from '#shared/text/content-to-plain'
import { takeBackFormerCopies } from './former-copies.ts'
import {
  discardKeptWords,
  dropFormerEdits,
  type KeptWords,
  keepWords,
  rowRemoved,
} from './kept-words.ts'
import { draftEdits, refusedWords, returningOf, wordsSince } from './refused-words.ts'
import { watchRemovedRows } from './removed-rows.ts'
import { unsavedSender } from './send-unsaved.ts'
import { serverInstant } from './server-clock.ts'
import { type FormerText, type RestoredText, takeBack } from './taken-back.ts'
import { openTextRoom, type TextRoom, type TextRoomStatus, type Unaccepted } from './text-room.ts'
import type { Trouble } from './trouble.ts'
import { type LocalCopy, unsavedTexts } from './unsaved-marks.ts'
import { whenIdle } from './when-idle.ts'

/** A text stays open this long after the last part of the screen that shows it has gone, in milliseconds. */
const grace = 4000

interface Slot {
  room: TextRoom
  users: number
  closing: ReturnType<typeof setTimeout> | undefined
}

/** Whether everything typed is safe, or else what is in the way. */
export type SavedState = 'saved' | 'loading' | 'saving' | 'offline' | Trouble

/** Of which store the texts are, and whether its record knows a text. */
export interface OfStore {
  readonly epoch?: string
  readonly isThere?: (textId: TextId) => boolean
}

/** The texts that are open here; each is held by the parts of the screen that show it. */
export interface OpenTexts {
  readonly hold: (textId: TextId) => () => void
  readonly room: (textId: TextId) => TextRoom
  /**
   * Makes a text a draft of this page, which is as its base is and follows it until somebody types in it. False while the base is
   * not here or not connected.
   */
  readonly draft: (textId: TextId, baseTextId: TextId) => boolean
  /** Keeps the words of a draft that the server has not begun, as words for its base. */
  readonly keepDraft: (textId: TextId, baseTextId: TextId) => void
  /** Lets go of what this device has of a text and the server has not, and opens it as the server has it. */
  readonly startAfresh: (textId: TextId) => Promise<void>
  readonly subscribe: (listener: () => void) => () => void
  readonly savedState: () => SavedState
  /** Whether words are in this page alone: away from the server, and not on the disk of this device yet. */
  readonly isOnlyHere: () => boolean
  readonly subscribeToShown: (listener: () => void) => () => void
  /** Counts changes of what the open texts show. */
  readonly shownVersion: () => number
  /** Sends what this device has of any text and the server lacks, opening the texts for it a few at a time. */
  readonly sendUnsaved: () => void
  /** Their member is signed in again: goes on with the texts that were closed because they were not. */
  readonly resume: () => void
  /** Closes everything; gives what was typed on this page, in case all of it is of a store that is no more. */
  readonly closeAll: () => FormerText[]
  /** Keeps for their author what was typed in texts of a store that is no more, on this page and on this device. */
  readonly takeBackFormer: (left: readonly FormerText[]) => Promise<void>
}

/**
 * Opens texts, with copies on this device for those who may type. Texts in which nobody types any more are only read: their
 * copies would be written at every change, for nobody. `member` is named to the server with each.
 */
export function openTexts(
  copy: LocalCopy | undefined,
  isOnlyRead: (textId: TextId) => boolean = () => false,
  member?: NamedMember,
  store: OfStore = {},
): OpenTexts {
  const slots = new Map<TextId, Slot>()
  const listeners = new Set<() => void>()
  const shownListeners = new Set<() => void>()
  let shownVersion = 0
  const tell = () => {
    for (const listener of listeners) listener()
  }
  let telling: (() => void) | undefined
  /** What comes into many texts at once, as into all amendments that follow one, is told once. */
  const tellShown = () => {
    telling ??= whenIdle(() => {
      telling = undefined
      shownVersion += 1
      for (const listener of shownListeners) listener()
    })
  }

  /** Keeps of refused words only what the text has not, once it is here afresh. */
  const narrowDown = (fresh: TextRoom, kept: Omit<KeptWords, 'words'>, own: Unaccepted) => {
    const settle = () => {
      if (!fresh.status().synced) return
      end()
      const words = refusedWords(fresh.content(), own.content)
      if (words === undefined) return void discardKeptWords(kept.id)
      const merged = wordsSince(fresh.doc, own)
      // When this device has no room for the edits, it has for the words.
      const returning = returningOf(kept.why, fresh.doc, own)
      if (!keepWords({ ...kept, words, merged, returning })) keepWords({ ...kept, words, merged })
      return undefined
    }
    const end = fresh.subscribe(settle)
    settle()
  }

  const openAfresh = async (textId: TextId, slot: Slot) => {
    await slot.room.forget()
    slot.room.close()
    slot.room = open(textId)
    tell()
    tellShown()
  }
  const open = (textId: TextId, base?: TextRoom): TextRoom => {
    const hasUnsaved = copy !== undefined && unsavedTexts(copy).includes(textId)
    const kept = isOnlyRead(textId) && !hasUnsaved ? undefined : copy
    const room = openTextRoom(textId, kept, base, member, store.epoch)
    let isSynced = false
    room.subscribe(() => {
      tell()
      if (isSynced === room.status().synced) return
      isSynced = room.status().synced
      tellShown()
    })
    room.subscribeToShown(tellShown)
    if (kept) {
      const { memberId, epoch } = kept
      const isUnsaved = () => room.status().saving !== 'saved'
      watchRemovedRows(room.doc, isUnsaved, (cell, words) => {
        const id = `${textId}/${cell}`
        keepWords({ id, memberId, textId, at: serverInstant(), why: rowRemoved, words, epoch })
      })
    }
    room.onRefused = (why, own) => {
      const slot = slots.get(textId)
      if (!slot) return
      // A reader types nothing: what was refused is what Yjs tidied up, and is undone by opening the text afresh.
      const kept = copy && {
        id: `${textId}-${performance.now()}`,
        memberId: copy.memberId,
        textId,
        at: serverInstant(),
        why,
        epoch: copy.epoch,
      }
      // All that their text said, until the text is here afresh and tells what of it was theirs: the network may be gone by then.
      const isKept = !kept || keepWords({ ...kept, words: contentToPlain(own.content) })
      // Without room to keep the words, the copy on this device stays, and with it the text as its author left it.
      if (!isKept) return room.keepUnaccepted()
      // What was kept while the server began it is among them.
      if (room.draft) discardKeptWords(textId)
      void openAfresh(textId, slot).then(() => {
        if (kept) narrowDown(slot.room, kept, own)
      })
    }
    return room
  }

  const slotOf = (textId: TextId): Slot => {
    const known = slots.get(textId)
    if (known) return known
    const slot: Slot = { room: open(textId), users: 0, closing: undefined }
    slots.set(textId, slot)
    return slot
  }

  /** Words that are not saved keep their text open, so that they are sent as soon as they can be. */
  const closeLater = (textId: TextId, slot: Slot) => {
    clearTimeout(slot.closing)
    slot.closing = setTimeout(() => {
      const { saving, connection } = slot.room.status()
      if (saving !== 'saved' && connection !== 'closed') return closeLater(textId, slot)
      slots.delete(textId)
      slot.room.close()
      tell()
      return tellShown()
    }, grace)
  }

  const hold = (textId: TextId) => {
    const slot = slotOf(textId)
    slot.users += 1
    clearTimeout(slot.closing)
    return () => {
      slot.users -= 1
      if (slot.users > 0) return
      closeLater(textId, slot)
    }
  }
  const subscribe = (listener: () => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }
  const isDone = (textId: TextId) => {
    const { connection, synced, saving } = slotOf(textId).room.status()
    return connection === 'closed' || (connection === 'live' && synced && saving === 'saved')
  }
  /** A text of the record as soon as all of it is here. */
  const whenHere: RestoredText = (textId) => {
    if (store.isThere?.(textId) === false) return undefined
    const release = hold(textId)
    return new Promise((settle) => {
      const look = () => {
        const { room } = slotOf(textId)
        if (!room.status().synced) return
        listeners.delete(look)
        settle(room)
        release()
      }
      listeners.add(look)
      look()
    })
  }
  const sender = unsavedSender({ hold, subscribe, isDone })

  return {
    hold,
    room(textId) {
      const slot = slotOf(textId)
      // Asked for without being held: open as long as somebody goes on asking.
      if (slot.users === 0) closeLater(textId, slot)
      return slot.room
    },
    draft(textId, baseTextId) {
      const { room: base } = slotOf(baseTextId)
      const { connection, synced } = base.status()
      if (connection !== 'live' || !synced) return false
      const slot: Slot = { room: open(textId, base), users: 0, closing: undefined }
      slots.set(textId, slot)
      closeLater(textId, slot)
      return true
    },
    keepDraft(textId, baseTextId) {
      const own = slots.get(textId)?.room.draft?.unaccepted()
      if (!own || !copy) return
      const { doc, content } = slotOf(baseTextId).room
      const words = refusedWords(content(), own.content)
      if (words === undefined) return
      keepWords({
        id: textId,
        memberId: copy.memberId,
        textId: baseTextId,
        at: serverInstant(),
        why: 'amendment-not-started',
        epoch: copy.epoch,
        words,
        returning: { amendmentTextId: textId, edits: draftEdits(doc, own) },
      })
    },
    startAfresh: (textId) => openAfresh(textId, slotOf(textId)),
    subscribe,
    savedState() {
      const statuses = [...slots.values()].map(({ room }) => room.status())
      const troubles = statuses.flatMap(({ trouble }) => trouble ?? [])
      if (troubles.includes('disk-refuses')) return 'disk-refuses'
      if (troubles[0]) return troubles[0]
      const isAway = ({ connection, saving }: TextRoomStatus) =>
        connection === 'offline' || saving === 'kept-here'
      if (statuses.some(isAway)) return statuses.some(isUnkept) ? 'saving' : 'offline'
      const isSaving = sender.isWaiting() || statuses.some(({ saving }) => saving === 'saving')
      if (isSaving) return 'saving'
      // Nobody knows yet what is saved of a text that is not here.
      return statuses.some(({ synced }) => !synced) ? 'loading' : 'saved'
    },
    isOnlyHere: () => [...slots.values()].some(({ room }) => isUnkept(room.status())),
    subscribeToShown(listener) {
      shownListeners.add(listener)
      return () => shownListeners.delete(listener)
    },
    shownVersion: () => shownVersion,
    sendUnsaved() {
      if (!copy) return
      sender.send(unsavedTexts(copy))
      tell()
    },
    resume() {
      for (const { room } of slots.values()) room.resume()
    },
    closeAll() {
      telling?.()
      sender.end()
      const left: FormerText[] = []
      for (const { room, closing } of slots.values()) {
        clearTimeout(closing)
        const { textId, doc } = room
        const clients = clientsOfSession(doc.clientID).filter((each) => doc.store.clients.has(each))
        if (copy && clients.length > 0) left.push({ ...copy, textId, doc, clients })
        room.close()
      }
      slots.clear()
      return left
    },
    async takeBackFormer(left) {
      if (!copy) return
      dropFormerEdits(copy.epoch)
      await Promise.all(left.map((former) => takeBack(former, whenHere)))
      await takeBackFormerCopies(copy, whenHere)
    },
  }
}

/** Whether words are neither saved nor known to be kept on this device. */
const isUnkept = ({ connection, saving }: TextRoomStatus): boolean =>
  connection === 'offline' && saving === 'saving'
