/**
 * Lifting square brackets: an act of the chair, or of the secretariat on the chair's behalf, that changes the words; where the group has it so,
 * of a delegation that alone wants the bracket. Saying what a bracket is for: of any that wants it.
 */
import { bracketsOf, liftedWords, liftOf, optionsOf } from '../brackets/brackets.ts'
import type { CommandOf } from './command.ts'
import type { RecordEvent } from './event.ts'
import type { Facts } from './facts.ts'
import { delegationOf } from './labels.ts'
import { isAtTable } from './policy.ts'
import { ok, type Result, refused } from './refusal.ts'
import type { Actor, RecordState } from './state.ts'
import { whyNotWrite } from './text-right.ts'

/** The words of one event stay readable; a whole chapter in brackets is told by its beginning. */
const longestWords = 4000
/** Of the bracket that a reason is about. */
const longestQuote = 240

const isAtTableOrInstallation = (actor: Actor): boolean =>
  actor.by === 'installation' || (actor.by === 'member' && isAtTable(actor.role))

/** A delegation gives its agreement: the bracket is its own alone, and what was in it stays. */
const isOwnToKeep = (
  state: RecordState,
  actor: Actor,
  sponsors: string,
  how: CommandOf<'lift-bracket'>['how'],
): boolean =>
  how === 'keep' &&
  actor.by === 'member' &&
  sponsors !== '' &&
  delegationOf(state, actor.delegationId)?.code === sponsors

/** Whether a delegation is among those who want a bracket. */
const wantsIt = (state: RecordState, actor: Actor, sponsors: string): boolean => {
  const own = actor.by === 'member' && delegationOf(state, actor.delegationId)?.code
  return own !== undefined && own !== false && sponsors.split(', ').includes(own)
}

export function decideBrackets(
  state: RecordState,
  command: CommandOf<'lift-bracket' | 'state-bracket-reason'>,
  actor: Actor,
  facts: Facts,
): Result<RecordEvent[]> {
  const { textId, bracketId } = command
  const text = state.texts[textId]
  if (!text) return refused('text-unknown')
  // The right to type in the text, save that the chair also lifts where only the secretariat types.
  const asOpen =
    text.draftingMode === 'amendments'
      ? {
          ...state,
          texts: { ...state.texts, [textId]: { ...text, draftingMode: 'open' as const } },
        }
      : state
  const whyNot = whyNotWrite(asOpen, actor, textId)
  if (whyNot !== undefined)
    return refused(whyNot === 'text-frozen' ? 'text-frozen' : 'role-may-not')
  const content = facts.contentOf(textId)
  const bracket = content && bracketsOf(content).find((each) => each.bracketId === bracketId)
  if (!content || !bracket) return refused('bracket-unknown')
  if (command.type === 'state-bracket-reason') {
    // Everybody hears of the act: an amendment is its delegation's own until it is tabled, and stands still from then on.
    if (text.kind === 'amendment') return refused('role-may-not')
    const { sponsors, words } = bracket
    if (!isAtTableOrInstallation(actor) && !wantsIt(state, actor, sponsors))
      return refused('not-its-sponsor')
    const reason = command.reason.trim()
    const said = words.slice(0, longestQuote)
    return ok([{ type: 'bracket-reason-stated', textId, bracketId, sponsors, words: said, reason }])
  }
  const { how } = command
  if (!isAtTableOrInstallation(actor) && !isOwnToKeep(state, actor, bracket.sponsors, how))
    return refused('not-its-only-sponsor')
  if (how === 'choose' && optionsOf(content, bracketId).length < 2) return refused('no-options')
  const { before, after } = liftedWords(content, liftOf(content, bracketId, how))
  return ok([
    {
      type: 'bracket-lifted',
      textId,
      bracketId,
      how,
      sponsors: bracket.sponsors,
      before: before.slice(0, longestWords),
      after: after.slice(0, longestWords),
    },
  ])
}
