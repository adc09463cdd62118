/** The worked example is there whole or not at all, whenever its making was interrupted. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { pino } from 'pino'
import { afterEach, expect, test, vi } from 'vitest'
import { readExampleLinks } from '#server/example/example-links'
import { makeExample } from '#server/example/make-example'
import { openInstallation } from '#server/installation'
import { verifyChain } from '#shared/record/chain'
import { adref, doomedServer } from '../support/administrator.ts'

const cleanUps: (() => unknown)[] = []
afterEach(async () => {
  vi.restoreAllMocks()
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})
const temporary = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'adref-'))
  cleanUps.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
const limits = { messagesPerSecond: 100, socketsPerMember: 20, memoryBytes: 2 ** 30 }
async function openIn(folder: string) {
  const installation = await openInstallation(folder, limits, pino({ level: 'silent' }))
  if ('failure' in installation) throw new Error(installation.failure)
  return installation
}

test('[EX-20] killed at any moment of its first start, the server makes the example whole at the next, and every printed link signs in', {
  timeout: 240_000,
}, async () => {
  const once = await doomedServer(join(temporary(), 'data'))
  const begun = performance.now()
  while (!once.printed().includes('Public follow link')) await delay(10)
  const whole = performance.now() - begun
  once.kill()
  await once.ended
  const data = join(temporary(), 'data')
  for (let round = 1; round <= 4; round++) {
    const starting = await doomedServer(data)
    await Promise.race([starting.ended, delay((whole * (round + 3)) / 8)])
    starting.kill()
    await starting.ended
  }
  // What a first start that was killed earlier still would leave.
  const installation = await openIn(data)
  cleanUps.push(() => installation.close())
  const { records, identity, store } = installation
  if (records.groups().length === 0) await makeExample(installation, data)
  const [groupId, ...others] = records.groups()
  if (!groupId) throw new Error('no group')
  expect(others).toEqual([])
  expect(verifyChain(store.readKept(groupId)).ok).toBe(true)
  expect(Object.keys(records.stateOf(groupId)?.recommendations ?? {}).length).toBeGreaterThan(11)
  const links = readExampleLinks(data, records.groups())
  expect(links).toHaveLength(8)
  for (const { path } of links)
    expect(await identity.open(path.split(/[#/]/).at(-1) ?? '', undefined)).toMatchObject({
      ok: true,
    })
})

test('[EX-21] interrupted between its steps it leaves no group, no link that is printed, and is made anew', async () => {
  const data = join(temporary(), 'data')
  const installation = await openIn(data)
  cleanUps.push(() => installation.close())
  const { records, store } = installation
  const write = vi.spyOn(store, 'write').mockRejectedValueOnce(new Error('killed'))
  await expect(makeExample(installation, data)).rejects.toThrow('killed')
  expect(records.groups()).toEqual([])
  expect(readExampleLinks(data, records.groups())).toEqual([])
  await makeExample(installation, data)
  // All of the group is one write.
  expect(write).toHaveBeenCalledTimes(2)
  expect(readExampleLinks(data, records.groups())).toHaveLength(8)
})

test('[EX-22] a group of one’s own loses nothing by an example that was interrupted, and no example comes beside it', async () => {
  const data = join(temporary(), 'data')
  const starting = await doomedServer(data)
  await delay(300)
  starting.kill()
  await starting.ended
  const installation = await openIn(data)
  const isMade = installation.records.groups().length > 0
  await installation.close()
  const made = await adref(['group', 'create', 'Our own group'], data)
  expect(made.code).toBe(0)
  // Links of an example that never came to be.
  writeFileSync(
    join(data, 'example-links.json'),
    JSON.stringify([{ groupId: 'g_neverthere00000', title: 'Chair', path: '/join#x' }]),
  )
  const server = await doomedServer(data)
  while (!server.printed().includes('Adref is at')) await delay(10)
  server.kill()
  await server.ended
  if (!isMade) expect(server.printed()).not.toContain('The worked example')
  const after = await openIn(data)
  cleanUps.push(() => after.close())
  const { records } = after
  const listed = records.groups().map((groupId) => records.stateOf(groupId)?.group?.name)
  expect(listed).toHaveLength(isMade ? 2 : 1)
  expect(listed).toContain('Our own group')
})

test('[EX-23] a folder in which nobody has a link that signs in says at its start how to make one', async () => {
  const data = join(temporary(), 'data')
  await adref(['group', 'create', 'Without links'], data)
  rmSync(join(data, 'register.json'))
  const server = await doomedServer(data)
  while (!server.printed().includes('seat link')) await delay(10)
  server.kill()
  await server.ended
  expect(server.printed()).toContain('Nobody has a link that signs in.')
})
