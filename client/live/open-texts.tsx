import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react'
import type { TextContent } from '#shared/domain/content'
import type { TextId } from '#shared/domain/ids'
import { contentToPlain } from '#shared/text/content-to-plain'
import { discardKeptWords, type KeptWords, keepWords } from './kept-words.ts'
import { useEpoch, useYou } from './record.tsx'
import { refusedWords, returningOf, wordsSince } from './refused-words.ts'
import {
  type LocalCopy,
  openTextRoom,
  type TextRoom,
  type TextRoomStatus,
  type Unaccepted,
} from './text-room.ts'
import type { Trouble } from './trouble.ts'

/** A text stays open this long after the last part of the screen that shows it has gone, in milliseconds. */
const grace = 4000

interface Slot {
  room: TextRoom
  users: number
  closing: ReturnType<typeof setTimeout> | undefined
}

/** Whether everything typed is safe, or else what is in the way. */
export type SavedState = 'saved' | 'saving' | 'offline' | Trouble

interface OpenTexts {
  readonly hold: (textId: TextId) => () => void
  readonly room: (textId: TextId) => TextRoom
  readonly subscribe: (listener: () => void) => () => void
  readonly savedState: () => SavedState
  readonly subscribeToShown: (listener: () => void) => () => void
  /** Counts changes of what the open texts show. */
  readonly shownVersion: () => number
  readonly closeAll: () => void
}

function openTexts(copy: LocalCopy | undefined): OpenTexts {
  const slots = new Map<TextId, Slot>()
  const listeners = new Set<() => void>()
  const shownListeners = new Set<() => void>()
  let shownVersion = 0
  const tell = () => {
    for (const listener of listeners) listener()
  }
  const tellShown = () => {
    shownVersion += 1
    for (const listener of shownListeners) listener()
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

  const open = (textId: TextId): TextRoom => {
    const room = openTextRoom(textId, copy)
    let isSynced = false
    room.subscribe(() => {
      tell()
      if (isSynced === room.status().synced) return
      isSynced = room.status().synced
      tellShown()
    })
    room.subscribeToShown(tellShown)
    room.onRefused = (why, own) => {
      const slot = slots.get(textId)
      if (!slot) return
      // A reader types nothing: what was refused is what Yjs tidied up, and is undone by opening the text afresh.
      const kept = copy && {
        id: `${textId}-${performance.now()}`,
        memberId: copy.memberId,
        textId,
        at: new Date().toISOString(),
        why,
      }
      // All that their text said, until the text is here afresh and tells what of it was theirs: the network may be gone by then.
      const isKept = !kept || keepWords({ ...kept, words: contentToPlain(own.content) })
      const forgotten = isKept ? room.forget() : Promise.resolve()
      void forgotten.then(() => {
        room.close()
        // Without room to keep the words, the copy on this device stays, and with it the text as its author left it.
        if (isKept) {
          slot.room = open(textId)
          if (kept) narrowDown(slot.room, kept, own)
        }
        tell()
        tellShown()
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
    slot.closing = setTimeout(() => {
      if (slot.room.status().saving !== 'saved') return closeLater(textId, slot)
      slots.delete(textId)
      slot.room.close()
      tell()
      return tellShown()
    }, grace)
  }

  return {
    hold(textId) {
      const slot = slotOf(textId)
      slot.users += 1
      clearTimeout(slot.closing)
      return () => {
        slot.users -= 1
        if (slot.users > 0) return
        closeLater(textId, slot)
      }
    },
    room: (textId) => slotOf(textId).room,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    savedState() {
      const statuses = [...slots.values()].map(({ room }) => room.status())
      const troubles = statuses.flatMap(({ trouble }) => trouble ?? [])
      if (troubles.includes('disk-refuses')) return 'disk-refuses'
      if (troubles[0]) return troubles[0]
      const isAway = ({ connection, saving }: TextRoomStatus) =>
        connection === 'offline' || saving === 'kept-here'
      if (statuses.some(isAway)) return 'offline'
      return statuses.some(({ saving }) => saving === 'saving') ? 'saving' : 'saved'
    },
    subscribeToShown(listener) {
      shownListeners.add(listener)
      return () => shownListeners.delete(listener)
    },
    shownVersion: () => shownVersion,
    closeAll() {
      for (const { room, closing } of slots.values()) {
        clearTimeout(closing)
        room.close()
      }
      slots.clear()
    },
  }
}

const Context = createContext<OpenTexts | undefined>(undefined)

const useOpenTexts = (): OpenTexts => {
  const texts = useContext(Context)
  if (!texts) throw new Error('A text is opened outside its provider.')
  return texts
}

/** Keeps the open texts of the room; one connection for each text however many parts of the screen show it. */
export function OpenTextsProvider({ children }: { readonly children: ReactNode }) {
  const { memberId, role } = useYou()
  const epoch = useEpoch()
  const mayType = memberId !== null && role !== 'observer'
  // Whoever has typed here keeps the texts as they are: words on their way may still be refused, and must be shown then.
  const [hasTyped, setHasTyped] = useState(mayType)
  if (mayType && !hasTyped) setHasTyped(true)
  const texts = useMemo(
    () => openTexts(hasTyped && memberId !== null ? { epoch, memberId } : undefined),
    [epoch, memberId, hasTyped],
  )
  useEffect(() => () => texts.closeAll(), [texts])
  return <Context.Provider value={texts}>{children}</Context.Provider>
}

/** The live text; another object after words were refused and the text was opened afresh. */
export function useTextRoom(textId: TextId): TextRoom {
  const texts = useOpenTexts()
  useEffect(() => texts.hold(textId), [texts, textId])
  return useSyncExternalStore(texts.subscribe, () => texts.room(textId))
}

/** One thing of a text's status: whoever asks for one is not drawn again for each word that is saved. */
export const useTextRoomStatus = <Key extends keyof TextRoomStatus>(
  room: TextRoom,
  key: Key,
): TextRoomStatus[Key] => useSyncExternalStore(room.subscribe, () => room.status()[key])

/** What the text says, as it changes, a moment behind one's own typing; undefined until the whole text is here. */
export function useTextContent(textId: TextId): TextContent | undefined {
  const room = useTextRoom(textId)
  const content = useSyncExternalStore(room.subscribeToShown, room.shown)
  const synced = useTextRoomStatus(room, 'synced')
  return synced ? content : undefined
}

/** Whether everything typed is safe. */
export const useSavedState = (): SavedState => {
  const texts = useOpenTexts()
  return useSyncExternalStore(texts.subscribe, texts.savedState)
}

/** What the open texts say, for decisions; undefined for texts that are not open. */
export function useContentOf(): (textId: TextId) => TextContent | undefined {
  const texts = useOpenTexts()
  useSyncExternalStore(texts.subscribeToShown, texts.shownVersion)
  return (textId) => {
    const room = texts.room(textId)
    return room.status().synced ? room.shown() : undefined
  }
}
