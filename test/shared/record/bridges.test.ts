/** Bridging proposals in the record, and what of amendments and comments the desk lists. */
import { describe, expect, test } from 'vitest'
import type { BridgeDraftSpan } from '#shared/domain/bridge'
import { BridgeId, CommentId, ThreadId } from '#shared/domain/ids'
import { Command, type CommandOf } from '#shared/record/command'
import { decide } from '#shared/record/decide'
import {
  isContested,
  openInWords,
  openMatters,
  topicThreadsForChair,
} from '#shared/record/open-matters'
import {
  aMeeting,
  contentWith,
  delegation,
  type Meeting,
  member,
  recommendation,
  text,
  topicId,
} from '../../support/meeting.ts'

const bridgeId = BridgeId.parse('bg_bridge01')
const [majority, dissent, amended] = [text('majority'), text('dissent'), text('amended')]
const quoted = (textId = majority, quote = 'annual statement'): BridgeDraftSpan => ({
  from: 'text',
  textId,
  quote,
  start: 0,
  words: quote,
})
const own: BridgeDraftSpan = { from: 'own', words: ', by 1 March' }
const put = (extra: Partial<CommandOf<'put-bridge'>> = {}): Command => ({
  type: 'put-bridge',
  bridgeId,
  textId: majority,
  blockId: 'p',
  reason: '',
  spans: [quoted(), own],
  ...extra,
})
const code = (meeting: Meeting, who: string, command: Command) => {
  const result = meeting.ask(meeting.as(who), command)
  return result.ok ? 'ok' : result.refusal.code
}
function withTexts(): Meeting {
  const meeting = aMeeting()
  meeting.do(meeting.as('br'), {
    type: 'propose-alternative',
    recommendationId: recommendation('one'),
    textId: dissent,
    reason: '',
    from: 'blank',
  })
  meeting.do(meeting.as('in'), { type: 'start-amendment', textId: amended, baseTextId: majority })
  meeting.contents
    .set(majority, contentWith('The annual statement is public.'))
    .set(dissent, contentWith('A quarterly statement.'))
    .set(amended, contentWith('The monthly statement is public.'))
  return meeting
}
const one = (meeting: Meeting) => {
  const found = meeting.state.recommendations[recommendation('one')]
  if (!found) throw new Error('no recommendation')
  return found
}

describe('bridging proposals', () => {
  test('[REC-101] the chair alone puts a bridging proposal into the majority text, and the record keeps each span with its source', () => {
    const meeting = withTexts()
    for (const who of ['br', 'office', 'remote'])
      expect(code(meeting, who, put())).toBe('role-may-not')
    const spans = [quoted(), quoted(dissent, 'quarterly'), own]
    const decided = decide(
      meeting.state,
      put({ spans, reason: 'Both can live.' }),
      meeting.as('chair'),
      {
        contentOf: (textId) => meeting.contents.get(textId),
        since: () => 0,
        writersOf: (textId) =>
          textId === dissent ? [member('br'), member('in'), member('br')] : [member('office')],
      },
    )
    expect(decided.ok && decided.value).toMatchObject([
      {
        type: 'bridge-put',
        sponsors: 'chair',
        before: 'The annual statement is public.',
        words: 'annual statement quarterly, by 1 March',
        spans: [
          { from: 'text', textId: majority, quote: 'annual statement', delegationIds: [] },
          { textId: dissent, delegationIds: [delegation('br'), delegation('in')] },
          { from: 'own', words: ', by 1 March' },
        ],
      },
    ])
    expect(code(meeting, 'chair', put({ spans }))).toBe('ok')
    expect(one(meeting).bridges).toMatchObject([{ bridgeId, by: member('chair') }])
    expect(code(meeting, 'chair', put())).toBe('id-taken')
    expect(code(meeting, 'chair', put({ textId: dissent }))).toBe('text-not-of-this-kind')
    expect(meeting.replayed()).toEqual(meeting.state)
  })

  test('[REC-102] words are quoted only from where they stand now, and from what everybody may read', () => {
    const meeting = withTexts()
    const refusals = [
      [quoted(majority, 'quarterly'), 'quote-not-there'],
      [quoted(text('summary'), 'Words'), 'text-unknown'],
      [quoted(text('nowhere')), 'text-unknown'],
      [quoted(amended, 'monthly'), 'text-unknown'],
    ] as const
    for (const [span, refusal] of refusals)
      expect(code(meeting, 'chair', put({ spans: [own, span] }))).toBe(refusal)
    expect(code(meeting, 'chair', put({ blockId: 'gone' }))).toBe('paragraph-unknown')
    meeting.do(meeting.as('in'), { type: 'table-amendment', textId: amended, reason: '' })
    expect(code(meeting, 'chair', put({ spans: [quoted(amended, 'monthly')] }))).toBe('ok')
    for (const words of ['[in brackets]', '', 'two\nlines'])
      expect(Command.safeParse(put({ spans: [{ from: 'own', words }] })).success).toBe(false)
    expect(Command.safeParse(put({ spans: [] })).success).toBe(false)
  })

  test('[REC-103] no proposal is put into a text that is frozen, decided or under silence; where only the secretariat types it is', () => {
    const meeting = withTexts()
    const chair = meeting.as('chair')
    meeting.do(chair, { type: 'set-drafting-mode', textId: majority, mode: 'frozen' })
    expect(code(meeting, 'chair', put())).toBe('text-frozen')
    meeting.do(chair, { type: 'set-drafting-mode', textId: majority, mode: 'amendments' })
    const recommendationId = recommendation('one')
    const until = new Date(Date.UTC(2012, 0, 14)).toISOString()
    meeting.do(chair, { type: 'put-under-silence', recommendationIds: [recommendationId], until })
    expect(code(meeting, 'chair', put())).toBe('under-silence')
    meeting.do(chair, { type: 'lift-silence', recommendationId })
    expect(code(meeting, 'chair', put())).toBe('ok')
    meeting.do(chair, {
      type: 'resolve-recommendation',
      recommendationId,
      outcome: 'agree-ad-ref',
      alternativeTextId: null,
      note: '',
    })
    expect(code(meeting, 'chair', put({ bridgeId: BridgeId.parse('bg_bridge02') }))).toBe(
      'recommendation-closed',
    )
  })
})

