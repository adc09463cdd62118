/** Random people send random commands: whatever happens, the record keeps its promises. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countBrackets } from '#shared/brackets/brackets'
import { Outcome } from '#shared/domain/decision'
import { CommentId, ThreadId } from '#shared/domain/ids'
import { keepEvent, readKept, verifyChain } from '#shared/record/chain'
import type { Command } from '#shared/record/command'
import { refusals } from '#shared/record/refusal'
import { type Actor, actorOf } from '#shared/record/state'
import { isDecided } from '#shared/record/text-right'
import {
  aMeeting,
  contentWith,
  installation,
  type Meeting,
  member,
  recommendation,
  seat,
  text,
  topicId,
} from '../../support/meeting.ts'

const people = ['chair', 'office', 'remote', 'br', 'in', 'pt', 'public', 'installation'] as const
const who = fc.constantFrom(...people)
const anyText = fc
  .constantFrom('majority', 'agreement', 'dissent1', 'dissent2', 'second', 'nothing')
  .map(text)
const anyRecommendation = fc.constantFrom('one', 'two', 'none').map(recommendation)
const anyThread = fc.constantFrom('th_thread01', 'th_thread02').map((id) => ThreadId.parse(id))
const anyComment = fc.integer({ min: 10, max: 60 }).map((n) => CommentId.parse(`c_comment${n}`))

const anySalt = fc.constantFrom(undefined, 'saltsaltsaltsaltsaltsalt')

const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  fc.record({
    type: fc.constant('put-on-floor' as const),
    recommendationId: fc.option(anyRecommendation),
  }),
  fc.record({
    type: fc.constant('resolve-recommendation' as const),
    recommendationId: anyRecommendation,
    outcome: fc.constantFrom(...Outcome.options),
    alternativeTextId: fc.option(anyText),
    note: fc.constant(''),
  }),
  fc.record({
    type: fc.constant('set-drafting-mode' as const),
    textId: anyText,
    mode: fc.constantFrom('open' as const, 'amendments' as const, 'frozen' as const),
  }),
  fc.record({
    type: fc.constant('propose-alternative' as const),
    recommendationId: anyRecommendation,
    textId: anyText,
    reason: fc.constant(''),
    from: fc.constantFrom('majority' as const, 'blank' as const),
  }),
  fc.record({
    type: fc.constantFrom(
      'join-sponsors' as const,
      'leave-sponsors' as const,
      'withdraw-alternative' as const,
      'withdraw-position' as const,
      'withdraw-amendment' as const,
    ),
    textId: anyText,
  }),
  fc.record({
    type: fc.constant('start-amendment' as const),
    textId: anyText,
    baseTextId: anyText,
  }),
  fc.record({
    type: fc.constant('table-amendment' as const),
    textId: anyText,
    reason: fc.constant(''),
  }),
  fc.record({
    type: fc.constant('decide-amendment' as const),
    textId: anyText,
    outcome: fc.constantFrom('take-up' as const, 'bracket' as const, 'not-take-up' as const),
    note: fc.constant(''),
  }),
  fc.record({
    type: fc.constant('take-position' as const),
    textId: anyText,
    stance: fc.constantFrom('support' as const, 'object' as const),
    explanation: fc.constant(''),
  }),
  fc.record({
    type: fc.constant('add-recommendation' as const),
    recommendationId: anyRecommendation,
    topicId: fc.constant(topicId),
    title: fc.constant('Another'),
    textId: anyText,
  }),
  fc.record({
    type: fc.constant('open-thread' as const),
    threadId: anyThread,
    topicId: fc.constant(topicId),
    anchor: fc.constant({ on: 'topic' } as const),
    commentId: anyComment,
    body: fc.constant('A word.'),
    salt: anySalt,
  }),
  fc.record({
    type: fc.constant('reply' as const),
    threadId: anyThread,
    commentId: anyComment,
    body: fc.constant('Another.'),
    salt: anySalt,
  }),
  fc.record({
    type: fc.constantFrom('resolve-thread' as const, 'reopen-thread' as const),
    threadId: anyThread,
    salt: anySalt,
  }),
  fc.record({
    type: fc.constantFrom('mark-for-chair' as const, 'unmark-for-chair' as const),
    threadId: anyThread,
  }),
  fc.record({ type: fc.constantFrom('ask-for-floor' as const, 'withdraw-floor-request' as const) }),
  fc.record({
    type: fc.constant('give-floor' as const),
    memberId: fc.option(fc.constantFrom('br', 'in').map(member)),
  }),
  fc.record({
    type: fc.constantFrom('call-for-positions' as const, 'close-call-for-positions' as const),
    recommendationId: anyRecommendation,
  }),
  fc.record({
    type: fc.constant('undo-decision' as const),
    recommendationId: anyRecommendation,
    decision: fc.integer({ min: 25, max: 45 }),
  }),
  fc.record({
    type: fc.constant('agree-consent-list' as const),
    recommendationIds: fc.uniqueArray(anyRecommendation, { minLength: 1 }),
  }),
  fc.record({
    type: fc.constant('put-under-silence' as const),
    recommendationIds: fc.uniqueArray(anyRecommendation, { minLength: 1 }),
    until: fc
      .integer({ min: 20, max: 59 })
      .map((second) => new Date(Date.UTC(2012, 0, 13, 9, 0, second)).toISOString()),
  }),
  fc.record({
    type: fc.constant('break-silence' as const),
    recommendationId: anyRecommendation,
    reason: fc.constant('Not yet.'),
  }),
  fc.record({ type: fc.constant('lift-silence' as const), recommendationId: anyRecommendation }),
  fc.record({ type: fc.constant('conclude-deadlines' as const) }),
  fc.record({
    type: fc.constant('move-member' as const),
    memberId: fc.constantFrom('br', 'pt', 'office', 'chair').map(member),
    seatId: fc.constantFrom('br', 'in', 'office', 'chair', 'remote').map(seat),
  }),
  fc.record({
    type: fc.constantFrom('issue-link' as const, 'revoke-link' as const, 'remove-member' as const),
    memberId: fc.constantFrom('pt', 'office', 'chair').map(member),
  }),
)

const step = fc.record({ who, command: anyCommand, brackets: fc.integer({ min: 0, max: 2 }) })

function actorFor(meeting: Meeting, name: (typeof people)[number]): Actor {
  if (name === 'public') return { by: 'public' }
  if (name === 'installation') return installation
  return actorOf(meeting.state, member(name)) ?? { by: 'public' }
}

/** What must hold of every state. */
function checkInvariants(meeting: Meeting): void {
  const { state } = meeting
  for (const topic of state.topics) {
    const ordinals = topic.recommendationIds.map((id) => state.recommendations[id]?.ordinal)
    expect(ordinals).toEqual(ordinals.map((_, index) => index + 1))
  }
  for (const each of Object.values(state.texts)) {
    const delegations = each.positions.map(({ delegationId }) => delegationId)
    expect(new Set(delegations).size).toBe(delegations.length)
    if (each.kind === 'alternative' && each.standing === 'standing')
      expect(each.sponsors.length).toBeGreaterThan(0)
    if (each.kind === 'amendment' && each.standing === 'tabled')
      expect(each.sponsors.length).toBeGreaterThan(0)
  }
  const stewards = Object.values(state.members).filter(
    ({ standing, seatId }) =>
      standing === 'seated' &&
      ['chair', 'vice-chair', 'secretariat'].includes(state.seats[seatId]?.role ?? ''),
  )
  expect(stewards.length).toBeGreaterThan(0)
  for (const each of Object.values(state.recommendations)) {
    if (isDecided(each.status))
      expect(state.texts[each.majorityTextId]?.draftingMode).toBe('frozen')
    expect(state.texts[each.majorityTextId]?.kind).toBe('majority')
    if (each.silence?.state === 'kept') expect(isDecided(each.status)).toBe(false)
  }
}

