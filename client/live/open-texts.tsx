import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import type { TextContent } from '#shared/domain/content'
import type { TextId } from '#shared/domain/ids'
import { publicReader } from '#shared/protocol/api'
import { useEpoch, useFeedConnection, useRecordNow, useSomebodyElse, useYou } from './record.tsx'
import type { FormerText } from './taken-back.ts'
import type { TextRoom, TextRoomStatus } from './text-room.ts'
import { type OpenTexts, openTexts, type SavedState } from './text-slots.ts'
import { unsavedTexts } from './unsaved-marks.ts'

const Context = createContext<OpenTexts | undefined>(undefined)

/** For following several texts at once. */
export const useOpenTexts = (): OpenTexts => {
  const texts = useContext(Context)
  if (!texts) throw new Error('A text is opened outside its provider.')
  return texts
}

/** Keeps the open texts of the room; one connection for each text however many parts of the screen show it. */
export function OpenTextsProvider({ children }: { readonly children: ReactNode }) {
  const { memberId, role } = useYou()
  const epoch = useEpoch()
  const mayType = memberId !== null && role !== 'observer'
  const isReached = useFeedConnection() !== 'reconnecting'
  const recordNow = useRecordNow()
  // Whoever has typed here keeps the texts as they are: words on their way may still be refused, and must be shown then.
  const [hasTyped, setHasTyped] = useState(
    () => mayType || (memberId !== null && unsavedTexts({ epoch, memberId }).length > 0),
  )
  if (mayType && !hasTyped) setHasTyped(true)
  const texts = useMemo(() => {
    const copy = hasTyped && memberId !== null ? { epoch, memberId } : undefined
    const isOnlyRead = (textId: TextId) => {
      const text = recordNow().texts[textId]
      return text?.kind === 'amendment' && text.standing !== 'private'
    }
    const isThere = (textId: TextId) => recordNow().texts[textId] !== undefined
    return openTexts(copy, isOnlyRead, memberId ?? publicReader, { epoch, isThere })
  }, [epoch, memberId, hasTyped, recordNow])
  // Another store has other texts under the same ids: what was typed for the one before comes back to its author.
  const left = useRef<readonly FormerText[]>([])
  useEffect(() => {
    const former = left.current.filter((text) => text.epoch !== epoch && text.memberId === memberId)
    left.current = []
    void texts.takeBackFormer(former)
    return () => {
      left.current = texts.closeAll()
    }
  }, [texts, epoch, memberId])
  const isElse = useSomebodyElse() !== undefined
  useEffect(() => {
    if (!isElse) texts.resume()
  }, [texts, isElse])
  // On entry, and whenever the network or the server is back.
  useEffect(() => {
    if (isReached) texts.sendUnsaved()
  }, [texts, isReached])
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

/** Whether a text that is not here can be expected: the network and the server give texts, and refuse this one to nobody. */
export function useIsAwaited(textId: TextId): boolean {
  const isReached = useFeedConnection() !== 'reconnecting'
  const trouble = useTextRoomStatus(useTextRoom(textId), 'trouble')
  return isReached && !trouble
}

/** Whether everything typed is safe. */
export const useSavedState = (): SavedState => {
  const texts = useOpenTexts()
  return useSyncExternalStore(texts.subscribe, texts.savedState)
}

/** Whether words are in this page alone. */
export const useIsOnlyHere = (): boolean => {
  const texts = useOpenTexts()
  return useSyncExternalStore(texts.subscribe, texts.isOnlyHere)
}

/** What texts say, for decisions; undefined for a text until it is here. What was asked for stays open while it is asked for. */
export function useContentOf(): (textId: TextId) => TextContent | undefined {
  const texts = useOpenTexts()
  useSyncExternalStore(texts.subscribeToShown, texts.shownVersion)
  const asked = useRef<Set<TextId>>(new Set())
  // After each time that the asking part was drawn: it may have asked for others than before.
  useEffect(() => {
    const releases = [...asked.current].map(texts.hold)
    asked.current = new Set()
    return () => {
      for (const release of releases) release()
    }
  })
  return (textId) => {
    asked.current.add(textId)
    const room = texts.room(textId)
    return room.status().synced ? room.shown() : undefined
  }
}