describe('the desk', () => {
  const filled = contentWith('Words.')
  const matters = (meeting: Meeting) =>
    openMatters(meeting.state, one(meeting), { ...openInWords(filled), missing: [] })

  test('[CHAIR-21] open amendments and comments for the chair are on the desk and make a text contested; what is private is not', () => {
    const meeting = aMeeting()
    meeting.do(meeting.as('in'), { type: 'start-amendment', textId: amended, baseTextId: majority })
    meeting.contents.set(amended, contentWith('Other words.'))
    expect(isContested(matters(meeting))).toBe(false)
    meeting.do(meeting.as('in'), { type: 'table-amendment', textId: amended, reason: '' })
    expect(matters(meeting).amendments).toEqual([amended])
    expect(isContested(matters(meeting))).toBe(true)
    meeting.do(meeting.as('in'), { type: 'withdraw-amendment', textId: amended })
    expect(isContested(matters(meeting))).toBe(false)

    const open = (name: string, anchor: CommandOf<'open-thread'>['anchor'], salt?: string) => {
      const threadId = ThreadId.parse(`th_${name.padEnd(8, '0')}`)
      const commentId = CommentId.parse(`c_${name.padEnd(8, '0')}`)
      const internal = salt === undefined ? {} : { salt }
      meeting.do(meeting.as('br'), {
        type: 'open-thread',
        threadId,
        topicId,
        anchor,
        commentId,
        body: 'Chair?',
        ...internal,
      })
      return threadId
    }
    const here = { on: 'recommendation', recommendationId: recommendation('one') } as const
    const about = open('about', here)
    const internal = open('internal', here, 'q8Zr3v_LmN0pT5wXyB2cDe')
    const onTopic = open('topic', { on: 'topic' })
    expect(matters(meeting).forChair).toEqual([])
    for (const threadId of [about, onTopic])
      meeting.do(meeting.as('br'), { type: 'mark-for-chair', threadId })
    expect(code(meeting, 'br', { type: 'mark-for-chair', threadId: internal })).not.toBe('ok')
    expect(matters(meeting).forChair.map(({ threadId }) => threadId)).toEqual([about])
    expect(isContested(matters(meeting))).toBe(true)
    expect(topicThreadsForChair(meeting.state, topicId).map(({ threadId }) => threadId)).toEqual([
      onTopic,
    ])
    meeting.do(meeting.as('chair'), { type: 'unmark-for-chair', threadId: about })
    meeting.do(meeting.as('br'), { type: 'resolve-thread', threadId: onTopic })
    expect(isContested(matters(meeting))).toBe(false)
    expect(topicThreadsForChair(meeting.state, topicId)).toEqual([])
  })
})
