/** The bounds as they are: what one delegation does in two seconds closes nothing to another. */
import { expect, test } from 'vitest'
import { CommentId, ThreadId } from '#shared/domain/ids'
import { commentBounds, proposalBounds } from '#shared/record/bounds'
import type { Command } from '#shared/record/command'
import { aMeeting, member, seat, text, topicId } from '../../support/meeting.ts'

const codeOf = (result: { ok: boolean; refusal?: { code: string } }) => result.refusal?.code

test('[REC-204] a delegation that begins and discards hundreds of amendments closes the recommendation to itself alone', () => {
  const meeting = aMeeting()
  const start = (who: string, name: string) => {
    const begin = { textId: text(name), baseTextId: text('majority') }
    return codeOf(meeting.ask(meeting.as(who), { type: 'start-amendment', ...begin }))
  }
  for (let n = 0; n < proposalBounds.amendment.inRecommendation; n++) {
    expect(start('br', `draft${1000 + n}`)).toBeUndefined()
    meeting.do(meeting.as('br'), { type: 'withdraw-amendment', textId: text(`draft${1000 + n}`) })
  }
  expect(start('br', 'more')).toBe('limit-reached')
  expect(start('pt', 'portugal')).toBeUndefined()
  expect(start('in', 'india')).toBeUndefined()
})

test('[REC-205] a delegation that opens as many threads as it may, internal ones too, closes comments to itself alone', () => {
  const meeting = aMeeting()
  const open = (who: string, n: number, salt?: string) => {
    const command: Command = {
      type: 'open-thread',
      threadId: ThreadId.parse(`th_thread${10_000 + n}`),
      topicId,
      anchor: { on: 'topic' },
      commentId: CommentId.parse(`c_comment${10_000 + n}`),
      body: 'Words.',
      ...(salt && { salt }),
    }
    return codeOf(meeting.ask(meeting.as(who), command))
  }
  const { threads } = commentBounds.delegation
  for (let n = 0; n < threads; n++)
    expect(open('br', n, n % 2 ? 'q8Zr3v_LmN0pT5wXyB2cDe' : undefined)).toBeUndefined()
  expect(open('br', threads)).toBe('limit-reached')
  expect(open('pt', threads + 1)).toBeUndefined()
  expect(open('chair', threads + 2)).toBeUndefined()
})

test('[REC-206] hundreds of observers who ask for the floor keep no delegate out of the queue', () => {
  const meeting = aMeeting()
  for (let n = 0; n < 310; n++) {
    const memberId = member(`guest${1000 + n}`)
    meeting.do(meeting.as('office'), {
      type: 'seat-member',
      memberId,
      seatId: seat('remote'),
      name: '',
    })
    meeting.do(meeting.as(`guest${1000 + n}`), { type: 'ask-for-floor' })
  }
  meeting.do(meeting.as('pt'), { type: 'ask-for-floor' })
  expect(meeting.state.floor.requests).toHaveLength(311)
})
