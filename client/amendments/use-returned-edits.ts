import { fromBase64 } from 'lib0/buffer'
import { useEffect } from 'react'
import * as Y from 'yjs'
import type { TextId } from '#shared/domain/ids'
import { useKeptWords } from '../live/kept-words.ts'
import { useTextRoom, useTextRoomStatus } from '../live/open-texts.tsx'

/**
 * Puts edits that came back into the amendment that was made of them, wherever that is shown and as often: they are the same
 * edits and stand there once. True when they are there and saved.
 */
export function useReturnedEdits(amendmentTextId: TextId): boolean {
  const room = useTextRoom(amendmentTextId)
  const synced = useTextRoomStatus(room, 'synced')
  const saving = useTextRoomStatus(room, 'saving')
  const kept = useKeptWords()
  useEffect(() => {
    // A draft that the server may yet begin has them: they are kept beside it in case it never does.
    if (!synced || room.draft?.isWaiting()) return
    for (const { returning } of kept)
      if (returning?.amendmentTextId === amendmentTextId)
        Y.applyUpdate(room.doc, fromBase64(returning.edits), 'returned')
  }, [room, synced, kept, amendmentTextId])
  return synced && saving === 'saved'
}
