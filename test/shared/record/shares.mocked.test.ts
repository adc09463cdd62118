/** What one party of a group begins and withdraws counts for itself alone, whatever it does and however often. */
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { CommentId, ThreadId } from '#shared/domain/ids'
import type * as Bounds from '#shared/record/bounds'
import type { Command } from '#shared/record/command'
import {
  aMeeting,
  contentWith,
  type Meeting,
  recommendation,
  text,
  topicId,
} from '../../support/meeting.ts'

// Small bounds, so that a random party reaches them.
vi.mock('#shared/record/bounds', async (original) => ({
  ...(await original<typeof Bounds>()),
  proposalBounds: {
    amendment: { open: 2, inRecommendation: 4, inGroup: 6 },
    alternative: { open: 1, inRecommendation: 3, inGroup: 5 },
  },
  commentBounds: {
    delegation: { threads: 2, comments: 5, letters: 100, inThread: 2 },
    table: { threads: 3, comments: 6, letters: 200, inThread: 3 },
    observer: { threads: 1, comments: 3, letters: 50, inThread: 2 },
  },
}))

let made = 0
const fresh = () => `n${++made}`
const thread = (name: string) => ThreadId.parse(`th_${name.padEnd(8, '0')}`)
const one = recommendation('one')

type Kind =
  | 'start'
  | 'table'
  | 'withdraw'
  | 'anew'
  | 'propose'
  | 'leave'
  | 'join'
  | 'lapse'
  | 'open'
  | 'reply'
  | 'resolve'
  | 'floor'
  | 'position'
const kinds: readonly Kind[] = [
  'start',
  'table',
  'withdraw',
  'anew',
  'propose',
  'leave',
  'join',
  'lapse',
  'open',
  'reply',
  'resolve',
  'floor',
  'position',
]

/** The threads that were there before anybody began to fill anything. */
const common = thread('common')

/** The next act of this kind by whoever asks, about the newest thing that it can be about. */
function actOf(meeting: Meeting, kind: Kind, who: string): Command {
  const texts = Object.values(meeting.state.texts)
  const own = (of: 'amendment' | 'alternative', standing: string) =>
    texts.findLast(
      (each) =>
        each.kind === of &&
        each.standing === standing &&
        each.sponsors.some(({ delegationId }) => delegationId.includes(who)),
    )?.textId ?? text('nothing')
  const threads = Object.values(meeting.state.threads)
  switch (kind) {
    case 'start':
      return { type: 'start-amendment', textId: text(fresh()), baseTextId: text('majority') }
    case 'table':
      return { type: 'table-amendment', textId: own('amendment', 'private'), reason: '' }
    case 'withdraw':
      return { type: 'withdraw-amendment', textId: own('amendment', 'tabled') }
    case 'anew': {
      const amendmentTextId = own('amendment', 'tabled')
      return { type: 'draft-amendment-anew', textId: text(fresh()), amendmentTextId }
    }
    case 'propose': {
      const about = { recommendationId: one, textId: text(fresh()), reason: '' }
      return { type: 'propose-alternative', ...about, from: 'blank' }
    }
    case 'leave':
      return { type: 'leave-sponsors', textId: own('amendment', 'tabled') }
    case 'join': {
      const tabled = texts.find((each) => each.kind === 'amendment' && each.standing === 'tabled')
      return { type: 'join-sponsors', textId: tabled?.textId ?? text('nothing') }
    }
    case 'lapse':
      return { type: 'leave-sponsors', textId: own('alternative', 'standing') }
    case 'open': {
      const [threadId, commentId] = [
        thread(fresh()),
        CommentId.parse(`c_${fresh().padEnd(8, '0')}`),
      ]
      const anchor = { on: 'topic' } as const
      return { type: 'open-thread', threadId, topicId, anchor, commentId, body: 'Some words.' }
    }
    case 'reply': {
      const commentId = CommentId.parse(`c_${fresh().padEnd(8, '0')}`)
      return { type: 'reply', threadId: common, commentId, body: 'Some words.' }
    }
    case 'resolve':
      return { type: 'resolve-thread', threadId: threads.at(-1)?.threadId ?? common }
    case 'floor':
      return { type: 'ask-for-floor' }
    case 'position': {
      const position = { stance: 'support', explanation: '' } as const
      return { type: 'take-position', textId: text('majority'), ...position }
    }
  }
}

