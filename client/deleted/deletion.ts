/** Words that somebody deleted, as a page shows them in a text: where they stood, whose doing it was and when. */
import type { DeletedPassage } from '#shared/compare/deleted-words'
import type { FlatPlaces } from '#shared/flow/flat-places'
import { nameOf } from '#shared/flow/ids'
import { memberLabel } from '#shared/record/labels'
import type { RecordState } from '#shared/record/state'
import { formatDay, formatTime, say } from '../messages/use-messages.ts'

export interface Deletion {
  readonly passage: DeletedPassage
  /** The same for as long as it is the same words. */
  readonly key: string
  /** In the flat text of the words, behind what stands before. */
  readonly offset: number
  readonly words: string
  /** Of whoever deleted them. */
  readonly name: string
  readonly code: string
}

/** When, in as few words as it takes. */
const timeOf = (at: string): string => {
  const time = formatTime(at)
  const isToday = new Date(at).toDateString() === new Date().toDateString()
  return isToday ? time : `${formatDay(at)}, ${time}`
}

/** Who deleted them, and when. */
export const whoDeleted = ({ name, passage: { at } }: Deletion): string =>
  say('deleted.by', { name: name || say('deleted.somebody'), time: timeOf(at) })

/** The same for those who come to it without seeing it in its place. */
export const deletionName = (deletion: Deletion): string =>
  say('deleted.open', { who: whoDeleted(deletion), words: deletion.words.trim() })

/** Passages as deletions of the words, those in cells of tasks and provisions left out. */
export const deletionsOf = (
  state: RecordState,
  places: FlatPlaces,
  passages: readonly DeletedPassage[],
): Deletion[] =>
  passages.flatMap((passage) => {
    const { flow, index, words, ids, memberId } = passage
    const offset = places.offsetOf(index, flow)
    const [first] = ids
    if (offset === undefined || !first) return []
    const { name, code } = memberLabel(state, memberId)
    return [{ passage, key: `${nameOf(first)} ${words}`, offset, words, name, code }]
  })
