import { useEffect, useMemo, useState } from 'react'
import type * as Y from 'yjs'
import type { TextId } from '#shared/domain/ids'
import { TextAttribution } from '#shared/protocol/api'
import { authorRuns } from '#shared/text/author-runs'
import { rowsNames, wordsName } from '#shared/text/content-names'
import { cellKey, contentRows } from '#shared/text/content-rows'
import { cellFragment } from '#shared/text/write-content'
import { useTextContent, useTextRoom } from '../live/open-texts.tsx'
import { useRecordState } from '../live/record.tsx'
import type { TextRoom } from '../live/text-room.ts'
import { useAsk } from '../live/use-ask.ts'
import { useAuthorsShown } from './shown.ts'
import { type ShownRun, shownRuns } from './shown-authors.ts'

/** After words have changed the server is asked so many milliseconds later: what is typed together is asked for at once. */
const pause = 500
/** The same when the server was asked for too much, or not reached. */
const pauseAfterRefusal = 5000

/** Keeps asking the server who wrote what, for as long as words change; gives back what ends it. */
function follow(
  { textId, subscribe, subscribeToShown }: TextRoom,
  ask: ReturnType<typeof useAsk>,
  tell: (told: TextAttribution) => void,
) {
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
  const changed = () => {
    hasChanged = true
    schedule(pause)
  }
  // Others' words come with what is shown, one's own are known to the server when they are saved.
  const ends = [subscribe(changed), subscribeToShown(changed)]
  void refresh()
  return () => {
    hasEnded = true
    clearTimeout(timer)
    for (const end of ends) end()
  }
}

/** Who wrote what in a text: runs of the flat text of its words, and of each cell by its key. */
export interface ShownAuthors {
  readonly words: readonly ShownRun[]
  readonly cells: ReadonlyMap<string, readonly ShownRun[]>
}

/** Who wrote what in a text, as the server tells it; undefined while authors are not shown or not known yet. */
export function useAuthorRuns(textId: TextId): ShownAuthors | undefined {
  const isShown = useAuthorsShown()
  const state = useRecordState()
  const room = useTextRoom(textId)
  const content = useTextContent(textId)
  const ask = useAsk()
  const [told, setTold] = useState<TextAttribution>()
  useEffect(() => {
    if (!isShown) return undefined
    return follow(room, ask, (news) =>
      setTold((before) =>
        before?.textId === news.textId && before.version > news.version ? before : news,
      ),
    )
  }, [isShown, room, ask])
  return useMemo(() => {
    // The document changes with its content.
    if (!isShown || !content || told?.textId !== textId) return undefined
    const known = {
      authors: new Map(told.authors.map(({ clientId, memberId }) => [clientId, memberId])),
      kept: told.kept.map(({ memberId, ...range }) => ({ ...range, author: memberId })),
    }
    const runsOf = (fragment: Y.XmlFragment) => shownRuns(state, authorRuns(fragment, known))
    const cells = new Map<string, readonly ShownRun[]>()
    for (const rows of rowsNames)
      for (const { rowId, cells: own } of contentRows(content, rows))
        for (const { field } of own) {
          const fragment = cellFragment(room.doc, rows, rowId, field)
          if (fragment) cells.set(cellKey(rowId, field), runsOf(fragment))
        }
    return { words: runsOf(room.doc.getXmlFragment(wordsName)), cells }
  }, [isShown, content, told, textId, state, room])
}
