import { describe, expect, test } from 'vitest'
import type { Outcome } from '#shared/domain/decision'
import { CommentId, ThreadId } from '#shared/domain/ids'
import { stateFor } from '#shared/record/audience'
import { canonicalJson, sha256Hex } from '#shared/record/chain'
import { numberOf } from '#shared/record/labels'
import { textRight, whyNotWrite } from '#shared/record/text-right'
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

const one = recommendation('one')
const resolve = (meeting: Meeting, outcome: Outcome, alternative: string | null = null) =>
  meeting.ask(meeting.as('chair'), {
    type: 'resolve-recommendation',
    recommendationId: one,
    outcome,
    alternativeTextId: alternative === null ? null : text(alternative),
    note: '',
  })
const withAlternative = (): Meeting => {
  const meeting = aMeeting()
  return meeting.do(meeting.as('br'), {
    type: 'propose-alternative',
    recommendationId: one,
    textId: text('dissent'),
    reason: 'Because.',
    from: 'majority',
  })
}
const codeOf = (result: { ok: boolean; refusal?: { code: string } }) => result.refusal?.code

describe('who may do what', () => {
  test('[REC-1] only the chair decides; a delegate, an observer and the installation are refused', () => {
    const meeting = aMeeting()
    for (const actor of [
      meeting.as('br'),
      meeting.as('remote'),
      meeting.as('office'),
      installation,
    ])
      expect(
        codeOf(
          meeting.ask(actor, {
            type: 'resolve-recommendation',
            recommendationId: one,
            outcome: 'adopt-majority',
            alternativeTextId: null,
            note: '',
          }),
        ),
      ).toBe('role-may-not')
    expect(meeting.ask({ by: 'public' }, { type: 'ask-for-floor' }).ok).toBe(false)
  })

  test('[REC-2] an observer comments only where the chair allows it, and may always ask for the floor', () => {
    const meeting = aMeeting()
    const comment = {
      type: 'open-thread',
      threadId: ThreadId.parse('th_thread00'),
      topicId,
      anchor: { on: 'topic' },
      commentId: CommentId.parse('c_comment00'),
      body: 'A word.',
    } as const
    expect(codeOf(meeting.ask(meeting.as('remote'), comment))).toBe('observer-comments-closed')
    meeting.do(meeting.as('chair'), { type: 'set-observer-comments', allowed: true })
    expect(meeting.ask(meeting.as('remote'), comment).ok).toBe(true)
    expect(meeting.ask(meeting.as('remote'), { type: 'ask-for-floor' }).ok).toBe(true)
  })

  test('[REC-3] the last member at the table can be neither removed nor cut off', () => {
    const meeting = aMeeting()
    meeting.do(meeting.as('chair'), { type: 'remove-member', memberId: member('office') })
    expect(
      codeOf(meeting.ask(installation, { type: 'remove-member', memberId: member('chair') })),
    ).toBe('last-steward')
    expect(
      codeOf(meeting.ask(installation, { type: 'revoke-link', memberId: member('chair') })),
    ).toBe('last-steward')
  })

  test('[REC-4] public readers get no names of people', () => {
    const { state } = aMeeting()
    expect(JSON.stringify(stateFor(state, { by: 'public' }))).not.toContain('Somebody')
    expect(JSON.stringify(state)).toContain('Somebody')
  })
})

