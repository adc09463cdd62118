import { describe, expect, test } from 'vitest'
import type { Mark, TextContent } from '#shared/domain/content'
import type { AmendmentOutcome } from '#shared/domain/text'
import { eventFor, stateFor } from '#shared/record/audience'
import { fold } from '#shared/record/evolve'
import { amendmentOrdinal, sponsorCodes } from '#shared/record/labels'
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
const amendment = text('amendment')
const codeOf = (result: { ok: boolean; refusal?: { code: string } }) => result.refusal?.code

const start = (meeting: Meeting, who = 'br', textId = amendment) =>
  meeting.ask(meeting.as(who), {
    type: 'start-amendment',
    textId,
    baseTextId: text('majority'),
  })
const table = (meeting: Meeting, who = 'br', textId = amendment) =>
  meeting.ask(meeting.as(who), { type: 'table-amendment', textId, reason: 'Because.' })
const decideOn = (meeting: Meeting, outcome: AmendmentOutcome, who = 'chair') =>
  meeting.ask(meeting.as(who), {
    type: 'decide-amendment',
    textId: amendment,
    outcome,
    note: 'Noted.',
  })
/** Brazil has begun an amendment and changed a word. */
function withAmendment(): Meeting {
  const meeting = aMeeting()
  expect(start(meeting).ok).toBe(true)
  meeting.contents.set(amendment, contentWith('Other words.'))
  return meeting
}
function withTabled(): Meeting {
  const meeting = withAmendment()
  expect(table(meeting).ok).toBe(true)
  return meeting
}

