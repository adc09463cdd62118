import { describe, expect, test } from 'vitest'
import { CommentId, type TextId, ThreadId } from '#shared/domain/ids'
import type { ThreadAnchor } from '#shared/domain/thread'
import type { Command } from '#shared/record/command'
import { aMeeting, type Meeting, recommendation, text, topicId } from '../../support/meeting.ts'

const draft = text('amendment')
const start = (textId: TextId, baseTextId: TextId): Command => ({
  type: 'start-amendment',
  textId,
  baseTextId,
})
const code = (meeting: Meeting, who: string, command: Command) => {
  const result = meeting.ask(meeting.as(who), command)
  return result.ok ? 'ok' : result.refusal.code
}
const anchor = (textId: TextId): ThreadAnchor => ({
  on: 'words',
  recommendationId: recommendation('one'),
  textId,
  words: { quote: 'Words', letters: [{ client: 7, clock: 0, length: 5 }] },
})
const open = (on: TextId, salt?: string): Command => ({
  type: 'open-thread',
  threadId: ThreadId.parse('th_thread01'),
  topicId,
  anchor: anchor(on),
  commentId: CommentId.parse('c_comment1'),
  body: 'Why not?',
  ...(salt === undefined ? {} : { salt }),
})
/** Every command that names a text that has to be there. */
const naming = (textId: TextId): readonly Command[] => [
  { type: 'set-drafting-mode', textId, mode: 'frozen' },
  { type: 'join-sponsors', textId },
  { type: 'leave-sponsors', textId },
  { type: 'withdraw-alternative', textId },
  start(text('another'), textId),
  { type: 'draft-amendment-anew', textId: text('another'), amendmentTextId: textId },
  { type: 'table-amendment', textId, reason: '' },
  { type: 'withdraw-amendment', textId },
  {
    type: 'amend-from-alternative',
    textId: text('another'),
    alternativeTextId: textId,
    point: { struck: 'a', put: 'b', occurrence: 0 },
    reason: '',
  },
  { type: 'decide-amendment', textId, outcome: 'take-up', note: '' },
  { type: 'take-up-changes', textId, chosen: ['1-1'], left: ['1-2'], note: '' },
  { type: 'take-position', textId, stance: 'support', explanation: '' },
  { type: 'withdraw-position', textId },
  { type: 'lift-bracket', textId, bracketId: 'b0', how: 'keep' },
  {
    type: 'resolve-recommendation',
    recommendationId: recommendation('one'),
    outcome: 'replace',
    alternativeTextId: textId,
    note: '',
  },
  open(textId),
]

describe('amendments that are not tabled', () => {
  test('[REC-141] whatever command names another delegation’s amendment that is not tabled, the answer is as if it did not exist', () => {
    for (const isDiscarded of [false, true]) {
      const meeting = aMeeting()
      meeting.do(meeting.as('br'), start(draft, text('majority')))
      if (isDiscarded) meeting.do(meeting.as('br'), { type: 'withdraw-amendment', textId: draft })
      for (const who of ['in', 'chair', 'office', 'remote'])
        for (const [index, command] of naming(draft).entries()) {
          const none = naming(text('nothing'))[index]
          if (!none) throw new Error('no command')
          expect(code(meeting, who, command), `${who}: ${command.type}`).toBe(
            code(meeting, who, none),
          )
        }
    }
  })

  test('[REC-142] words of such an amendment are commented on within its delegation alone', () => {
    const meeting = aMeeting()
    meeting.do(meeting.as('br'), start(draft, text('majority')))
    expect(code(meeting, 'br', open(draft))).toBe('amendment-not-tabled')
    expect(code(meeting, 'br', open(draft, 'q8Zr3v_LmN0pT5wXyB2cDe'))).toBe('ok')
  })
})
