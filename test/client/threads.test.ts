import fc from 'fast-check'
import { expect, test } from 'vitest'
import { layOut } from '../../client/threads/lay-out.ts'
import {
  bodyParts,
  completions,
  keptMentions,
  mentionBefore,
} from '../../client/threads/mentions.ts'
import { delegation } from '../support/meeting.ts'

const anyCards = fc
  .array(fc.record({ line: fc.nat(2000), height: fc.integer({ min: 10, max: 300 }) }), {
    maxLength: 20,
  })
  .map((cards) =>
    cards.toSorted((a, b) => a.line - b.line).map((card, index) => ({ ...card, id: `th${index}` })),
  )

test('[CMT-25] cards stand on their lines or below, never over another, and the chosen one on its line when there is room', () => {
  fc.assert(
    fc.property(anyCards, fc.nat(20), (cards, chosen) => {
      const chosenId = cards[chosen]?.id ?? null
      const tops = layOut(cards, chosenId, 8)
      let free = 0
      for (const { id, height } of cards) {
        const top = tops.get(id) ?? -1
        expect(top).toBeGreaterThanOrEqual(free)
        free = top + height + 8
      }
      const place = cards[chosen]
      const before = cards.slice(0, chosen).reduce((sum, { height }) => sum + height + 8, 0)
      if (place) expect(tops.get(place.id)).toBe(Math.max(place.line, before))
      else for (const { id, line } of cards) expect(tops.get(id)).toBeGreaterThanOrEqual(line)
    }),
  )
})

test('[CMT-26] a mention is completed after @, kept while its name stands, and cut out of the body', () => {
  const delegations = [
    ['br', 'Brazil', 'BR'],
    ['gi', 'Guinea', 'GN'],
    ['gb', 'Guinea-Bissau', 'GW'],
  ].map(([id = '', name = '', code = '']) => ({
    delegationId: delegation(id),
    name,
    code,
    stakeholderGroup: 'government' as const,
  }))
  expect(mentionBefore('Ask @gui', 8)).toBe('gui')
  expect(mentionBefore('a@b.org', 7)).toBeUndefined()
  expect(completions(delegations, 'gui').map(({ code }) => code)).toEqual(['GN', 'GW'])
  const [br, gn, gw] = delegations.map(({ delegationId }) => delegationId)
  if (!br || !gn || !gw) throw new Error('no delegations')
  const body = 'Does @Guinea-Bissau agree, @Brazil?'
  expect(keptMentions(body, [gn, gw], delegations)).toEqual([gw])
  expect(bodyParts(body, [gw], delegations).map(({ words }) => words)).toEqual([
    'Does ',
    '@Guinea-Bissau',
    ' agree, @Brazil?',
  ])
})
