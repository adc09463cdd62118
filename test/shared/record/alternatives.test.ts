import { describe, expect, test } from 'vitest'
import type { RecordEvent } from '#shared/record/event'
import { textRight } from '#shared/record/text-right'
import {
  aMeeting,
  contentWith,
  delegation,
  type Meeting,
  recommendation,
  text,
} from '../../support/meeting.ts'

const one = recommendation('one')
const dissent = text('dissent')
const codeOf = (result: { ok: boolean; refusal?: { code: string } }) => result.refusal?.code
const point = { struck: 'annually', put: 'quarterly', occurrence: 0 }

/** Brazil's alternative says quarterly where the majority says annually. */
function withAlternative(): Meeting {
  const meeting = aMeeting()
  meeting.do(meeting.as('br'), {
    type: 'propose-alternative',
    recommendationId: one,
    textId: dissent,
    reason: 'It is too slow.',
    from: 'majority',
  })
  meeting.contents.set(text('majority'), contentWith('The Forum reports annually.'))
  meeting.contents.set(dissent, contentWith('The Forum reports quarterly.'))
  return meeting
}
const amend = (meeting: Meeting, who = 'in', named: Partial<typeof point> = {}, id = 'amendment') =>
  meeting.ask(meeting.as(who), {
    type: 'amend-from-alternative',
    textId: text(id),
    alternativeTextId: dissent,
    point: { ...point, ...named },
    reason: 'From alternative 1.',
  })
const adopt = (meeting: Meeting) =>
  meeting.ask(meeting.as('chair'), {
    type: 'resolve-recommendation',
    recommendationId: one,
    outcome: 'adopt-with-alternatives',
    alternativeTextId: null,
    note: '',
  })

describe('alternatives', () => {
  test('[REC-85] a point of an alternative becomes a tabled amendment to the majority in the acting delegation’s name', () => {
    const meeting = withAlternative()
    for (const who of ['chair', 'office', 'remote'])
      expect(codeOf(amend(meeting, who))).toBe('role-may-not')
    const amended = amend(meeting)
    expect(amended.ok && amended.value).toMatchObject([
      {
        type: 'amendment-tabled',
        baseTextId: text('majority'),
        delegationId: delegation('in'),
        from: { textId: dissent, point },
      },
    ])
    expect(meeting.state.texts[text('amendment')]).toMatchObject({
      standing: 'tabled',
      sponsors: [{ delegationId: delegation('in') }],
    })
    expect(meeting.replayed()).toEqual(meeting.state)
    expect(textRight(meeting.state, meeting.as('in'), text('amendment'))).toBe('read')
    // An amendment that the delegation has under way is not in its way.
    meeting.do(meeting.as('pt'), {
      type: 'start-amendment',
      textId: text('private'),
      baseTextId: text('majority'),
    })
    expect(amend(meeting, 'pt', {}, 'second').ok).toBe(true)
  })

  test('[REC-86] a point that is not there, or where nothing can be amended, is refused', () => {
    const meeting = withAlternative()
    expect(codeOf(amend(meeting, 'in', { put: 'monthly' }))).toBe('point-gone')
    expect(codeOf(amend(meeting, 'in', { occurrence: 1 }))).toBe('point-gone')
    expect(codeOf(amend(meeting, 'in', {}, 'dissent'))).toBe('id-taken')
    meeting.contents.set(dissent, contentWith('The Forum reports annually.', 1))
    expect(codeOf(amend(meeting, 'in', { struck: '', put: '[' }))).toBe('point-not-whole')
    meeting.contents.set(dissent, contentWith('The Forum reports quarterly.'))
    expect(adopt(meeting).ok).toBe(true)
    expect(codeOf(amend(meeting))).toBe('recommendation-closed')
    expect(Object.keys(meeting.state.texts)).not.toContain(text('amendment'))
  })

  test('[REC-87] sponsors join and leave; whoever left types no more, and without sponsors the alternative lapses', () => {
    const meeting = withAlternative()
    const right = (who: string) => textRight(meeting.state, meeting.as(who), dissent)
    expect([right('br'), right('in'), right('chair')]).toEqual(['write', 'read', 'read'])
    meeting.do(meeting.as('in'), { type: 'join-sponsors', textId: dissent })
    expect(right('in')).toBe('write')
    meeting.do(meeting.as('br'), { type: 'leave-sponsors', textId: dissent })
    expect([right('br'), right('in')]).toEqual(['read', 'write'])
    const left = meeting.ask(meeting.as('in'), { type: 'leave-sponsors', textId: dissent })
    expect(left.ok && left.value.map(({ type }) => type)).toEqual([
      'sponsor-left',
      'alternative-lapsed',
    ])
    expect(meeting.state.texts[dissent]).toMatchObject({ standing: 'lapsed', sponsors: [] })
    expect(right('in')).toBe('read')
    expect(codeOf(adopt(meeting))).toBe('no-alternatives')
  })

  test('[REC-88] adopted with alternatives, the record holds each dissent with its words, sponsors and reason', () => {
    const meeting = withAlternative()
    meeting.do(meeting.as('pt'), { type: 'join-sponsors', textId: dissent })
    const adopted = adopt(meeting)
    const resolved = adopted.ok
      ? adopted.value.find(
          (event): event is Extract<RecordEvent, { type: 'recommendation-resolved' }> =>
            event.type === 'recommendation-resolved',
        )
      : undefined
    const [majority, alternative] = resolved?.texts ?? []
    expect(majority).not.toHaveProperty('sponsors')
    expect(alternative).toMatchObject({
      kind: 'alternative',
      content: contentWith('The Forum reports quarterly.'),
      reason: 'It is too slow.',
      sponsors: [{ delegationId: delegation('br') }, { delegationId: delegation('pt') }],
    })
  })
})
