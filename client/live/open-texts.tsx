import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useSyncExternalStore,
} from 'react'
import type { TextContent } from '#shared/domain/content'
import type { MemberId, TextId } from '#shared/domain/ids'
import { compareWordsOf } from '#shared/text/compare'
import { keepWords } from './kept-words.ts'
import { useEpoch, useYou } from './record.tsx'
import { type LocalCopy, openTextRoom, type TextRoom, type TextRoomStatus } from './text-room.ts'

/** A text stays open this long after the last part of the screen that shows it has gone, in milliseconds. */
const grace = 4000

interface Slot {
  room: TextRoom
  users: number
  closing: ReturnType<typeof setTimeout> | undefined
}

export interface SavedState {
  readonly state: 'saved' | 'saving' | 'offline'
}

interface OpenTexts {
  readonly hold: (textId: TextId) => () => void
  readonly room: (textId: TextId) => TextRoom
  readonly subscribe: (listener: () => void) => () => void
  readonly savedState: () => SavedState['state']
  /** Counts changes of anything above. */
  readonly version: () => number
  readonly closeAll: () => void
}

/** The words that one content has and the other has not, in reading order. */
function addedWords(before: TextContent, after: TextContent): string {
  const stretches: string[] = []
  for (const { pieces } of compareWordsOf(before.words, after.words)) {
    let current = ''
    for (const { kind, words } of [...pieces, { kind: 'same', words: '.' } as const]) {
      if (kind === 'inserted' || (kind === 'same' && words.trim() === '' && current !== ''))
        current += words
      else if (kind === 'same' && current !== '') {
        stretches.push(current.trim())
        current = ''
      }
    }
  }
  return stretches.filter((stretch) => stretch !== '').join(' … ')
}

function openTexts(copy: LocalCopy | undefined): OpenTexts {
  const slots = new Map<TextId, Slot>()
  const listeners = new Set<() => void>()
  let version = 0
  const tell = () => {
    version += 1
    for (const listener of listeners) listener()
  }

  /** What the author had and the text has not, once the text is here afresh. */
  const keepRefused = (
    fresh: TextRoom,
    why: string,
    own: TextContent,
    id: string,
    memberId: MemberId,
  ) => {
    const settle = () => {
      if (!fresh.status().synced) return
      end()
      const words = addedWords(fresh.content(), own)
      keepWords({
        id,
        memberId,
        textId: fresh.textId,
        at: new Date().toISOString(),
        why,
        words,
      })
    }
    const end = fresh.subscribe(settle)
    settle()
  }

  const open = (textId: TextId): TextRoom => {
    const room = openTextRoom(textId, copy)
    room.subscribe(tell)
    room.onRefused = (why, own) => {
      const slot = slots.get(textId)
      if (!slot || !copy) return
      void room.forget().then(() => {
        room.close()
        slot.room = open(textId)
        keepRefused(slot.room, why, own, `${textId}-${performance.now()}`, copy.memberId)
        tell()
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

  return {
    hold(textId) {
      const slot = slotOf(textId)
      slot.users += 1
      clearTimeout(slot.closing)
      return () => {
        slot.users -= 1
        if (slot.users > 0) return
        slot.closing = setTimeout(() => {
          slots.delete(textId)
          slot.room.close()
        }, grace)
      }
    },
    room: (textId) => slotOf(textId).room,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    savedState() {
      let state: SavedState['state'] = 'saved'
      for (const { room } of slots.values()) {
        const { connection, saving } = room.status()
        if (connection === 'offline' || saving === 'kept-here') return 'offline'
        if (saving === 'saving') state = 'saving'
      }
      return state
    },
    version: () => version,
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
  const mayEverType = memberId !== null && role !== 'observer'
  const texts = useMemo(
    () => openTexts(mayEverType ? { epoch, memberId } : undefined),
    [epoch, memberId, mayEverType],
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

export const useTextRoomStatus = (room: TextRoom): TextRoomStatus =>
  useSyncExternalStore(room.subscribe, room.status)

/** What the text says, as it changes; undefined until the whole text is here. */
export function useTextContent(textId: TextId): TextContent | undefined {
  const room = useTextRoom(textId)
  const content = useSyncExternalStore(room.subscribe, room.content)
  const { synced } = useTextRoomStatus(room)
  return synced ? content : undefined
}

/** Whether everything typed is safe. */
export const useSavedState = (): SavedState['state'] => {
  const texts = useOpenTexts()
  return useSyncExternalStore(texts.subscribe, texts.savedState)
}

/** What the open texts say, for decisions; undefined for texts that are not open. */
export function useContentOf(): (textId: TextId) => TextContent | undefined {
  const texts = useOpenTexts()
  useSyncExternalStore(texts.subscribe, texts.version)
  return (textId) => {
    const room = texts.room(textId)
    return room.status().synced ? room.content() : undefined
  }
}
