/** Members who change their seats. */
import { expect, test } from 'vitest'
import { textRight } from '#shared/record/text-right'
import { aMeeting, delegation, installation, member, seat, text } from '../../support/meeting.ts'

const codeOf = (result: { ok: boolean; refusal?: { code: string } }) => result.refusal?.code

test('[REC-20] a member moves to another seat of the same delegation and has its rights from then on; the last at the table stays', () => {
  const meeting = aMeeting()
  const move = (name: string, to: string) =>
    meeting.ask(meeting.as('office'), {
      type: 'move-member',
      memberId: member(name),
      seatId: seat(to),
    })
  const addSeat = (name: string, role: 'observer' | 'secretariat', of: string | null) =>
    meeting.do(installation, {
      type: 'add-seat',
      seatId: seat(name),
      role,
      delegationId: of === null ? null : delegation(of),
      title: name,
    })
  addSeat('br2', 'observer', 'br')
  addSeat('desk', 'secretariat', null)
  expect(move('br', 'br2').ok).toBe(true)
  expect(textRight(meeting.state, meeting.as('br'), text('majority'))).toBe('read')
  expect(codeOf(move('br', 'br2'))).toBe('already-so')
  expect(move('br', 'br').ok).toBe(true)
  expect(textRight(meeting.state, meeting.as('br'), text('majority'))).toBe('write')
  expect(codeOf(move('br', 'in'))).toBe('other-delegation')
  expect(codeOf(move('br', 'none'))).toBe('seat-unknown')
  expect(codeOf(move('nobody', 'br2'))).toBe('member-unknown')
  expect(
    codeOf(
      meeting.ask(meeting.as('br'), {
        type: 'move-member',
        memberId: member('br'),
        seatId: seat('br2'),
      }),
    ),
  ).toBe('role-may-not')
  meeting.do(meeting.as('office'), { type: 'remove-member', memberId: member('chair') })
  expect(move('office', 'desk').ok).toBe(true)
  expect(codeOf(move('office', 'remote'))).toBe('last-steward')
  meeting.do(installation, { type: 'remove-member', memberId: member('br') })
  expect(codeOf(move('in', 'br'))).toBe('other-delegation')
  expect(
    codeOf(
      meeting.ask(installation, {
        type: 'move-member',
        memberId: member('br'),
        seatId: seat('br2'),
      }),
    ),
  ).toBe('member-removed')
})
