/** Builds a record for tests in a line: a group with a chair, a secretariat, delegations, an observer, topics. */

import type { TextContent } from '#shared/domain/content'
import {
  CommandId,
  DelegationId,
  GroupId,
  MeetingId,
  MemberId,
  RecommendationId,
  SeatId,
  TextId,
  TopicId,
} from '#shared/domain/ids'
import { linkEvents } from '#shared/record/chain'
import type { Command } from '#shared/record/command'
import { decide } from '#shared/record/decide'
import type { RecordEvent, RecordedEvent } from '#shared/record/event'
import { evolve, fold } from '#shared/record/evolve'
import type { Result } from '#shared/record/refusal'
import { type Actor, actorOf, emptyRecord, type RecordState } from '#shared/record/state'

/** An id of a kind, readable in failures: `t_majority00`. */
const padded = (prefix: string, name: string) => `${prefix}_${name.padEnd(8, '0')}`
export const groupId = GroupId.parse(padded('g', 'group'))
export const text = (name: string): TextId => TextId.parse(padded('t', name))
export const topicId = TopicId.parse(padded('tp', 'topic'))
export const recommendation = (name: string): RecommendationId =>
  RecommendationId.parse(padded('r', name))
export const member = (name: string): MemberId => MemberId.parse(padded('m', name))
export const delegation = (name: string): DelegationId => DelegationId.parse(padded('dl', name))
export const seat = (name: string): SeatId => SeatId.parse(padded('s', name))
export const meetingId = MeetingId.parse(padded('mt', 'meeting'))

export const installation: Actor = { by: 'installation' }

/** Content of a text: one paragraph, with so many brackets. */
export const contentWith = (words: string, brackets = 0): TextContent => ({
  words: [
    {
      type: 'paragraph',
      blockId: 'p',
      inlines: [
        ...(words === '' ? [] : [{ type: 'words' as const, words, marks: [] }]),
        ...Array.from({ length: brackets }, (_, index) => ({
          type: 'bracket' as const,
          edge: 'open' as const,
          bracketId: `b${index}`,
          sponsors: '',
        })),
      ],
    },
  ],
  tasks: [],
  provisions: [],
})

/** A record that takes commands, with the words of its texts at hand. */
export class Meeting {
  state: RecordState = emptyRecord
  readonly events: RecordedEvent[] = []
  readonly contents = new Map<string, TextContent>()
  /** The time, in milliseconds; without it, a second passes with each event. */
  now: number | undefined

  /** Whether amendments have no other wording than their base. */
  isOneWording = false

  ask(actor: Actor, command: Command): Result<RecordEvent[]> {
    const contentOf = (textId: TextId) => this.contents.get(textId) ?? contentWith('Words.')
    const n = this.events.length
    const now = this.now ?? Date.UTC(2012, 0, 13, 9, 0, n)
    const since = (instant: string) => now - Date.parse(instant)
    const result = decide(this.state, command, actor, {
      contentOf,
      since,
      afterAmendment: (textId, outcome) =>
        outcome === 'bracket' && this.isOneWording ? 'nothing-to-bracket' : contentOf(textId),
      afterPart: (textId, chosen, left) => {
        const ids = [...chosen, ...left].toSorted()
        if (ids.join() !== '1-1,1-2') return 'changes-moved'
        const changes = ids.map((changeId) => ({
          changeId,
          struck: `Struck ${changeId}.`,
          put: `Put ${changeId}.`,
        }))
        return { content: contentOf(textId), changes }
      },
    })
    if (!result.ok) return result
    const linked = linkEvents(this.state, result.value, {
      at: new Date(now).toISOString(),
      actor:
        actor.by === 'member'
          ? { by: 'member', memberId: actor.memberId, seatId: actor.seatId, role: actor.role }
          : { by: 'installation' },
      commandId: CommandId.parse(padded('cmd', `n${n}`)),
    })
    this.events.push(...linked)
    for (const event of linked) this.state = evolve(this.state, event)
    return result
  }

  /** Does it, or fails the test. */
  do(actor: Actor, command: Command): this {
    const result = this.ask(actor, command)
    if (!result.ok) throw new Error(`${command.type}: ${result.refusal.code}`)
    return this
  }

  as(name: string): Actor {
    const actor = actorOf(this.state, member(name))
    if (!actor) throw new Error(`${name} has no seat`)
    return actor
  }

  replayed(): RecordState {
    return fold(this.events)
  }
}

/** A meeting with chair, secretariat, delegates br, in and pt, an observer, one topic with recommendation `one`. */
export function aMeeting(): Meeting {
  const meeting = new Meeting()
  meeting.do(installation, {
    type: 'create-group',
    groupId,
    name: 'Group',
    parentBody: '',
    mandate: '',
  })
  for (const [role, name] of [
    ['chair', 'chair'],
    ['secretariat', 'office'],
    ['observer', 'remote'],
  ] as const)
    meeting
      .do(installation, {
        type: 'add-seat',
        seatId: seat(name),
        role,
        delegationId: null,
        title: name,
      })
      .do(installation, {
        type: 'seat-member',
        memberId: member(name),
        seatId: seat(name),
        name: '',
      })
  for (const name of ['br', 'in', 'pt'])
    meeting
      .do(installation, {
        type: 'add-delegation',
        delegationId: delegation(name),
        name,
        code: name,
        stakeholderGroup: 'government',
      })
      .do(installation, {
        type: 'add-seat',
        seatId: seat(name),
        role: 'delegate',
        delegationId: delegation(name),
        title: name,
      })
      .do(installation, {
        type: 'seat-member',
        memberId: member(name),
        seatId: seat(name),
        name: 'Somebody',
      })
  return meeting
    .do(installation, {
      type: 'schedule-meeting',
      meetingId,
      title: '4th meeting',
      place: '',
      days: [{ date: '2012-01-13', title: 'Day 3', phase: 'drafting' }],
    })
    .do(installation, {
      type: 'add-topic',
      topicId,
      title: 'Outcomes',
      broadAgreementTextId: text('agreement'),
      summaryTextId: text('summary'),
    })
    .do(installation, {
      type: 'add-recommendation',
      recommendationId: recommendation('one'),
      topicId,
      title: 'First',
      textId: text('majority'),
    })
}
