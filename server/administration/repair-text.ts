/** Takes one author's words out of a text, or those of one moment: shown first, then done, on the record. */
import type { TakenOut } from '#shared/acts/take-out'
import type { CommandOf } from '#shared/record/command'
import { decide } from '#shared/record/decide'
import { memberLabel } from '#shared/record/labels'
import type { Result } from '#shared/record/refusal'
import type { RecordState } from '#shared/record/state'
import type { Installation } from '../installation.ts'
import { chosenFor, isMeant, takenOutOf } from '../record/repair.ts'
import { submitAsInstallation } from '../record/set-up.ts'
import { cannot, done, type Operation, type OperationAnswer } from './operations.ts'

/** So many lines of updates and of words are shown. */
const mostLines = 100
const longestLine = 160

export async function repairText(
  installation: Installation,
  asked: Extract<Operation, { operation: 'repair' }>,
): Promise<OperationAnswer> {
  const { records } = installation
  const { textId, memberId, from, until, reason, apply } = asked
  const groupId = records.groupOfText(textId)
  const state = groupId && records.stateOf(groupId)
  if (!groupId || !state) return cannot(`There is no text ${textId}.`)
  const command: CommandOf<'repair-text'> = {
    type: 'repair-text',
    textId,
    memberId,
    ...(from !== null && { from }),
    ...(until !== null && { until }),
    reason,
  }
  if (!apply) return preview(installation, state, command)
  const result = await submitAsInstallation(records, groupId, command)
  if (!result.ok) return cannot(result.refusal.sentence)
  return done('Done. The record tells of it; the log of the text keeps what was taken out.')
}

async function preview(
  { store, rooms }: Installation,
  state: RecordState,
  command: CommandOf<'repair-text'>,
): Promise<OperationAnswer> {
  const { textId } = command
  const whose = (author: string | null): string =>
    author === null ? 'the installation' : memberLine(state, author)
  let taken: TakenOut | undefined
  const decided: Result<unknown> = await rooms.alone(async () => {
    const isChosen = chosenFor(store, rooms, command)
    return decide(
      state,
      command,
      { by: 'installation' },
      {
        contentOf: (each) => rooms.contentOf(each),
        since: () => 0,
        takenOut: () => {
          taken = takenOutOf(rooms, textId, isChosen)
          return taken
        },
      },
    )
  })
  if (!decided.ok) return cannot(decided.refusal.sentence)
  const meant = store.readTextHistory(textId).filter((record) => isMeant(command, record))
  const words = taken?.words ?? []
  return done(
    `Updates of ${textId} that are meant: ${meant.length}`,
    ...shortened(meant.map(({ at, author }) => `  ${at}  ${whose(author)}`)),
    `Letters that would be taken out: ${words.reduce((sum, { length }) => sum + length, 0)}`,
    ...shortened(words.map((piece) => `  “${piece.slice(0, longestLine)}”`)),
    'What others wrote stays where it stands, under their names. Nothing was changed.',
    'To do it: the same again with --apply. Make a backup first.',
  )
}

function memberLine(state: RecordState, memberId: string): string {
  const member = Object.values(state.members).find((each) => each.memberId === memberId)
  return member ? `${member.memberId}  ${memberLabel(state, member.memberId).name}` : memberId
}

const shortened = (lines: readonly string[]): string[] =>
  lines.length > mostLines
    ? [...lines.slice(0, mostLines), `  and ${lines.length - mostLines} more`]
    : [...lines]