test('[REC-19] any sequence of commands gives events or a refusal of the table, replays to the same state, and breaks no invariant', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const meeting = aMeeting()
      for (const { who: name, command, brackets } of steps) {
        const content = contentWith('Words', brackets)
        for (const id of ['majority', 'dissent1', 'dissent2', 'second'])
          meeting.contents.set(text(id), content)
        const before = meeting.state
        const frozen = Object.values(before.texts).filter(
          ({ draftingMode }) => draftingMode === 'frozen',
        )
        const result = meeting.ask(actorFor(meeting, name), command)
        if (result.ok) {
          expect(result.value.length).toBeGreaterThan(0)
          for (const event of result.value)
            if (event.type === 'recommendation-resolved' && event.outcome.startsWith('adopt'))
              for (const { content: decided } of event.texts) expect(countBrackets(decided)).toBe(0)
          const isReopening =
            command.type === 'set-drafting-mode' ||
            command.type === 'undo-decision' ||
            (command.type === 'resolve-recommendation' &&
              (command.outcome === 'reopen' || command.outcome === 'replace'))
          if (!isReopening)
            for (const each of frozen)
              expect(meeting.state.texts[each.textId]?.draftingMode).toBe('frozen')
        } else {
          expect(Object.keys(refusals)).toContain(result.refusal.code)
          expect(result.refusal.sentence).not.toBe('')
          expect(meeting.state).toBe(before)
        }
        checkInvariants(meeting)
      }
      expect(meeting.replayed()).toEqual(meeting.state)
      expect(verifyChain(meeting.events.map(keepEvent))).toMatchObject({
        ok: true,
        head: meeting.state.hash,
      })
      for (const event of meeting.events)
        expect(readKept(keepEvent(event))).toEqual({ ok: true, event })
    }),
  )
})
