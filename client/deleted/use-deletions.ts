import { useEffect, useMemo, useState } from 'react'
import { deletedPassages } from '#shared/compare/deleted-words'
import type { TextId } from '#shared/domain/ids'
import { flatPlaces } from '#shared/flow/flat-places'
import { type DeletedLetters, TextDeletions } from '#shared/protocol/deletions'
import { useTextView } from '../drafting/text-view.tsx'
import { keepAsking } from '../live/keep-asking.ts'
import { useTextContent, useTextRoom } from '../live/open-texts.tsx'
import { useRecordState } from '../live/record.tsx'
import type { TextRoom } from '../live/text-room.ts'
import { useAsk } from '../live/use-ask.ts'
import { type Deletion, deletionsOf } from './deletion.ts'

/** The server looks through a day's log for each answer: it is asked no oftener, in milliseconds. */
const pause = 2000

interface Told {
  readonly room: TextRoom
  readonly deletions: readonly DeletedLetters[]
}

/** What was deleted of a text lately, where that is shown; undefined where it is not, or not known yet. An amendment shows its own changes. */
export function useDeletions(textId: TextId): readonly Deletion[] | undefined {
  const view = useTextView()
  const state = useRecordState()
  const room = useTextRoom(textId)
  const content = useTextContent(textId)
  const ask = useAsk()
  const [told, setTold] = useState<Told>()
  const isShown = view === 'deleted' && state.texts[textId]?.kind !== 'amendment'
  useEffect(() => {
    if (!isShown) return undefined
    const askOnce = async (): Promise<Told | undefined> => {
      const answer = await ask(TextDeletions, `/api/texts/${textId}/deletions`)
      return answer.ok ? { room, deletions: answer.value.deletions } : undefined
    }
    return keepAsking(room, pause, askOnce, setTold)
  }, [isShown, room, ask, textId])
  return useMemo(() => {
    // The document changes with its content.
    if (!isShown || !content || told?.room !== room) return undefined
    const passages = deletedPassages(room.doc, told.deletions)
    return deletionsOf(state, flatPlaces(room.doc), passages)
  }, [isShown, content, told, state, room])
}
