/** One sentence for each kind of event, in the room's words. */
import type { TextId } from '#shared/domain/ids'
import type { RecordedEvent } from '#shared/record/event'
import {
  alternativeOrdinal,
  amendmentOrdinal,
  delegationOf,
  memberLabel,
  numberOf,
} from '#shared/record/labels'
import type { RecordState } from '#shared/record/state'
import { formatInstant, type Say } from '../messages/use-messages.ts'

/** How a text is called in a sentence. */
export function textName(state: RecordState, say: Say, textId: TextId): string {
  const text = state.texts[textId]
  if (!text) return ''
  switch (text.kind) {
    case 'majority':
      return say('history.majorityOf', { number: numberOf(state, text.recommendationId) })
    case 'alternative':
      return say('history.alternativeOf', {
        number: numberOf(state, text.recommendationId),
        ordinal: alternativeOrdinal(state, textId),
      })
    case 'amendment':
      return say('history.amendmentOf', {
        number: numberOf(state, text.recommendationId),
        ordinal: amendmentOrdinal(state, textId),
      })
    case 'broad-agreement':
      return say('text.broadAgreement')
    case 'summary':
      return say('text.summary')
  }
}

/** What happened, without who and when. */
export function eventSentence(state: RecordState, say: Say, { event }: RecordedEvent): string {
  const { type } = event
  switch (type) {
    case 'group-created':
    case 'observer-comments-set':
    case 'sponsors-lift-set':
    case 'link-issued':
    case 'link-revoked':
    case 'member-removed':
    case 'member-seated':
    case 'comment-added':
    case 'thread-resolved':
    case 'thread-reopened':
    case 'thread-marked-for-chair':
    case 'thread-unmarked-for-chair':
    case 'document-removed':
    case 'floor-asked':
    case 'floor-request-withdrawn':
      return say(`event.${type}`)
    case 'delegation-added':
      return say('event.delegation-added', { name: event.name })
    case 'seat-added':
      return say('event.seat-added', { title: event.title })
    case 'member-moved':
      return say('event.member-moved', { title: state.seats[event.seatId]?.title ?? '' })
    case 'meeting-scheduled':
      return say('event.meeting-scheduled', { title: event.title })
    case 'meeting-day-opened':
      return say('event.meeting-day-opened', { day: event.dayIndex + 1 })
    case 'follow-link-set':
      return event.open ? say('event.follow-link-opened') : say('event.follow-link-closed')
    case 'document-added':
      return say('event.document-added', { title: event.title })
    case 'topic-added':
      return say('event.topic-added', { letter: event.letter, title: event.title })
    case 'recommendation-added':
    case 'recommendation-retitled':
      return say(`event.${type}`, {
        number: numberOf(state, event.recommendationId),
        title: event.title,
      })
    case 'recommendation-status-changed':
      return say('event.recommendation-status-changed', {
        number: numberOf(state, event.recommendationId),
        status: say(`status.${event.status}`),
      })
    case 'drafting-mode-set':
      return say('event.drafting-mode-set', {
        text: textName(state, say, event.textId),
        mode: say(`mode.${event.mode}`),
      })
    case 'alternative-proposed':
    case 'sponsor-joined':
    case 'sponsor-left':
    case 'position-withdrawn':
      return say(`event.${type}`, {
        text: textName(state, say, event.textId),
        name: delegationOf(state, event.delegationId)?.name ?? '',
      })
    case 'amendment-started':
      return say('event.amendment-started', { text: textName(state, say, event.baseTextId) })
    case 'amendment-discarded':
      return say('event.amendment-discarded')
    case 'withheld':
      return ''
    case 'amendment-tabled':
      return say('event.amendment-tabled', {
        text: textName(state, say, event.textId),
        name: delegationOf(state, event.delegationId)?.name ?? '',
      })
    case 'amendment-withdrawn':
      return say('event.amendment-withdrawn', { text: textName(state, say, event.textId) })
    case 'amendment-decided':
      return say(`event.amendment-decided.${event.outcome}`, {
        text: textName(state, say, event.textId),
      })
    case 'alternative-lapsed':
    case 'alternative-withdrawn':
      return say(`event.${type}`, { text: textName(state, say, event.textId) })
    case 'position-taken':
      return say('event.position-taken', {
        text: textName(state, say, event.textId),
        stance: say(`stance.${event.stance}`),
      })
    case 'bracket-lifted':
      return say(`event.bracket-lifted.${event.how}`, {
        text: textName(state, say, event.textId),
        before: event.before.slice(0, 120),
        after: event.after.slice(0, 120),
      })
    case 'bracket-reason-stated':
      return say('event.bracket-reason-stated', {
        text: textName(state, say, event.textId),
        words: event.words.slice(0, 120),
        reason: event.reason === '' ? 'none' : event.reason,
      })
    case 'text-repaired':
      return say('event.text-repaired', {
        text: textName(state, say, event.textId),
        name: event.of === null ? 'none' : memberLabel(state, event.of).name,
        letters: event.letters,
        reason: event.reason === '' ? 'none' : event.reason,
      })
    case 'bridge-put':
      return say('event.bridge-put', {
        text: textName(state, say, event.textId),
        words: event.words.slice(0, 120),
      })
    case 'words-moved':
      return say('event.words-moved', { count: event.textIds.length })
    case 'internal-act-sealed':
      return event.internal
        ? say(`event.internal.${event.internal.act.type}`)
        : say('event.internal')
    case 'thread-opened':
      return say('event.thread-opened', { body: event.body.slice(0, 80) })
    case 'floor-set':
      return event.recommendationId === null
        ? say('event.floor-cleared')
        : say('event.floor-set', { number: numberOf(state, event.recommendationId) })
    case 'floor-given':
      return event.memberId === null ? say('event.floor-ended') : say('event.floor-given')
    case 'positions-called': {
      const number = numberOf(state, event.recommendationId)
      return event.until === undefined
        ? say('event.positions-called', { number })
        : say('event.positions-called-until', { number, instant: formatInstant(event.until) })
    }
    case 'positions-call-closed':
      return say(`event.${type}`, { number: numberOf(state, event.recommendationId) })
    case 'silence-opened':
      return say('event.silence-opened', {
        number: numberOf(state, event.recommendationId),
        instant: formatInstant(event.until),
      })
    case 'silence-broken':
      return say('event.silence-broken', {
        number: numberOf(state, event.recommendationId),
        reason: event.reason,
      })
    case 'silence-ended':
      return say(`event.silence-ended.${event.why}`, {
        number: numberOf(state, event.recommendationId),
      })
    case 'deadlines-held': {
      const ids = [...new Set(event.deadlines.map(({ recommendationId }) => recommendationId))]
      return say(`event.deadlines-held.${event.why}`, {
        from: formatInstant(event.from),
        to: formatInstant(event.to),
        numbers: ids.map((id) => numberOf(state, id)).join(', '),
      })
    }
    case 'majority-text-replaced':
      return say('event.majority-text-replaced', {
        number: numberOf(state, event.recommendationId),
      })
    case 'recommendation-resolved':
      return say('event.recommendation-resolved', {
        number: numberOf(state, event.recommendationId),
        outcome: say(`outcome.${event.outcome}`),
        how: event.bySilence ? 'silence' : event.undoes === undefined ? 'act' : 'undo',
      })
  }
}

