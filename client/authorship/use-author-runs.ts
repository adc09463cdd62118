import { useEffect, useMemo, useState } from 'react'
import { authorRuns } from '#shared/attribution/authors'
import { tableOf } from '#shared/copies/doc-copies'
import type { MemberId } from '#shared/domain/ids'
import { TextId } from '#shared/domain/ids'
import { cellPlaces, type FlatPlaces, flatPlaces } from '#shared/flow/flat-places'
import { flowOf } from '#shared/flow/flow-doc'
import { cellFlow } from '#shared/flow/tables'
import { TextAuthors } from '#shared/protocol/api'
import { rowsNames } from '#shared/text/content-names'
import { cellKey, contentRows } from '#shared/text/content-rows'
import { keepAsking } from '../live/keep-asking.ts'
import { useTextContent, useTextRoom } from '../live/open-texts.tsx'
import { useRecordState } from '../live/record.tsx'
import type { TextRoom } from '../live/text-room.ts'
import { useAsk } from '../live/use-ask.ts'
import { useAuthorsShown } from './shown.ts'
import { type ShownRun, shownRuns } from './shown-authors.ts'

/** After words have changed the server is asked so many milliseconds later: what is typed together is asked for at once. */
const pause = 500

/** Who writes under which client id: in the text, and in the texts that words were pasted from. */
type Authors = ReadonlyMap<TextId, ReadonlyMap<number, MemberId | null>>

/** The other texts that words of a document come from. */
const sourcesOf = ({ doc }: TextRoom): Set<TextId> =>
  new Set(tableOf(doc).ranges.flatMap(({ original }) => TextId.safeParse(original.text).data ?? []))

/** Keeps asking the server who writes under which id; gives back what ends it. */
function follow(room: TextRoom, ask: ReturnType<typeof useAsk>, tell: (told: Authors) => void) {
  const known = new Map<TextId, ReadonlyMap<number, MemberId | null>>()
  const askFor = async (text: TextId): Promise<boolean> => {
    const answer = await ask(TextAuthors, `/api/texts/${text}/authors`)
    if (!answer.ok) return false
    known.set(text, new Map(answer.value.authors.map((each) => [each.clientId, each.memberId])))
    return true
  }
  const askForAll = async (): Promise<Authors | undefined> => {
    const isTold = await askFor(room.textId)
    // One that may not be read, or is no more, tells nobody.
    for (const source of sourcesOf(room)) if (!known.has(source)) await askFor(source)
    return isTold ? new Map(known) : undefined
  }
  return keepAsking(room, pause, askForAll, tell)
}

/** Who wrote what in a text: runs of the flat text of its words, and of each cell by its key. */
export interface ShownAuthors {
  readonly words: readonly ShownRun[]
  readonly cells: ReadonlyMap<string, readonly ShownRun[]>
}

/** Who wrote what in a text, by the client ids that the server tells; undefined while authors are not shown or not known yet. */
export function useAuthorRuns(textId: TextId): ShownAuthors | undefined {
  const isShown = useAuthorsShown()
  const state = useRecordState()
  const room = useTextRoom(textId)
  const content = useTextContent(textId)
  const ask = useAsk()
  const [told, setTold] = useState<{ readonly room: TextRoom; readonly authors: Authors }>()
  useEffect(() => {
    if (!isShown) return undefined
    return follow(room, ask, (authors) => setTold({ room, authors }))
  }, [isShown, room, ask])
  return useMemo(() => {
    // The document changes with its content.
    if (!isShown || !content || told?.room !== room) return undefined
    const { doc } = room
    const copies = tableOf(doc)
    const authorOf = ({ client, text }: { client: number; text?: string | undefined }) =>
      told.authors.get(TextId.safeParse(text).data ?? room.textId)?.get(client) ?? null
    const runsIn = (places: FlatPlaces) =>
      shownRuns(
        state,
        places.flows.flatMap((name) =>
          authorRuns(flowOf(doc, name), copies, authorOf).map((run) => ({
            ...run,
            start: places.offsetOf(run.start, name) ?? 0,
            end: places.offsetOf(run.end, name) ?? 0,
          })),
        ),
      )
    const cells = new Map<string, readonly ShownRun[]>()
    for (const rows of rowsNames)
      for (const { rowId, cells: own } of contentRows(content, rows))
        for (const { field } of own)
          cells.set(cellKey(rowId, field), runsIn(cellPlaces(doc, cellFlow(rowId, field))))
    return { words: runsIn(flatPlaces(doc)), cells }
  }, [isShown, content, told, state, room])
}
