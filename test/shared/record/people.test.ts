/** Members who change their seats. */
import { expect, test } from 'vitest'
import { decide } from '#shared/record/decide'
import { isLastSteward } from '#shared/record/decide-people'
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

test('[REC-220] the last at the table who can sign in keeps link and seat, whoever asks; others, and who cannot sign in anyway, do not', () => {
  const meeting = aMeeting()
  const facts = { contentOf: () => undefined, since: () => 0 }
  const ask = (
    type: 'revoke-link' | 'remove-member',
    name: string,
    signsIn?: (memberId: string) => boolean,
  ) =>
    codeOf(
      decide(meeting.state, { type, memberId: member(name) }, installation, {
        ...facts,
        ...(signsIn ? { signsIn } : {}),
      }),
    )
  const onlyTheChair = (memberId: string) => memberId === member('chair')
  for (const type of ['revoke-link', 'remove-member'] as const) {
    expect(ask(type, 'chair')).toBeUndefined()
    expect(ask(type, 'chair', onlyTheChair)).toBe('last-steward')
    // The office has a seat and no link that works: nothing is lost with it.
    expect(ask(type, 'office', onlyTheChair)).toBeUndefined()
    expect(ask(type, 'br', () => false)).toBeUndefined()
  }
  meeting.do(installation, { type: 'revoke-link', memberId: member('office') })
  expect(ask('remove-member', 'chair')).toBe('last-steward')
  expect(ask('remove-member', 'office')).toBeUndefined()
  expect(isLastSteward(meeting.state, member('chair'))).toBe(true)
  expect(isLastSteward(meeting.state, member('br'))).toBe(false)
  meeting.do(installation, { type: 'issue-link', memberId: member('office') })
  expect(ask('remove-member', 'chair')).toBeUndefined()
})