/** A room whose observers may comment, with one thread of the chair's. */
function aRoom(): Meeting {
  const meeting = aMeeting()
  meeting.contents.set(text('majority'), contentWith('Other words.'))
  return meeting
    .do(meeting.as('chair'), { type: 'set-observer-comments', allowed: true })
    .do(meeting.as('chair'), {
      type: 'open-thread',
      threadId: common,
      topicId,
      anchor: { on: 'topic' },
      commentId: CommentId.parse('c_firstone'),
      body: 'Here.',
    })
}

const ask = (meeting: Meeting, kind: Kind, who: string): string => {
  const result = meeting.ask(meeting.as(who), actOf(meeting, kind, who))
  return result.ok ? 'ok' : result.refusal.code
}

describe('shares', () => {
  test('[REC-200] whatever one party begins, withdraws and says, the next act of each kind of another is refused for no bound', () => {
    const hostile = fc.constantFrom('br', 'in', 'remote')
    const acts = fc.array(fc.constantFrom(...kinds), { minLength: 20, maxLength: 120 })
    let reached = 0
    fc.assert(
      fc.property(hostile, acts, (who, done) => {
        const meeting = aRoom()
        for (const kind of done) if (ask(meeting, kind, who) === 'limit-reached') reached += 1
        const before = meeting.state
        for (const other of ['pt', 'office', 'remote'].filter((name) => name !== who))
          for (const kind of kinds) {
            meeting.state = before
            expect(`${other} ${kind} ${ask(meeting, kind, other)}`).not.toContain('limit-reached')
          }
      }),
      { numRuns: 60 },
    )
    expect(reached).toBeGreaterThan(0)
  })

  test('[REC-201] a party that has used up its share is refused in words that say whose, and replaying gives the same', () => {
    const meeting = aRoom()
    const refused = new Map<Kind, string>()
    for (let round = 0; round < 8; round++)
      for (const kind of [
        'start',
        'table',
        'withdraw',
        'propose',
        'lapse',
        'open',
        'reply',
      ] as const) {
        const result = meeting.ask(meeting.as('br'), actOf(meeting, kind, 'br'))
        if (!result.ok && result.refusal.code === 'limit-reached')
          refused.set(kind, result.refusal.sentence)
      }
    expect([...refused.keys()].toSorted()).toEqual(['open', 'propose', 'reply', 'start'])
    for (const sentence of refused.values()) expect(sentence).toMatch(/^Your delegation has /)
    expect(meeting.replayed()).toEqual(meeting.state)
  })

  test('[REC-202] an amendment counts for the delegation that began it, also when it has left its sponsors', () => {
    const meeting = aRoom()
    for (let round = 0; round < 4; round++) {
      expect(ask(meeting, 'start', 'br')).toBe('ok')
      expect(ask(meeting, 'table', 'br')).toBe('ok')
      expect(ask(meeting, 'join', 'in')).toBe('ok')
      expect(ask(meeting, 'leave', 'br')).toBe('ok')
      expect(ask(meeting, 'withdraw', 'in')).toBe('ok')
    }
    expect(ask(meeting, 'start', 'br')).toBe('limit-reached')
    expect(ask(meeting, 'start', 'in')).toBe('ok')
  })

  test('[REC-203] a delegation with as many amendments open as it may have drafts one of them anew', () => {
    const meeting = aRoom()
    for (let round = 0; round < 2; round++) {
      expect(ask(meeting, 'start', 'br')).toBe('ok')
      expect(ask(meeting, 'table', 'br')).toBe('ok')
    }
    expect(ask(meeting, 'start', 'br')).toBe('limit-reached')
    expect(ask(meeting, 'anew', 'br')).toBe('ok')
  })
})
