/** The chair's conduct: deadlines, the undo of ten seconds, the consent list, the silence procedure. */
import { describe, expect, test } from 'vitest'
import type { TextContent } from '#shared/domain/content'
import type { Outcome } from '#shared/domain/decision'
import { nextDeadline } from '#shared/record/conclude-deadlines'
import { textRight } from '#shared/record/text-right'
import {
  aMeeting,
  contentWith,
  delegation,
  installation,
  type Meeting,
  member,
  recommendation,
  text,
  topicId,
} from '../../support/meeting.ts'

const start = Date.UTC(2012, 0, 13, 12)
const at = (seconds: number) => new Date(start + seconds * 1000).toISOString()
const codeOf = (result: { ok: boolean; refusal?: { code: string } }) => result.refusal?.code
const cell = (words: string) => [{ type: 'words' as const, words, marks: [] }]

/** A text in which nothing is missing. */
const complete: TextContent = {
  ...contentWith('UN DESA publishes the statement.'),
  tasks: [
    {
      rowId: 'row_1',
      what: cell('Publish'),
      responsibleBody: cell('UN DESA'),
      implementation: cell('On the website'),
      timeline: cell('By 1 March 2013'),
    },
  ],
  provisions: [
    {
      rowId: 'row_2',
      indicator: cell('Statements published'),
      baseline: [],
      target: cell('One a year'),
      meansOfVerification: cell('The website'),
      responsibleBody: [],
      frequency: [],
    },
  ],
}

/** Recommendations one and two, both complete and under discussion, at noon. */
function atNoon(): Meeting {
  const meeting = aMeeting()
  const chair = meeting.as('chair')
  meeting.do(installation, {
    type: 'add-recommendation',
    recommendationId: recommendation('two'),
    topicId,
    title: 'Second',
    textId: text('second'),
  })
  for (const name of ['two', 'one'])
    meeting.do(chair, { type: 'put-on-floor', recommendationId: recommendation(name) })
  for (const name of ['majority', 'second']) meeting.contents.set(text(name), complete)
  meeting.now = start
  return meeting
}
const one = recommendation('one')
const two = recommendation('two')
const resolve = (meeting: Meeting, outcome: Outcome) =>
  meeting.ask(meeting.as('chair'), {
    type: 'resolve-recommendation',
    recommendationId: one,
    outcome,
    alternativeTextId: null,
    note: '',
  })
const conclude = (meeting: Meeting) => meeting.ask(installation, { type: 'conclude-deadlines' })
const statusOf = (meeting: Meeting, id = one) => meeting.state.recommendations[id]?.status

describe('calls for positions', () => {
  const call = (meeting: Meeting, until: string) =>
    meeting.ask(meeting.as('chair'), { type: 'call-for-positions', recommendationId: one, until })

  test('[CHAIR-1] a call for positions is closed at its deadline, by the server alone, and says so in the record', () => {
    const meeting = atNoon()
    expect(codeOf(call(meeting, at(0)))).toBe('deadline-past')
    expect(call(meeting, at(300)).ok).toBe(true)
    expect(nextDeadline(meeting.state)).toBe(at(300))
    meeting.now = start + 299_999
    expect(codeOf(conclude(meeting))).toBe('already-so')
    meeting.now = start + 300_000
    for (const name of ['chair', 'office', 'br'])
      expect(codeOf(meeting.ask(meeting.as(name), { type: 'conclude-deadlines' }))).toBe(
        'role-may-not',
      )
    const closed = conclude(meeting)
    expect(closed.ok && closed.value).toEqual([
      { type: 'positions-call-closed', recommendationId: one, deadline: at(300) },
    ])
    expect(meeting.state.recommendations[one]?.callForPositions).toBeNull()
    expect(nextDeadline(meeting.state)).toBeUndefined()
    expect(meeting.replayed()).toEqual(meeting.state)
  })

  test('[CHAIR-1] a call without a deadline stays open until the chair closes it', () => {
    const meeting = atNoon()
    meeting.do(meeting.as('chair'), { type: 'call-for-positions', recommendationId: one })
    meeting.now = start + 10 ** 9
    expect(codeOf(conclude(meeting))).toBe('already-so')
    expect(meeting.state.recommendations[one]?.callForPositions?.until).toBeNull()
  })
})