describe('texts and their modes', () => {
  test('[REC-5] delegates type in an open majority text, nobody in a frozen one, readers never', () => {
    const meeting = aMeeting()
    expect(textRight(meeting.state, meeting.as('br'), text('majority'))).toBe('write')
    expect(textRight(meeting.state, meeting.as('remote'), text('majority'))).toBe('read')
    expect(textRight(meeting.state, { by: 'public' }, text('majority'))).toBe('read')
    expect(textRight(meeting.state, meeting.as('br'), text('nothing'))).toBe('none')
    meeting.do(meeting.as('chair'), {
      type: 'set-drafting-mode',
      textId: text('majority'),
      mode: 'frozen',
    })
    for (const name of ['chair', 'office', 'br'])
      expect(whyNotWrite(meeting.state, meeting.as(name), text('majority'))).toBe('text-frozen')
    meeting.do(meeting.as('chair'), {
      type: 'set-drafting-mode',
      textId: text('majority'),
      mode: 'amendments',
    })
    expect(textRight(meeting.state, meeting.as('office'), text('majority'))).toBe('write')
    expect(textRight(meeting.state, meeting.as('br'), text('majority'))).toBe('read')
  })

  test('[REC-6] an alternative is typed by its sponsors and the secretariat, and lapses with its last sponsor', () => {
    const meeting = withAlternative()
    expect(textRight(meeting.state, meeting.as('br'), text('dissent'))).toBe('write')
    expect(textRight(meeting.state, meeting.as('in'), text('dissent'))).toBe('read')
    meeting.do(meeting.as('in'), { type: 'join-sponsors', textId: text('dissent') })
    expect(textRight(meeting.state, meeting.as('in'), text('dissent'))).toBe('write')
    meeting.do(meeting.as('br'), { type: 'leave-sponsors', textId: text('dissent') })
    meeting.do(meeting.as('in'), { type: 'leave-sponsors', textId: text('dissent') })
    expect(meeting.state.texts[text('dissent')]).toMatchObject({ standing: 'lapsed' })
    expect(textRight(meeting.state, meeting.as('office'), text('dissent'))).toBe('read')
    const closed = aMeeting()
    closed.do(closed.as('chair'), {
      type: 'set-drafting-mode',
      textId: text('majority'),
      mode: 'amendments',
    })
    closed.do(closed.as('br'), {
      type: 'propose-alternative',
      recommendationId: one,
      textId: text('dissent'),
      reason: '',
      from: 'blank',
    })
    expect(textRight(closed.state, closed.as('br'), text('dissent'))).toBe('read')
    expect(textRight(closed.state, closed.as('office'), text('dissent'))).toBe('write')
  })

  test('[REC-7] points of broad agreement are typed by the table, and by delegates when they are opened', () => {
    const meeting = aMeeting()
    expect(textRight(meeting.state, meeting.as('br'), text('agreement'))).toBe('read')
    expect(textRight(meeting.state, meeting.as('chair'), text('agreement'))).toBe('write')
    meeting.do(meeting.as('office'), {
      type: 'set-drafting-mode',
      textId: text('agreement'),
      mode: 'open',
    })
    expect(textRight(meeting.state, meeting.as('br'), text('agreement'))).toBe('write')
  })
})

describe('positions', () => {
  test('[REC-8] a delegation has one position on a text; a new one takes the place of the old', () => {
    const meeting = aMeeting()
    const take = (stance: 'support' | 'object') =>
      meeting.do(meeting.as('br'), {
        type: 'take-position',
        textId: text('majority'),
        stance,
        explanation: '',
      })
    take('support')
    take('object')
    expect(meeting.state.texts[text('majority')]?.positions).toMatchObject([
      { delegationId: delegation('br'), stance: 'object' },
    ])
    meeting.do(meeting.as('br'), { type: 'withdraw-position', textId: text('majority') })
    expect(meeting.state.texts[text('majority')]?.positions).toEqual([])
  })

  test('[REC-9] those who speak for no delegation take no positions', () => {
    const meeting = aMeeting()
    for (const name of ['chair', 'office', 'remote'])
      expect(
        meeting.ask(meeting.as(name), {
          type: 'take-position',
          textId: text('majority'),
          stance: 'support',
          explanation: '',
        }).ok,
      ).toBe(false)
  })
})

