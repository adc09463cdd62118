/** Restoring: killed at any moment it leaves the old or the new; it ends sessions, and tells whose links came back. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { pino } from 'pino'
import { afterEach, describe, expect, test } from 'vitest'
import { backUp } from '#server/administration/backup'
import { restore } from '#server/administration/restore'
import { type Installation, openInstallation } from '#server/installation'
import { draftSetUp, submitAsInstallation } from '#server/record/set-up'
import { openTables } from '#server/store/lmdb-tables'
import { finishPlacing, stage } from '#server/store/placing'
import type { GroupId, MemberId } from '#shared/domain/ids'
import { adref, doomedCommand } from '../support/administrator.ts'

const cleanUps: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})
const temporary = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'adref-'))
  cleanUps.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
const limits = { messagesPerSecond: 100, socketsPerMember: 20, memoryBytes: 2 ** 30 }
async function openIn(folder: string): Promise<Installation> {
  const installation = await openInstallation(folder, limits, pino({ level: 'silent' }))
  if ('failure' in installation) throw new Error(installation.failure)
  return installation
}

interface Group {
  readonly groupId: GroupId
  readonly chair: MemberId
  readonly secretariat: MemberId
}
/** Makes a group in an installation. */
async function makeGroup({ records }: Installation, name: string): Promise<Group> {
  const drafted = await draftSetUp(records, {
    name,
    parentBody: '',
    mandate: '',
    topics: ['One'],
    delegations: [],
    meeting: {
      title: '1st',
      place: '',
      days: [{ date: '2012-01-13', title: 'Day', phase: 'drafting' }],
    },
  })
  if (!drafted.ok) throw new Error(drafted.refusal.sentence)
  await records.adopt(drafted.value)
  return drafted.value.made
}

/** Names of the groups and the epoch; the folder must open. */
async function stateOf(folder: string): Promise<{ groups: string; epoch: string }> {
  const installation = await openIn(folder)
  try {
    const { records, store } = installation
    const names = records.groups().map((id) => records.stateOf(id)?.group?.name)
    return { groups: names.join(', '), epoch: store.epoch }
  } finally {
    await installation.close()
  }
}

