/** What the server has to see to beside the decision, by the kind of a command. */
import type { TextId } from '#shared/domain/ids'
import type { Command } from '#shared/record/command'

/** The texts that a command would make: their ids must be free in the whole installation. */
export function newTextIds(command: Command): TextId[] {
  switch (command.type) {
    case 'add-topic':
      return [command.broadAgreementTextId, command.summaryTextId]
    case 'add-recommendation':
    case 'propose-alternative':
    case 'start-amendment':
    case 'amend-from-alternative':
    case 'draft-amendment-anew':
      return [command.textId]
    default:
      return []
  }
}

/** Commands whose events hold the exact words of texts, or that end the typing in one. */
export const holdsWords = ({ type }: Command): boolean =>
  type === 'resolve-recommendation' ||
  type === 'agree-consent-list' ||
  type === 'conclude-deadlines' ||
  type === 'table-amendment'

/** Commands that change words, or copy them changed. */
export const isWrittenAlone = ({ type }: Command): boolean =>
  type === 'lift-bracket' ||
  type === 'state-bracket-reason' ||
  type === 'amend-from-alternative' ||
  type === 'put-bridge' ||
  type === 'repair-text'

/** Acts for which an amendment has to be up to its base. */
export const endsAmendment = (
  command: Command,
): command is Extract<
  Command,
  { type: 'table-amendment' | 'decide-amendment' | 'take-up-changes' }
> => ['table-amendment', 'decide-amendment', 'take-up-changes'].includes(command.type)