describe('undo', () => {
  const undo = (meeting: Meeting, decision = meeting.state.decisions.at(-1)?.sequence ?? 0) =>
    meeting.ask(meeting.as('chair'), { type: 'undo-decision', recommendationId: one, decision })

  test('[CHAIR-2] within ten seconds a decision is undone: on the record, with status, drafting modes and call as before', () => {
    for (const outcome of ['agree-ad-ref', 'adopt-majority'] as const) {
      const meeting = atNoon()
      const chair = meeting.as('chair')
      meeting
        .do(chair, { type: 'set-drafting-mode', textId: text('majority'), mode: 'amendments' })
        .do(chair, { type: 'call-for-positions', recommendationId: one, until: at(300) })
      expect(resolve(meeting, outcome).ok).toBe(true)
      expect(meeting.state.texts[text('majority')]?.draftingMode).toBe('frozen')
      const taken = meeting.state.decisions.at(-1)
      meeting.now = start + 10_000
      const undone = undo(meeting)
      expect(undone.ok && undone.value[0]).toMatchObject({
        type: 'recommendation-resolved',
        outcome: 'reopen',
        note: 'Undone by the chair.',
        undoes: taken?.sequence,
      })
      expect(statusOf(meeting)).toBe('under-discussion')
      expect(meeting.state.texts[text('majority')]?.draftingMode).toBe('amendments')
      expect(meeting.state.recommendations[one]?.callForPositions?.until).toBe(at(300))
      expect(meeting.state.decisions).toHaveLength(2)
      expect(codeOf(undo(meeting))).toBe('undo-too-late')
      expect(meeting.replayed()).toEqual(meeting.state)
    }
  })

  test('[CHAIR-2] an adoption, undone, of what was agreed ad ref goes back to agreed ad ref, frozen', () => {
    const meeting = atNoon()
    resolve(meeting, 'agree-ad-ref')
    resolve(meeting, 'adopt-majority')
    expect(undo(meeting).ok).toBe(true)
    expect(statusOf(meeting)).toBe('agreed-ad-ref')
    expect(meeting.state.texts[text('majority')]?.draftingMode).toBe('frozen')
  })

  test('[CHAIR-3] after ten seconds, or when something else was decided since, an undo is refused', () => {
    const meeting = atNoon()
    resolve(meeting, 'agree-ad-ref')
    const agreed = meeting.state.decisions.at(-1)?.sequence
    meeting.now = start + 10_001
    expect(codeOf(undo(meeting))).toBe('undo-too-late')
    meeting.now = start + 5000
    resolve(meeting, 'adopt-majority')
    expect(codeOf(undo(meeting, agreed))).toBe('decided-since')
    expect(
      codeOf(
        meeting.ask(meeting.as('br'), {
          type: 'undo-decision',
          recommendationId: one,
          decision: meeting.state.decisions.at(-1)?.sequence ?? 0,
        }),
      ),
    ).toBe('role-may-not')
    resolve(meeting, 'reopen')
    expect(codeOf(undo(meeting))).toBe('undo-too-late')
  })
})

describe('the consent list', () => {
  const agree = (meeting: Meeting) =>
    meeting.ask(meeting.as('chair'), {
      type: 'agree-consent-list',
      recommendationIds: [one, two],
    })

  test('[CHAIR-4] the consent list agrees all of its items, each with a decision of its own', () => {
    const meeting = atNoon()
    expect(agree(meeting).ok).toBe(true)
    expect([statusOf(meeting, one), statusOf(meeting, two)]).toEqual([
      'agreed-ad-ref',
      'agreed-ad-ref',
    ])
    expect(
      meeting.state.decisions.map(({ recommendationId, outcome }) => [recommendationId, outcome]),
    ).toEqual([
      [one, 'agree-ad-ref'],
      [two, 'agree-ad-ref'],
    ])
  })

  test('[CHAIR-5] what is contested, or not under discussion, is named and nothing of the list is taken', () => {
    const spoil: ((meeting: Meeting) => unknown)[] = [
      (meeting) => meeting.contents.set(text('second'), contentWith('Words', 1)),
      (meeting) => meeting.contents.set(text('second'), contentWith('Words')),
      (meeting) =>
        meeting.do(meeting.as('br'), {
          type: 'take-position',
          textId: text('second'),
          stance: 'object',
          explanation: '',
        }),
      (meeting) =>
        meeting.do(meeting.as('br'), {
          type: 'propose-alternative',
          recommendationId: two,
          textId: text('dissent'),
          reason: '',
          from: 'majority',
        }),
      (meeting) =>
        meeting
          .do(meeting.as('chair'), {
            type: 'put-under-silence',
            recommendationIds: [two],
            until: at(60),
          })
          .do(meeting.as('br'), {
            type: 'break-silence',
            recommendationId: two,
            reason: 'Not yet.',
          }),
      (meeting) =>
        meeting.do(meeting.as('chair'), {
          type: 'resolve-recommendation',
          recommendationId: two,
          outcome: 'park',
          alternativeTextId: null,
          note: '',
        }),
    ]
    for (const each of spoil) {
      const meeting = atNoon()
      each(meeting)
      const before = meeting.state
      const result = agree(meeting)
      expect(codeOf(result)).toBe('not-taken-together')
      expect(!result.ok && result.refusal.sentence).toContain('A.2:')
      expect(!result.ok && result.refusal.sentence).not.toContain('A.1:')
      expect(meeting.state).toBe(before)
    }
  })
})

