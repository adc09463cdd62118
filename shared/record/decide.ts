/** Decides a command: the role first, then the case. Pure: the same state, command, actor and facts give the same answer. */
import type { TextId } from '../domain/ids.ts'
import { agreeConsentList } from './agree-consent-list.ts'
import type { Command } from './command.ts'
import { concludeDeadlines } from './conclude-deadlines.ts'
import { decideAmendments, isAboutAmendment } from './decide-amendments.ts'
import { decideBrackets } from './decide-brackets.ts'
import { decideBridge } from './decide-bridge.ts'
import { decideCalendar } from './decide-calendar.ts'
import { decideComments } from './decide-comments.ts'
import { decideFloor } from './decide-floor.ts'
import { decidePeople } from './decide-people.ts'
import { decideRepair } from './decide-repair.ts'
import { decideResolution } from './decide-resolution.ts'
import { decideSilence } from './decide-silence.ts'
import { decideTexts } from './decide-texts.ts'
import type { RecordEvent } from './event.ts'
import type { Facts } from './facts.ts'
import { holdDeadlines } from './held-deadlines.ts'
import { mayNot } from './policy.ts'
import { type Result, refused } from './refusal.ts'
import type { Actor, RecordState } from './state.ts'
import { textRight } from './text-right.ts'
import { undoDecision } from './undo-decision.ts'

/** The text that a command is about, which has to be there. */
function namedText(command: Command): TextId | undefined {
  switch (command.type) {
    case 'start-amendment':
      return command.baseTextId
    case 'draft-amendment-anew':
      return command.amendmentTextId
    case 'amend-from-alternative':
      return command.alternativeTextId
    case 'set-drafting-mode':
    case 'join-sponsors':
    case 'leave-sponsors':
    case 'withdraw-alternative':
    case 'table-amendment':
    case 'withdraw-amendment':
    case 'decide-amendment':
    case 'take-up-changes':
    case 'take-position':
    case 'withdraw-position':
    case 'lift-bracket':
    case 'state-bracket-reason':
    case 'put-bridge':
    case 'repair-text':
      return command.textId
    default:
      return undefined
  }
}

/** Events that the command causes, or the refusal with its code and sentence. */
export function decide(
  state: RecordState,
  command: Command,
  actor: Actor,
  facts: Facts,
): Result<RecordEvent[]> {
  if (state.group === null && command.type !== 'create-group') return refused('group-unknown')
  const refusal = mayNot(state, actor, command.type)
  if (refusal) return { ok: false, refusal }
  const textId = namedText(command)
  // A text that one may not read is not told apart from one that is not there.
  if (textId !== undefined && textRight(state, actor, textId) === 'none')
    return refused('text-unknown')
  switch (command.type) {
    case 'create-group':
    case 'add-delegation':
    case 'add-seat':
    case 'seat-member':
    case 'move-member':
    case 'issue-link':
    case 'revoke-link':
    case 'remove-member':
      return decidePeople(state, command, facts)
    case 'schedule-meeting':
    case 'open-meeting-day':
    case 'set-follow-link':
    case 'add-document':
    case 'remove-document':
    case 'set-observer-comments':
    case 'set-sponsors-lift':
      return decideCalendar(state, command)
    case 'join-sponsors':
    case 'leave-sponsors':
      return isAboutAmendment(state, command.textId)
        ? decideAmendments(state, command, actor, facts)
        : decideTexts(state, command, actor)
    case 'start-amendment':
    case 'table-amendment':
    case 'withdraw-amendment':
    case 'amend-from-alternative':
    case 'decide-amendment':
    case 'take-up-changes':
    case 'draft-amendment-anew':
      return decideAmendments(state, command, actor, facts)
    case 'add-topic':
    case 'add-recommendation':
    case 'retitle-recommendation':
    case 'set-drafting-mode':
    case 'propose-alternative':
    case 'withdraw-alternative':
    case 'take-position':
    case 'withdraw-position':
      return decideTexts(state, command, actor)
    case 'lift-bracket':
    case 'state-bracket-reason':
      return decideBrackets(state, command, actor, facts)
    case 'put-bridge':
      return decideBridge(state, command, actor, facts)
    case 'open-thread':
    case 'reply':
    case 'resolve-thread':
    case 'reopen-thread':
    case 'mark-for-chair':
    case 'unmark-for-chair':
      return decideComments(state, command, actor, facts)
    case 'put-on-floor':
    case 'ask-for-floor':
    case 'withdraw-floor-request':
    case 'give-floor':
      return decideFloor(state, command, actor)
    case 'call-for-positions':
    case 'close-call-for-positions':
    case 'resolve-recommendation':
      return decideResolution(state, command, facts)
    case 'undo-decision':
      return undoDecision(state, command, facts)
    case 'agree-consent-list':
      return agreeConsentList(state, command, facts)
    case 'put-under-silence':
    case 'break-silence':
    case 'lift-silence':
      return decideSilence(state, command, actor, facts)
    case 'repair-text':
      return decideRepair(state, command, facts)
    case 'conclude-deadlines':
      return concludeDeadlines(state, facts)
    case 'hold-deadlines':
      return holdDeadlines(state, command, facts)
  }
}