describe('resolving', () => {
  test('[REC-10] a text with brackets, or without words, is neither agreed nor adopted', () => {
    const meeting = aMeeting()
    meeting.contents.set(text('majority'), contentWith('Words', 2))
    expect(resolve(meeting, 'agree-ad-ref')).toMatchObject({
      refusal: { code: 'brackets-remain', sentence: '2 square brackets remain in the text.' },
    })
    meeting.contents.set(text('majority'), contentWith(''))
    expect(codeOf(resolve(meeting, 'adopt-majority'))).toBe('text-empty')
    meeting.contents.set(text('majority'), contentWith('Words'))
    expect(resolve(meeting, 'agree-ad-ref').ok).toBe(true)
  })

  test('[REC-11] the majority text alone is adopted only when no alternative stands', () => {
    const meeting = withAlternative()
    expect(codeOf(resolve(meeting, 'adopt-majority'))).toBe('alternatives-stand')
    meeting.do(meeting.as('br'), { type: 'withdraw-alternative', textId: text('dissent') })
    expect(codeOf(resolve(meeting, 'adopt-with-alternatives'))).toBe('no-alternatives')
    expect(resolve(meeting, 'adopt-majority').ok).toBe(true)
  })

  test('[REC-12] adopting with alternatives records every standing text with its digest and freezes it', () => {
    const meeting = withAlternative()
    meeting.contents.set(text('dissent'), contentWith('Dissent.'))
    const result = resolve(meeting, 'adopt-with-alternatives')
    const event = result.ok
      ? result.value.find((each) => each.type === 'recommendation-resolved')
      : undefined
    expect(event).toMatchObject({
      texts: [
        { textId: text('majority'), kind: 'majority' },
        {
          textId: text('dissent'),
          kind: 'alternative',
          digest: sha256Hex(canonicalJson(contentWith('Dissent.'))),
        },
      ],
    })
    expect(meeting.state.recommendations[one]?.status).toBe('adopted-with-alternatives')
    for (const name of ['majority', 'dissent'])
      expect(meeting.state.texts[text(name)]?.draftingMode).toBe('frozen')
  })

  test('[REC-13] replacing puts the alternative in the place of the majority text, which stays as superseded', () => {
    const meeting = withAlternative()
    expect(resolve(meeting, 'replace').ok).toBe(false)
    expect(resolve(meeting, 'replace', 'dissent').ok).toBe(true)
    expect(meeting.state.recommendations[one]).toMatchObject({
      majorityTextId: text('dissent'),
      alternativeTextIds: [text('majority')],
      status: 'under-discussion',
    })
    expect(meeting.state.texts[text('majority')]).toMatchObject({
      kind: 'alternative',
      standing: 'superseded',
    })
  })

  test('[REC-14] what is decided stays frozen until the chair reopens it', () => {
    const meeting = aMeeting()
    resolve(meeting, 'adopt-majority')
    expect(
      codeOf(
        meeting.ask(meeting.as('chair'), {
          type: 'set-drafting-mode',
          textId: text('majority'),
          mode: 'open',
        }),
      ),
    ).toBe('recommendation-closed')
    expect(resolve(meeting, 'reopen').ok).toBe(true)
    expect(textRight(meeting.state, meeting.as('br'), text('majority'))).toBe('write')
    expect(meeting.state.decisions.map(({ outcome }) => outcome)).toEqual([
      'adopt-majority',
      'reopen',
    ])
  })

  test('[REC-15] an open tabled amendment keeps a text from being adopted', () => {
    const meeting = aMeeting()
    const amendment = text('amendment')
    const { recommendations, texts } = meeting.state
    const base = recommendations[one]
    if (!base) throw new Error('no recommendation')
    meeting.state = {
      ...meeting.state,
      recommendations: { ...recommendations, [one]: { ...base, amendmentTextIds: [amendment] } },
      texts: {
        ...texts,
        [amendment]: {
          kind: 'amendment',
          textId: amendment,
          draftingMode: 'frozen',
          positions: [],
          sponsors: [],
          reason: '',
          proposedAt: '2012-01-13T09:00:00.000Z',
          recommendationId: one,
          baseTextId: text('majority'),
          standing: 'tabled',
        },
      },
    }
    expect(codeOf(resolve(meeting, 'adopt-majority'))).toBe('amendments-open')
  })

  test('[REC-16] parking and withdrawing leave the floor; a number is never given twice', () => {
    const meeting = aMeeting()
    meeting.do(meeting.as('chair'), { type: 'put-on-floor', recommendationId: one })
    expect(meeting.state.recommendations[one]?.status).toBe('under-discussion')
    resolve(meeting, 'withdraw')
    expect(meeting.state.floor.recommendationId).toBeNull()
    meeting.do(meeting.as('office'), {
      type: 'add-recommendation',
      recommendationId: recommendation('two'),
      topicId,
      title: 'Second',
      textId: text('second'),
    })
    expect(numberOf(meeting.state, recommendation('two'))).toBe('A.2')
  })
})
