/** The closed table of refusals: an expected "no" is a value with a code, an HTTP status and a sentence for people. */
import { z } from 'zod'

/** code -> [HTTP status, sentence]. The sentence is the default English one; screens translate by code. */
export const refusals = {
  'malformed-command': [422, 'The command does not have the form that its type needs.'],
  'key-used': [
    409,
    'This Idempotency-Key belongs to another act: each act needs a key of its own.',
  ],
  'not-in-this-group': [403, 'You have no seat in this working group.'],
  'role-may-not': [403, 'Your role may not do this.'],
  'no-delegation': [403, 'Your seat speaks for no delegation.'],
  'not-a-sponsor': [403, 'Your delegation does not sponsor this text.'],
  'not-its-sponsor': [
    403,
    'What a bracket is for is said by a delegation that wants it, by the chair or by the secretariat.',
  ],
  'not-its-only-sponsor': [
    403,
    'Your delegation lifts only brackets that it alone wants, and their words stay.',
  ],
  'observer-comments-closed': [403, 'The chair has not opened comments to observers.'],
  'group-exists': [409, 'This working group exists already.'],
  'group-unknown': [404, 'There is no such working group.'],
  'id-taken': [409, 'This id is in use already.'],
  'delegation-unknown': [404, 'There is no such delegation.'],
  'delegation-code-taken': [409, 'Another delegation has this name or code.'],
  'seat-unknown': [404, 'There is no such seat.'],
  'seat-needs-delegation': [422, "A delegate's seat speaks for a delegation: name one."],
  'other-delegation': [
    409,
    'The seat speaks for another delegation, and what this member said would become its word: seat somebody there.',
  ],
  'member-unknown': [404, 'There is no such member.'],
  'member-removed': [409, 'This member was removed.'],
  'last-steward': [409, 'The group would be left without a chair or secretariat who can sign in.'],
  'meeting-unknown': [404, 'There is no such meeting.'],
  'meeting-day-unknown': [404, 'The meeting has no such day.'],
  'document-unknown': [404, 'There is no such document.'],
  'topic-unknown': [404, 'There is no such topic.'],
  'too-many-topics': [409, 'A group has at most 26 topics, A to Z.'],
  'recommendation-unknown': [404, 'There is no such recommendation.'],
  'recommendation-closed': [409, 'The recommendation is decided; reopen it first.'],
  'text-unknown': [404, 'There is no such text.'],
  'text-not-of-this-kind': [409, 'This cannot be done with a text of this kind.'],
  'text-frozen': [409, 'The text is frozen.'],
  'text-not-standing': [409, 'The alternative no longer stands.'],
  'already-so': [409, 'It is so already.'],
  'already-a-sponsor': [409, 'Your delegation sponsors this text already.'],
  'alternatives-stand': [
    409,
    'Alternatives still stand: record them as dissent, or have them withdrawn.',
  ],
  'no-alternatives': [409, 'No alternative stands, so there is no dissent to record.'],
  'alternative-needed': [422, 'Name the alternative that takes the place of the majority text.'],
  'bracket-unknown': [404, 'The bracket is no longer in the text.'],
  'nothing-to-take-out': [409, 'Nothing of this author, or of this time, stands in the text.'],
  'no-options': [409, 'The bracket has no other options to choose from.'],
  'brackets-remain': [409, 'Square brackets remain in the text.'],
  'paragraph-unknown': [404, 'The paragraph is no longer in the text.'],
  'quote-not-there': [409, 'Quoted words no longer stand in the text that they were taken from.'],
  'amendment-under-way': [
    409,
    'Your delegation is amending this text already: table or discard that amendment first.',
  ],
  'amendment-closed': [409, 'The amendment is no longer open.'],
  'amendment-not-tabled': [409, 'The amendment has not been tabled.'],
  'amendment-empty': [409, 'The amendment changes nothing in the text.'],
  'nothing-to-bracket': [
    409,
    'The amendment changes no words, so there is nothing to bracket: take it up or not.',
  ],
  'not-in-part': [409, 'Choose some of the changes, not all and not none.'],
  'changes-moved': [
    409,
    'The changes are no longer as you saw them, because the text has changed: choose again.',
  ],
  'point-gone': [409, 'The alternative and the majority text no longer differ in this way.'],
  'point-not-whole': [
    409,
    'A square bracket of this difference begins or ends in another paragraph: amend the majority text itself.',
  ],
  'amendments-open': [409, 'Amendments to the text are still open.'],
  'text-empty': [409, 'The text has no words yet.'],
  'no-position': [409, 'Your delegation has taken no position on this text.'],
  'thread-unknown': [404, 'There is no such thread.'],
  'thread-resolved': [409, 'The thread is resolved; reopen it first.'],
  'thread-is-internal': [409, 'The thread is internal to your delegation.'],
  'salt-misplaced': [422, 'Internal threads need a salt, and only they have one.'],
  'words-not-saved': [409, 'The words are not saved yet: comment on them in a moment.'],
  'anchor-not-here': [422, 'The words are not part of this topic or recommendation.'],
  'deadline-past': [422, 'The deadline lies in the past.'],
  'deadline-far': [422, 'The deadline lies more than a year ahead.'],
  'under-silence': [409, 'It is under the silence procedure; that has to end first.'],
  'not-under-silence': [409, 'It is not under the silence procedure.'],
  'silence-over': [409, 'The time to break the silence is over.'],
  'undo-too-late': [409, 'A decision can be undone for ten seconds; reopen it instead.'],
  'decided-since': [409, 'Something else has been decided since.'],
  'not-taken-together': [409, 'Not everything on the list can be agreed.'],
  'no-temperature-check': [409, 'No temperature check is open.'],
  'floor-already-asked': [409, 'You have asked for the floor already.'],
  'floor-not-asked': [409, 'This member has not asked for the floor.'],
  'limit-reached': [409, 'There are as many of these as the group can hold.'],
} as const satisfies Record<string, readonly [status: number, sentence: string]>

export type RefusalCode = keyof typeof refusals

const codes = Object.keys(refusals) as [RefusalCode, ...RefusalCode[]]
export const RefusalCodeSchema = z.enum(codes).meta({ id: 'RefusalCode' })

/** A refusal: the code, its HTTP status, and a sentence that may name the case at hand. */
export interface Refusal {
  readonly code: RefusalCode
  readonly status: number
  readonly sentence: string
}

/** Makes a refusal from the table; `sentence` replaces the general sentence where the case can be named. */
export function refuse(code: RefusalCode, sentence?: string): Refusal {
  const [status, general] = refusals[code]
  return { code, status, sentence: sentence ?? general }
}

/** Either what was asked for, or why not. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: Refusal }

export const ok = <T>(value: T): Result<T> => ({ ok: true, value })
export const refused = (code: RefusalCode, sentence?: string): Result<never> => ({
  ok: false,
  refusal: refuse(code, sentence),
})
