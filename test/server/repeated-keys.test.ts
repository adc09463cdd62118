/** What an Idempotency-Key is worth: its own act again, and nothing else. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Problem } from '#shared/protocol/api'
import { type Negotiation, startNegotiation } from '../support/negotiation.ts'
import { newCommandId } from '../support/served.ts'

let room: Negotiation
beforeAll(async () => {
  room = await startNegotiation()
})
afterAll(async () => room.close())

const position = (explanation: string) => ({
  type: 'take-position',
  textId: room.textId,
  stance: 'support',
  explanation,
})
const expectKeyUsed = async (answer: Response) => {
  expect(answer.status).toBe(409)
  const { code, detail, errors } = Problem.parse(await answer.json())
  expect(code).toBe('key-used')
  expect(errors?.map(({ field }) => field)).toEqual(['Idempotency-Key'])
  expect(detail).toBe('Idempotency-Key: was used for another command, or by another member')
}
const positionsNow = () => {
  const text = room.served.installation.records.stateOf(room.groupId)?.texts[room.textId]
  return text?.positions.map(({ explanation }) => explanation)
}

test('[API-91] a key used again by another member, or for another command, is refused and does nothing', async () => {
  const key = newCommandId()
  expect((await room.command('Brazil', position('As tabled.'), key)).status).toBe(200)
  await expectKeyUsed(await room.command('India', position('As tabled.'), key))
  await expectKeyUsed(await room.command('Brazil', position('Otherwise.'), key))
  await expectKeyUsed(await room.command('Chair', { type: 'ask-for-floor' }, key))
  expect(positionsNow()).toEqual(['As tabled.'])
})

test('[API-92] the same member gets the first answer again, whatever has come since, also after a restart', async () => {
  const key = newCommandId()
  const first = await (await room.command('India', position('First.'), key)).text()
  await room.done('India', position('Second.'))
  const { explanation, stance, textId, type } = position('First.')
  const inAnotherOrder = { explanation, stance, textId, type }
  for (const command of [position('First.'), inAnotherOrder])
    expect(await (await room.command('India', command, key)).text()).toBe(first)
  await room.restart()
  expect(await (await room.command('India', position('First.'), key)).text()).toBe(first)
  await expectKeyUsed(await room.command('Brazil', position('First.'), key))
  expect(positionsNow()).toContain('Second.')
  // A refused act has used no key: it is decided anew.
  const refused = newCommandId()
  const floor = { type: 'withdraw-floor-request' }
  expect((await room.command('India', floor, refused)).status).toBe(409)
  await room.done('India', { type: 'ask-for-floor' })
  expect((await room.command('India', floor, refused)).status).toBe(200)
})
