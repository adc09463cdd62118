/** Who lifts square brackets, and where. */
import { expect, test } from 'vitest'
import type { TextContent } from '#shared/domain/content'
import type { TextId } from '#shared/domain/ids'
import { aMeeting, recommendation, text } from '../../support/meeting.ts'

const bracketed: TextContent = {
  words: [
    {
      type: 'paragraph',
      blockId: 'p',
      inlines: [
        { type: 'bracket', edge: 'open', bracketId: 'b', sponsors: 'br' },
        { type: 'words', words: 'yearly', marks: [] },
        { type: 'bracket', edge: 'close', bracketId: 'b', sponsors: '' },
      ],
    },
  ],
  tasks: [],
  provisions: [],
}

test('[REC-41] the chair and the secretariat lift brackets; those of an alternative the chair does not, and nobody in a frozen text', () => {
  const meeting = aMeeting().do(aMeeting().as('br'), {
    type: 'propose-alternative',
    recommendationId: recommendation('one'),
    textId: text('dissent1'),
    reason: '',
    from: 'blank',
  })
  meeting.contents.set(text('majority'), bracketed).set(text('dissent1'), bracketed)
  const lift = (who: string, textId: TextId) => {
    const result = meeting.ask(meeting.as(who), {
      type: 'lift-bracket',
      textId,
      bracketId: 'b',
      how: 'keep',
    })
    return result.ok ? result.value : result.refusal.code
  }
  const lifted = { type: 'bracket-lifted', sponsors: 'br', before: '[br: yearly]', after: 'yearly' }
  expect(lift('chair', text('majority'))).toMatchObject([lifted])
  expect(lift('office', text('majority'))).toMatchObject([lifted])
  expect(lift('br', text('majority'))).toBe('role-may-not')
  expect(lift('remote', text('majority'))).toBe('role-may-not')
  expect(lift('chair', text('dissent1'))).toBe('role-may-not')
  expect(lift('office', text('dissent1'))).toMatchObject([lifted])
  const chair = meeting.as('chair')
  meeting.do(chair, { type: 'set-drafting-mode', textId: text('majority'), mode: 'amendments' })
  expect(lift('chair', text('majority'))).toMatchObject([lifted])
  meeting.do(chair, { type: 'set-drafting-mode', textId: text('majority'), mode: 'frozen' })
  expect(lift('chair', text('majority'))).toBe('text-frozen')
  expect(meeting.replayed()).toEqual(meeting.state)
})
