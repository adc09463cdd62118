import { useEffect, useMemo, useState } from 'react'
import type { TextId } from '#shared/domain/ids'
import { TextAttribution } from '#shared/protocol/api'
import { authorRuns } from '#shared/text/author-runs'
import { ask } from '../live/http.ts'
import { useTextContent, useTextRoom } from '../live/open-texts.tsx'
import { useRecordState } from '../live/record.tsx'
import type { TextRoom } from '../live/text-room.ts'
import { useAuthorsShown } from './shown.ts'
import { type ShownRun, shownRuns } from './shown-authors.ts'

/** After words have changed the server is asked so many milliseconds later: what is typed together is asked for at once. */
const pause = 500
/** The same when the server was asked for too much, or not reached. */
const pauseAfterRefusal = 5000

/** Keeps asking the server who wrote what, for as long as words change; gives back what ends it. */
function follow({ textId, subscribe }: TextRoom, tell: (told: TextAttribution) => void) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isAsking = false
  let hasEnded = false
  const schedule = (milliseconds: number) => {
    if (!hasEnded && !isAsking) timer ??= setTimeout(() => void refresh(), milliseconds)
  }
  let hasChanged = false
  const refresh = async () => {
    timer = undefined
    isAsking = true
    hasChanged = false
    const answer = await ask(TextAttribution, `/api/texts/${textId}/attribution`)
    isAsking = false
    if (hasEnded) return
    if (!answer.ok) schedule(pauseAfterRefusal)
    else {
      tell(answer.value)
      if (hasChanged) schedule(pause)
    }
  }
  const end = subscribe(() => {
    hasChanged = true
    schedule(pause)
  })
  void refresh()
  return () => {
    hasEnded = true
    clearTimeout(timer)
    end()
  }
}

/** Who wrote what in a text, as the server tells it; undefined while authors are not shown or not known yet. */
export function useAuthorRuns(textId: TextId): readonly ShownRun[] | undefined {
  const isShown = useAuthorsShown()
  const state = useRecordState()
  const room = useTextRoom(textId)
  const content = useTextContent(textId)
  const [told, setTold] = useState<TextAttribution>()
  useEffect(() => {
    if (!isShown) return undefined
    return follow(room, (news) =>
      setTold((before) =>
        before?.textId === news.textId && before.version > news.version ? before : news,
      ),
    )
  }, [isShown, room])
  return useMemo(() => {
    // The document changes with its content.
    if (!isShown || !content || told?.textId !== textId) return undefined
    const known = {
      authors: new Map(told.authors.map(({ clientId, memberId }) => [clientId, memberId])),
      kept: told.kept.map(({ memberId, ...range }) => ({ ...range, author: memberId })),
    }
    return shownRuns(state, authorRuns(room.doc, known))
  }, [isShown, content, told, textId, state, room])
}