/** Who did it, as the room names them. */
export function whoDid(state: RecordState, say: Say, recorded: RecordedEvent): string {
  const { actor, event } = recorded
  if (actor.by === 'member') return memberLabel(state, actor.memberId).name
  if (isAtDeadline(recorded)) return say('history.deadline')
  if (event.type === 'deadlines-held') return say('history.clock')
  if (actor.by === 'installation') return say('history.installation')
  const internal = event.type === 'internal-act-sealed' ? event.internal : undefined
  if (!internal) return say('history.sealed')
  return internal.by ? memberLabel(state, internal.by.memberId).name : say('history.installation')
}

/** Whether an event is about this recommendation. */
export function isAbout(
  state: RecordState,
  { event }: RecordedEvent,
  recommendationId: string,
): boolean {
  if ('recommendationId' in event) return event.recommendationId === recommendationId
  if (event.type === 'deadlines-held')
    return event.deadlines.some((held) => held.recommendationId === recommendationId)
  const isOfIt = (textId: TextId): boolean => {
    const text = state.texts[textId]
    return (
      text !== undefined && 'recommendationId' in text && text.recommendationId === recommendationId
    )
  }
  if ('textId' in event) return isOfIt(event.textId)
  if (event.type === 'words-moved') return event.textIds.some(isOfIt)
  if (event.type === 'thread-opened')
    return event.anchor.on !== 'topic' && event.anchor.recommendationId === recommendationId
  const about = event.type === 'internal-act-sealed' ? event.internal?.act : event
  if (about && 'threadId' in about) {
    const anchor = state.threads[about.threadId]?.anchor
    return (
      anchor !== undefined && anchor.on !== 'topic' && anchor.recommendationId === recommendationId
    )
  }
  return false
}

/** Whether the server recorded this because an instant had come. */
const isAtDeadline = ({ actor, event }: RecordedEvent): boolean =>
  actor.by === 'installation' &&
  (event.type === 'positions-call-closed' ||
    event.type === 'silence-ended' ||
    event.type === 'recommendation-resolved' ||
    event.type === 'drafting-mode-set' ||
    event.type === 'recommendation-status-changed')
