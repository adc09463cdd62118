/** How authors look: by delegation, each with its code, its colour and a line of its own kind. */

import type { AuthorRun } from '#shared/attribution/authors'
import type { MemberId } from '#shared/domain/ids'
import { colours, tableColour } from '#shared/record/colours'
import { delegationColourIndex, memberLabel } from '#shared/record/labels'
import type { RecordState } from '#shared/record/state'

/** Lines that are told apart without their colours. */
export type AuthorLine = 'solid' | 'dashed' | 'dotted' | 'double' | 'wavy'
const lines = ['solid', 'dashed', 'dotted', 'double'] as const satisfies readonly AuthorLine[]

/** A delegation, or somebody at the table, as the author of words. */
export interface ShownAuthor {
  readonly key: string
  readonly name: string
  readonly code: string
  readonly colour: string
  readonly line: AuthorLine
}

/** Words of one author that stand together: a range of the flat text. */
export interface ShownRun {
  readonly start: number
  readonly end: number
  readonly author: ShownAuthor
}

function shownAuthor(state: RecordState, memberId: MemberId): ShownAuthor | undefined {
  const { name, code, delegationId } = memberLabel(state, memberId)
  if (name === '') return undefined
  const isTable = delegationId === null || !state.delegations.some((each) => each.name === name)
  if (isTable) return { key: name, name, code, colour: tableColour, line: 'wavy' }
  const index = delegationColourIndex(state, delegationId)
  return {
    key: delegationId,
    name,
    code,
    colour: colours[index] ?? tableColour,
    line: lines[index % lines.length] ?? 'solid',
  }
}

/** Runs by author as the page shows them: by delegation, without the words of nobody known. */
export function shownRuns(
  state: RecordState,
  runs: readonly AuthorRun<MemberId>[],
): readonly ShownRun[] {
  const authors = new Map<MemberId, ShownAuthor | undefined>()
  const shown: ShownRun[] = []
  for (const { start, end, author: memberId } of runs) {
    if (memberId === null) continue
    if (!authors.has(memberId)) authors.set(memberId, shownAuthor(state, memberId))
    const author = authors.get(memberId)
    if (!author) continue
    const last = shown.at(-1)
    if (last && last.end === start && last.author.key === author.key)
      shown[shown.length - 1] = { ...last, end }
    else shown.push({ start, end, author })
  }
  return shown
}