describe('a restore that is interrupted', () => {
  test('[OPS-256] ten times killed at ten moments, it leaves all of the old or all of the new, and the next start opens it', {
    timeout: 240_000,
  }, async () => {
    const home = temporary()
    const data = join(home, 'data')
    const backups: string[] = []
    for (const name of ['First', 'Second']) {
      const folder = join(home, `made-${name}`)
      const installation = await openIn(folder)
      await makeGroup(installation, name)
      backups.push(join(home, `backup-${name}`))
      await backUp(installation.store, folder, backups.at(-1) ?? '')
      await installation.close()
    }
    const [first = '', second = ''] = backups
    const begun = performance.now()
    await doomedCommand(['restore', first], data).ended
    const whole = performance.now() - begun
    let before = await stateOf(data)
    expect(before.groups).toBe('First')
    let kills = 0
    for (let round = 1; round <= 10; round++) {
      const wanted = before.groups === 'First' ? second : first
      const restoring = doomedCommand(['restore', wanted, '--force'], data)
      // From before it begins to after its end, in steps; what happens at the very renames is the next test's.
      await Promise.race([restoring.ended, delay((whole * (round + 2)) / 11)])
      if (!restoring.printed().includes('Restored')) kills += 1
      restoring.kill()
      await restoring.ended
      const after = await stateOf(data)
      if (after.groups === before.groups) expect(after.epoch).toBe(before.epoch)
      else expect(after.epoch).not.toBe(before.epoch)
      expect(['First', 'Second']).toContain(after.groups)
      expect(existsSync(join(data, 'restoring'))).toBe(false)
      expect(existsSync(join(data, 'restored'))).toBe(false)
      before = after
    }
    expect(kills).toBeGreaterThan(0)
  })

  test('[OPS-257] whichever of its renames were done when it was killed, the next start does the rest once', async () => {
    const names = ['log/data.mdb', 'register.json', 'example-links.json']
    const write = (folder: string, what: string, present: readonly string[]) => {
      for (const name of present) {
        mkdirSync(join(folder, name, '..'), { recursive: true })
        writeFileSync(join(folder, name), what)
      }
    }
    const read = (folder: string) =>
      Object.fromEntries(
        names
          .filter((name) => existsSync(join(folder, name)))
          .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
      )
    // The backup has no example links: those of the folder go with the rest of what was there.
    const base = join(temporary(), 'data')
    write(base, 'old', names)
    const staged = await stage(base)
    write(staged, 'new', names.slice(0, 2))
    const plan = { keptAs: 'before', brought: ['log', 'register.json'] }
    writeFileSync(join(staged, 'plan.json'), JSON.stringify(plan))
    /** The folder after each step, in the order in which they go, as a kill would leave it. */
    const states: string[] = []
    const keep = () => {
      const copy = join(temporary(), 'data')
      cpSync(base, copy, { recursive: true })
      states.push(copy)
    }
    keep()
    renameSync(staged, join(base, 'restored'))
    keep()
    mkdirSync(join(base, 'before'))
    keep()
    for (const part of ['log', 'register.json']) {
      renameSync(join(base, part), join(base, 'before', part))
      keep()
      renameSync(join(base, 'restored', part), join(base, part))
      keep()
    }
    renameSync(join(base, 'example-links.json'), join(base, 'before', 'example-links.json'))
    keep()
    rmSync(join(base, 'restored', 'plan.json'))
    keep()
    for (const [index, folder] of states.entries()) {
      for (let start = 0; start < 2; start++) await finishPlacing(folder)
      const isOld = index === 0
      expect(read(folder)).toEqual(
        Object.fromEntries(
          names.slice(0, isOld ? 3 : 2).map((name) => [name, isOld ? 'old' : 'new']),
        ),
      )
      if (!isOld) expect(Object.keys(read(join(folder, 'before')))).toEqual(names)
      expect(readdirSync(folder)).not.toContain('restored')
      expect(readdirSync(folder)).not.toContain('restoring')
    }
  })

  test('[OPS-258] a backup that was interrupted is none, and one of a newer release is not put in place', async () => {
    const home = temporary()
    const data = join(home, 'data')
    const installation = await openIn(data)
    await makeGroup(installation, 'Mine')
    const backup = join(home, 'backup')
    await backUp(installation.store, data, backup)
    await installation.close()
    const interrupted = join(home, 'interrupted')
    cpSync(backup, join(interrupted, 'unfinished'), { recursive: true })
    const now = new Date()
    expect(await restore(interrupted, data, true, now)).toMatchObject({
      complaint: expect.stringContaining('holds no backup, or one that was interrupted'),
    })
    const tables = openTables(backup)
    tables.root.transactionSync(() => {
      tables.meta.putSync('form', '99')
      tables.meta.putSync('release', '9.1.0')
    })
    await tables.root.close()
    expect(await restore(backup, data, true, now)).toMatchObject({
      complaint: expect.stringContaining('Adref 9.1.0 wrote last'),
    })
    expect((await stateOf(data)).groups).toBe('Mine')
    expect(
      readdirSync(data).filter((name) => name.startsWith('before') || name.startsWith('rest')),
    ).toEqual([])
  })
})

describe('people after a restore', () => {
  test('[OPS-259] all sessions have ended, and the seats whose links came back, or went, are named', async () => {
    const home = temporary()
    const data = join(home, 'data')
    const backup = join(home, 'backup')
    let installation = await openIn(data)
    const { groupId, chair, secretariat } = await makeGroup(installation, 'Group')
    const chairsLink = await installation.identity.makePersonalLink(groupId, chair)
    const formerLink = await installation.identity.makePersonalLink(groupId, secretariat)
    const signedIn = await installation.identity.open(chairsLink?.token ?? '', undefined)
    if (!signedIn.ok) throw new Error(signedIn.problem)
    await backUp(installation.store, data, backup)
    const { records, identity } = installation
    const newLink = await identity.issueLink(groupId, secretariat, { by: 'installation' })
    if (!newLink.ok) throw new Error(newLink.refusal.sentence)
    await submitAsInstallation(records, groupId, { type: 'set-observer-comments', allowed: true })
    await installation.close()

    const restored = await adref(['restore', backup, '--force'], data)
    expect(restored.code).toBe(0)
    const lines = restored.out.trimEnd().split('\n')
    expect(lines).toContain('All sessions have ended: everybody opens their personal link again.')
    const back = lines.findIndex((line) => line.includes('sign in again that had ended'))
    expect(lines[back + 1]).toMatch(/^ {2}Secretariat/)
    const gone = lines.findIndex((line) => line.includes('sign in no more'))
    expect(lines[gone + 1]).toMatch(/^ {2}Secretariat/)
    expect(restored.out).not.toMatch(/^ {2}Chair/m)

    installation = await openIn(data)
    cleanUps.push(() => installation.close())
    const again = installation.identity
    expect(again.signInBySession(signedIn.sessionToken)).toBeUndefined()
    expect(again.signInByLink(chairsLink?.token ?? '')).toBeDefined()
    expect(await again.open(formerLink?.token ?? '', undefined)).toMatchObject({ ok: true })
    expect(await again.open(newLink.value.token, undefined)).toMatchObject({ ok: false })
  })
})
