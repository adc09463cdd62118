import { expect, test } from 'vitest'
import type { Command } from '#shared/record/command'
import { aMeeting, recommendation } from '../../support/meeting.ts'

const noon = Date.UTC(2012, 0, 13, 12)
const day = 24 * 3600_000
const at = (milliseconds: number) => new Date(noon + milliseconds).toISOString()
const recommendationId = recommendation('one')

test('[CHAIR-31] a deadline for positions or silence lies ahead, within a year', () => {
  for (const [until, why] of [
    [at(-1), 'deadline-past'],
    [at(0), 'deadline-past'],
    ['0001-01-01T00:00:00.000Z', 'deadline-past'],
    [at(366 * day + 1), 'deadline-far'],
    ['9999-12-31T23:59:59.999Z', 'deadline-far'],
    [at(366 * day), 'ok'],
  ] as const) {
    const commands: readonly Command[] = [
      { type: 'call-for-positions', recommendationId, until },
      { type: 'put-under-silence', recommendationIds: [recommendationId], until },
    ]
    for (const command of commands) {
      const meeting = aMeeting()
      meeting.do(meeting.as('chair'), { type: 'put-on-floor', recommendationId })
      meeting.now = noon
      const result = meeting.ask(meeting.as('chair'), command)
      expect(result.ok ? 'ok' : result.refusal.code, `${command.type} ${until}`).toBe(why)
    }
  }
})