describe('the silence procedure', () => {
  const silence = (meeting: Meeting, until = at(3600)) =>
    meeting.ask(meeting.as('chair'), {
      type: 'put-under-silence',
      recommendationIds: [one, two],
      until,
    })
  const breakIt = (meeting: Meeting, reason = 'The capital has not answered.') =>
    meeting.ask(meeting.as('br'), { type: 'break-silence', recommendationId: one, reason })

  test('[CHAIR-6] a delegation breaks the silence with a reason and only that recommendation falls out; the rest is agreed at the instant', () => {
    const meeting = atNoon()
    expect(silence(meeting).ok).toBe(true)
    expect(breakIt(meeting).ok).toBe(true)
    expect(meeting.state.recommendations[one]?.silence).toMatchObject({
      state: 'broken',
      delegationId: delegation('br'),
    })
    expect(codeOf(breakIt(meeting))).toBe('not-under-silence')
    meeting.now = start + 3_600_000
    expect(conclude(meeting).ok).toBe(true)
    expect(statusOf(meeting, one)).toBe('under-discussion')
    expect(statusOf(meeting, two)).toBe('agreed-ad-ref')
    expect(meeting.state.recommendations[two]?.silence).toBeNull()
    const decided = meeting.events.findLast(({ event }) => event.type === 'recommendation-resolved')
    expect(decided).toMatchObject({
      actor: { by: 'installation' },
      event: { bySilence: { by: member('chair'), until: at(3600) } },
    })
    expect(meeting.replayed()).toEqual(meeting.state)
  })

  test('[CHAIR-7] under silence nobody types, retitles, decides or proposes an alternative; the chair may lift it', () => {
    const meeting = atNoon()
    const chair = meeting.as('chair')
    expect(textRight(meeting.state, meeting.as('br'), text('majority'))).toBe('write')
    silence(meeting)
    expect(textRight(meeting.state, meeting.as('br'), text('majority'))).toBe('read')
    expect(textRight(meeting.state, meeting.as('office'), text('majority'))).toBe('read')
    for (const result of [
      resolve(meeting, 'park'),
      resolve(meeting, 'adopt-majority'),
      silence(meeting),
      meeting.ask(chair, { type: 'set-drafting-mode', textId: text('majority'), mode: 'frozen' }),
      meeting.ask(chair, { type: 'retitle-recommendation', recommendationId: one, title: 'New' }),
      meeting.ask(meeting.as('br'), {
        type: 'propose-alternative',
        recommendationId: one,
        textId: text('dissent'),
        reason: '',
        from: 'majority',
      }),
    ])
      expect(['under-silence', 'not-taken-together']).toContain(codeOf(result))
    meeting.do(chair, { type: 'lift-silence', recommendationId: one })
    expect(textRight(meeting.state, meeting.as('br'), text('majority'))).toBe('write')
    expect(resolve(meeting, 'park').ok).toBe(true)
  })

  test('[CHAIR-8] only what could be agreed is put under silence, only for a time to come, and it cannot be broken after its instant', () => {
    const meeting = atNoon()
    expect(codeOf(silence(meeting, at(0)))).toBe('deadline-past')
    meeting.contents.set(text('second'), contentWith('Words', 2))
    const result = silence(meeting)
    expect(!result.ok && result.refusal.sentence).toBe(
      'Nothing was taken. A.2: 2 square brackets remain in the text.',
    )
    meeting.contents.set(text('second'), complete)
    silence(meeting)
    expect(
      codeOf(
        meeting.ask(meeting.as('remote'), {
          type: 'break-silence',
          recommendationId: one,
          reason: 'No.',
        }),
      ),
    ).toBe('role-may-not')
    meeting.now = start + 3_600_000
    expect(codeOf(breakIt(meeting))).toBe('silence-over')
    meeting.contents.set(text('second'), contentWith('Words', 1))
    const concluded = conclude(meeting)
    expect(concluded.ok && concluded.value).toContainEqual({
      type: 'silence-ended',
      recommendationId: two,
      why: 'not-ready',
    })
    expect(statusOf(meeting, one)).toBe('agreed-ad-ref')
    expect(statusOf(meeting, two)).toBe('under-discussion')
  })
})