describe('amendments', () => {
  test('[REC-51] a delegation begins one amendment at a time on a text that stands, and nobody else does', () => {
    const meeting = withAmendment()
    expect(codeOf(start(meeting, 'br', text('another')))).toBe('amendment-under-way')
    expect(start(meeting, 'in', text('another')).ok).toBe(true)
    for (const who of ['chair', 'office', 'remote'])
      expect(codeOf(start(meeting, who, text('third')))).toBe('role-may-not')
    const onAgreement = { type: 'start-amendment', textId: text('third') } as const
    const ask = (baseTextId: string) =>
      codeOf(meeting.ask(meeting.as('pt'), { ...onAgreement, baseTextId: text(baseTextId) }))
    expect(ask('agreement')).toBe('text-not-of-this-kind')
    expect(ask('another')).toBe('text-unknown')
    expect(ask('nothing')).toBe('text-unknown')
    meeting.do(meeting.as('chair'), {
      type: 'resolve-recommendation',
      recommendationId: one,
      outcome: 'adopt-majority',
      alternativeTextId: null,
      note: '',
    })
    expect(ask('majority')).toBe('recommendation-closed')
    expect(textRight(meeting.state, meeting.as('br'), amendment)).toBe('read')
  })

  test('[REC-52] until it is tabled, only its delegation knows of an amendment', () => {
    const meeting = withAmendment()
    expect(textRight(meeting.state, meeting.as('br'), amendment)).toBe('write')
    for (const who of ['in', 'chair', 'office', 'remote']) {
      expect(textRight(meeting.state, meeting.as(who), amendment)).toBe('none')
      const seen = stateFor(meeting.state, meeting.as(who))
      expect(seen.texts[amendment]).toBeUndefined()
      expect(seen.recommendations[one]?.amendmentTextIds).toEqual([])
    }
    expect(stateFor(meeting.state, meeting.as('br')).texts[amendment]).toBeDefined()
    const started = meeting.events.at(-1)
    if (!started) throw new Error('no event')
    expect(eventFor(started, meeting.as('br'))).toBe(started)
    expect(JSON.stringify(eventFor(started, meeting.as('in')))).not.toContain(amendment)
    expect(codeOf(decideOn(meeting, 'take-up'))).toBe('text-unknown')
    const withdraw = { type: 'withdraw-amendment', textId: amendment } as const
    expect(codeOf(meeting.ask(meeting.as('in'), withdraw))).toBe('text-unknown')
    meeting.do(meeting.as('br'), withdraw)
    expect(textRight(meeting.state, meeting.as('in'), amendment)).toBe('none')
    expect(start(meeting, 'br', text('another')).ok).toBe(true)
  })

  test('[REC-53] tabled, an amendment’s words stand still and everybody has the same state, whoever knew of it before', () => {
    const meeting = withAmendment()
    const asIndia = meeting.as('in')
    expect(codeOf(table(meeting, 'in'))).toBe('text-unknown')
    meeting.contents.set(amendment, contentWith('Words.'))
    expect(codeOf(table(meeting))).toBe('amendment-empty')
    meeting.contents.set(amendment, contentWith('Other words.'))
    expect(table(meeting).ok).toBe(true)
    expect(codeOf(table(meeting))).toBe('already-so')
    expect(meeting.state.texts[amendment]).toMatchObject({
      standing: 'tabled',
      reason: 'Because.',
      sponsors: [{ delegationId: delegation('br') }],
    })
    expect(textRight(meeting.state, meeting.as('br'), amendment)).toBe('read')
    expect(textRight(meeting.state, { by: 'public' }, amendment)).toBe('read')
    expect(amendmentOrdinal(meeting.state, amendment)).toBe(1)
    const followed = fold(meeting.events.map((event) => eventFor(event, asIndia)))
    expect({ ...followed, hash: '' }).toEqual({ ...stateFor(meeting.state, asIndia), hash: '' })
    expect(meeting.replayed()).toEqual(meeting.state)
  })

  test('[REC-54] delegations co-sponsor a tabled amendment; it is withdrawn by a sponsor, or with the last one', () => {
    const meeting = withTabled()
    const join = { type: 'join-sponsors', textId: amendment } as const
    const leave = { type: 'leave-sponsors', textId: amendment } as const
    meeting.do(meeting.as('in'), join)
    expect(codeOf(meeting.ask(meeting.as('in'), join))).toBe('already-a-sponsor')
    expect(sponsorCodes(meeting.state, amendment)).toBe('br, in')
    meeting.do(meeting.as('br'), leave)
    expect(meeting.state.texts[amendment]).toMatchObject({ standing: 'tabled' })
    const withdraw = { type: 'withdraw-amendment', textId: amendment } as const
    expect(codeOf(meeting.ask(meeting.as('br'), withdraw))).toBe('not-a-sponsor')
    meeting.do(meeting.as('in'), leave)
    expect(meeting.state.texts[amendment]).toMatchObject({ standing: 'withdrawn' })
    expect(codeOf(meeting.ask(meeting.as('pt'), join))).toBe('amendment-closed')
    const other = withTabled()
    other.do(other.as('br'), withdraw)
    expect(other.state.texts[amendment]).toMatchObject({ standing: 'withdrawn' })
    expect(codeOf(decideOn(other, 'take-up'))).toBe('amendment-closed')
  })

  test('[REC-55] the chair decides on an amendment, and the record holds the words before, proposed and after', () => {
    for (const who of ['br', 'office', 'remote'])
      expect(codeOf(decideOn(withTabled(), 'take-up', who))).toBe('role-may-not')
    for (const [outcome, standing] of [
      ['take-up', 'taken-up'],
      ['bracket', 'bracketed'],
      ['not-take-up', 'not-taken-up'],
    ] as const) {
      const meeting = withTabled()
      expect(decideOn(meeting, outcome).ok).toBe(true)
      expect(meeting.state.texts[amendment]).toMatchObject({ standing })
      expect(meeting.events.at(-1)).toMatchObject({
        actor: { role: 'chair' },
        event: { outcome, note: 'Noted.' },
      })
      const event = meeting.events.at(-1)?.event
      if (event?.type !== 'amendment-decided') throw new Error('not decided')
      expect(event.before).toContain('Words.')
      expect(event.proposed).toContain('Other words.')
      expect(event.after).toBe(outcome === 'not-take-up' ? event.before : event.proposed)
      expect(codeOf(decideOn(meeting, outcome))).toBe('amendment-closed')
    }
  })

  test('[REC-61] the chair takes up some of an amendment’s changes, and the record holds which and which not', () => {
    const part = (meeting: Meeting, chosen: string[], left: string[], who = 'chair') =>
      meeting.ask(meeting.as(who), {
        type: 'take-up-changes',
        textId: amendment,
        chosen,
        left,
        note: 'Noted.',
      })
    const meeting = withTabled()
    for (const who of ['br', 'office', 'remote'])
      expect(codeOf(part(meeting, ['1-1'], ['1-2'], who))).toBe('role-may-not')
    expect(codeOf(part(withAmendment(), ['1-1'], ['1-2']))).toBe('text-unknown')
    expect(codeOf(part(meeting, [], ['1-1', '1-2']))).toBe('not-in-part')
    expect(codeOf(part(meeting, ['1-1', '1-2'], []))).toBe('not-in-part')
    expect(codeOf(part(meeting, ['1-1'], ['1-3']))).toBe('changes-moved')
    const setMode = (mode: 'frozen' | 'open') =>
      meeting.do(meeting.as('chair'), {
        type: 'set-drafting-mode',
        textId: text('majority'),
        mode,
      })
    setMode('frozen')
    expect(codeOf(part(meeting, ['1-1'], ['1-2']))).toBe('text-frozen')
    setMode('open')
    expect(part(meeting, ['1-2'], ['1-1']).ok).toBe(true)
    const changes = [
      { changeId: '1-1', struck: 'Struck 1-1.', put: 'Put 1-1.', isTakenUp: false },
      { changeId: '1-2', struck: 'Struck 1-2.', put: 'Put 1-2.', isTakenUp: true },
    ]
    expect(meeting.events.at(-1)).toMatchObject({
      actor: { role: 'chair' },
      event: { outcome: 'take-up-in-part', note: 'Noted.', changes },
    })
    expect(meeting.state.texts[amendment]).toMatchObject({ standing: 'taken-up-in-part', changes })
    expect(codeOf(part(meeting, ['1-2'], ['1-1']))).toBe('amendment-closed')
    expect(meeting.replayed()).toEqual(meeting.state)
  })

  test('[REC-65] under silence no amendment is begun, tabled or taken up; it can be withdrawn or not taken up', () => {
    const silence = (meeting: Meeting) =>
      meeting.do(meeting.as('chair'), {
        type: 'put-under-silence',
        recommendationIds: [one],
        until: '2012-01-20T09:00:00.000Z',
      })
    const begun = withAmendment()
    silence(begun)
    expect(codeOf(start(begun, 'in', text('another')))).toBe('under-silence')
    expect(codeOf(table(begun))).toBe('under-silence')
    const withdraw = { type: 'withdraw-amendment', textId: amendment } as const
    expect(begun.ask(begun.as('br'), withdraw).ok).toBe(true)

    // An open amendment keeps a text from silence: only an older record can hold both.
    const meeting = withTabled()
    const kept = begun.state.recommendations[one]?.silence
    const about = meeting.state.recommendations[one]
    if (!kept || !about) throw new Error('no silence')
    const recommendations = { ...meeting.state.recommendations, [one]: { ...about, silence: kept } }
    meeting.state = { ...meeting.state, recommendations }
    for (const outcome of ['take-up', 'bracket'] as const)
      expect(codeOf(decideOn(meeting, outcome))).toBe('under-silence')
    const part = { type: 'take-up-changes', textId: amendment, note: '' } as const
    const some = { ...part, chosen: ['1-1'], left: ['1-2'] }
    expect(codeOf(meeting.ask(meeting.as('chair'), some))).toBe('under-silence')
    expect(decideOn(meeting, 'not-take-up').ok).toBe(true)
  })

  test('[REC-68] formatting alone is an amendment, which is taken up or not; it cannot be bracketed', () => {
    const form = (blocks: TextContent['words']): Meeting => {
      const meeting = withAmendment()
      meeting.contents.set(amendment, { ...contentWith('Words.'), words: blocks })
      return meeting
    }
    const inlines = (marks: Mark[]) => [{ type: 'words' as const, words: 'Words.', marks }]
    const paragraph = (marks: Mark[], blockId = 'other') => ({
      type: 'paragraph' as const,
      blockId,
      inlines: inlines(marks),
    })
    const [block] = contentWith('Words.').words
    expect(block?.type).toBe('paragraph')
    // Another id of the same paragraph is no change.
    expect(codeOf(table(form([paragraph([])])))).toBe('amendment-empty')
    const items = [{ blocks: [paragraph([])] }]
    expect(table(form([{ type: 'list', style: 'bullet', items }])).ok).toBe(true)
    const bold = form([paragraph([{ type: 'bold' }])])
    expect(table(bold).ok).toBe(true)
    bold.isOneWording = true
    expect(codeOf(decideOn(bold, 'bracket'))).toBe('nothing-to-bracket')
    expect(decideOn(bold, 'take-up').ok).toBe(true)
  })

  test('[REC-69] a sponsor drafts a tabled amendment anew: it is withdrawn, and its words are a draft of that delegation alone', () => {
    const meeting = withTabled()
    const anew = (who: string, textId = text('anew')) =>
      meeting.ask(meeting.as(who), {
        type: 'draft-amendment-anew',
        textId,
        amendmentTextId: amendment,
      })
    expect(codeOf(anew('in'))).toBe('not-a-sponsor')
    expect(codeOf(anew('chair'))).toBe('role-may-not')
    expect(codeOf(anew('br', amendment))).toBe('id-taken')
    start(meeting, 'br', text('draft'))
    expect(codeOf(anew('br'))).toBe('amendment-under-way')
    meeting.do(meeting.as('br'), { type: 'withdraw-amendment', textId: text('draft') })
    expect(anew('br').ok).toBe(true)
    expect(meeting.state.texts[amendment]).toMatchObject({ standing: 'withdrawn' })
    expect(meeting.state.texts[text('anew')]).toMatchObject({ standing: 'private' })
    expect(meeting.events.at(-1)?.event).toMatchObject({ copiedFrom: amendment })
    expect(textRight(meeting.state, meeting.as('in'), text('anew'))).toBe('none')
    expect(codeOf(anew('br', text('third')))).toBe('amendment-closed')
  })

  test('[REC-56] nothing comes into a frozen text', () => {
    const meeting = withTabled()
    meeting.do(meeting.as('chair'), {
      type: 'set-drafting-mode',
      textId: text('majority'),
      mode: 'frozen',
    })
    expect(codeOf(decideOn(meeting, 'take-up'))).toBe('text-frozen')
    expect(codeOf(decideOn(meeting, 'bracket'))).toBe('text-frozen')
    expect(start(meeting, 'in', text('another')).ok).toBe(true)
    meeting.do(meeting.as('chair'), {
      type: 'set-drafting-mode',
      textId: text('majority'),
      mode: 'amendments',
    })
    expect(decideOn(meeting, 'take-up').ok).toBe(true)
  })
})
