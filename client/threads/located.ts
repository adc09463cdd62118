import { useMemo, useSyncExternalStore } from 'react'
import { locateInFlat } from '#shared/anchors/flat-anchor'
import type { TextContent } from '#shared/domain/content'
import type { TextId, ThreadId } from '#shared/domain/ids'
import type { RecordState } from '#shared/record/state'
import type { FlatRange } from '#shared/text/flat-words'
import { useTextContent, useTextRoom, useTextRoomStatus } from '../live/open-texts.tsx'
import { useRecord } from '../live/record.tsx'
import type { TextRoom } from '../live/text-room.ts'

type Located = ReadonlyMap<ThreadId, FlatRange | undefined>

/** Found once for each content and shared by all cards: every keystroke makes a new content. */
const known = new WeakMap<TextContent, { threads: RecordState['threads']; located: Located }>()

function locatedIn(
  room: TextRoom,
  content: TextContent,
  threads: RecordState['threads'],
  baseTextId: TextId | undefined,
): Located {
  const before = known.get(content)
  if (before?.threads === threads) return before.located
  const about = Object.values(threads).flatMap(({ threadId, anchor }) =>
    anchor.on === 'words' && (anchor.textId === room.textId || anchor.textId === baseTextId)
      ? [{ threadId, words: anchor.words }]
      : [],
  )
  const ranges = locateInFlat(
    room.doc,
    about.map(({ words }) => words),
  )
  const located = new Map(about.map(({ threadId }, index) => [threadId, ranges[index]]))
  known.set(content, { threads, located })
  return located
}

const useBaseOf = (textId: TextId): TextId | undefined =>
  useRecord(({ texts }) => {
    const text = texts[textId]
    return text?.kind === 'amendment' ? text.baseTextId : undefined
  })

/**
 * Where the words of each thread on a text are now, undefined for those that are gone; nothing before the text is here. In an amendment
 * those of its base as well: it has the same letters.
 */
export function useLocated(textId: TextId): Located | undefined {
  const room = useTextRoom(textId)
  const content = useTextContent(textId)
  const threads = useRecord((state) => state.threads)
  const baseTextId = useBaseOf(textId)
  return useMemo(
    () => (content ? locatedIn(room, content, threads, baseTextId) : undefined),
    [content, threads, room, baseTextId],
  )
}

/** Whether the words of a thread are gone. Whoever asks is drawn again when that changes, and not for each word that is typed. */
export function useIsGone(textId: TextId, threadId: ThreadId): boolean {
  const room = useTextRoom(textId)
  const isHere = useTextRoomStatus(room, 'synced')
  const threads = useRecord((state) => state.threads)
  const baseTextId = useBaseOf(textId)
  return useSyncExternalStore(
    room.subscribeToShown,
    () => isHere && locatedIn(room, room.shown(), threads, baseTextId).get(threadId) === undefined,
  )
}
