/** Who lifts square brackets, and where. */
import { expect, test } from 'vitest'
import { countBrackets } from '#shared/brackets/brackets'
import { TextContent } from '#shared/domain/content'
import type { TextId } from '#shared/domain/ids'
import { agreeAdRef } from '#shared/record/decide-resolution'
import { delegationOf } from '#shared/record/labels'
import { aMeeting, contentWith, delegation, recommendation, text } from '../../support/meeting.ts'

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

test('[REC-321] what a bracket is for is said by a delegation that wants it and by the table, on the record; by nobody else, of no amendment, and of no frozen text', () => {
  const meeting = aMeeting()
  const code = delegationOf(meeting.state, delegation('br'))?.code ?? ''
  const wanted = JSON.stringify(bracketed).replace('"sponsors":"br"', `"sponsors":"${code}, XX"`)
  const contents = TextContent.parse(JSON.parse(wanted))
  meeting.contents.set(text('majority'), contents)
  const state = (who: string, reason = ' Costs are not known yet. ', bracketId = 'b') => {
    const result = meeting.ask(meeting.as(who), {
      type: 'state-bracket-reason',
      textId: text('majority'),
      bracketId,
      reason,
    })
    return result.ok ? result.value : result.refusal.code
  }
  const stated = {
    type: 'bracket-reason-stated',
    sponsors: `${code}, XX`,
    words: 'yearly',
    reason: 'Costs are not known yet.',
  }
  expect(state('br')).toMatchObject([stated])
  expect(state('chair')).toMatchObject([stated])
  expect(state('office', '')).toMatchObject([{ ...stated, reason: '' }])
  expect(state('in')).toBe('not-its-sponsor')
  expect(state('remote')).toBe('role-may-not')
  expect(state('br', 'It is.', 'none')).toBe('bracket-unknown')
  const amendment = text('amendment1')
  meeting.do(meeting.as('br'), {
    type: 'start-amendment',
    textId: amendment,
    baseTextId: text('majority'),
  })
  meeting.contents.set(amendment, contents)
  const inAmendment = meeting.ask(meeting.as('br'), {
    type: 'state-bracket-reason',
    textId: amendment,
    bracketId: 'b',
    reason: 'Ours.',
  })
  expect(inAmendment.ok ? 'stated' : inAmendment.refusal.code).toBe('role-may-not')
  const frozen = { textId: text('majority'), mode: 'frozen' } as const
  meeting.do(meeting.as('chair'), { type: 'set-drafting-mode', ...frozen })
  expect(state('br')).toBe('text-frozen')
  expect(meeting.replayed()).toEqual(meeting.state)
})

test('[REC-300] where the group has it so, a delegation lifts a bracket that it alone wants, and its words stay; nobody else’s, and none before', () => {
  const meeting = aMeeting()
  const [br, office] = [meeting.as('br'), meeting.as('office')]
  const code = delegationOf(meeting.state, delegation('br'))?.code ?? ''
  const of = (sponsors: string): TextContent => {
    const [block] = bracketed.words
    if (block?.type !== 'paragraph') throw new Error()
    const inlines = block.inlines.map((inline) =>
      inline.type === 'bracket' && inline.edge === 'open' ? { ...inline, sponsors } : inline,
    )
    return { ...bracketed, words: [{ ...block, inlines }] }
  }
  const lift = (sponsors: string, how: 'keep' | 'drop' = 'keep') => {
    meeting.contents.set(text('majority'), of(sponsors))
    const command = { type: 'lift-bracket', textId: text('majority'), bracketId: 'b', how } as const
    const result = meeting.ask(br, command)
    return result.ok ? 'lifted' : result.refusal.code
  }
  expect(lift(code)).toBe('role-may-not')
  expect(meeting.ask(br, { type: 'set-sponsors-lift', allowed: true }).ok).toBe(false)
  meeting.do(office, { type: 'set-sponsors-lift', allowed: true })
  expect(lift(code)).toBe('lifted')
  expect(lift(code, 'drop')).toBe('not-its-only-sponsor')
  for (const others of ['', 'XX', `${code}, XX`]) expect(lift(others)).toBe('not-its-only-sponsor')
  meeting.do(office, { type: 'set-sponsors-lift', allowed: false })
  expect(lift(code)).toBe('role-may-not')
  expect(meeting.replayed()).toEqual(meeting.state)
})

test('[REC-144] a bracket without words does not count, and yet no text is agreed with one until it is lifted', () => {
  const meeting = aMeeting()
  const chair = meeting.as('chair')
  const edge = { type: 'bracket', bracketId: 'b', sponsors: '' } as const
  const inlines = (['open', 'close'] as const).map((each) => ({ ...edge, edge: each }))
  const content = contentWith('Words')
  content.words.push({ type: 'paragraph', blockId: 'q', inlines })
  expect(countBrackets(content)).toBe(0)
  meeting.contents.set(text('majority'), content)
  const agree = () => meeting.ask(chair, agreeAdRef(recommendation('one')))
  expect(agree()).toMatchObject({
    refusal: {
      code: 'brackets-remain',
      sentence: 'A square bracket without words is left in the text: take it out.',
    },
  })
  const lift = { type: 'lift-bracket', textId: text('majority'), bracketId: 'b' } as const
  meeting.do(chair, { ...lift, how: 'drop' })
  meeting.contents.set(text('majority'), contentWith('Words'))
  expect(agree().ok).toBe(true)
})
