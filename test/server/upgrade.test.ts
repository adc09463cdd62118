/** Folders of earlier releases open as what these showed of them, after a backup; an upgrade may be interrupted at any moment. */
import { execFileSync, spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pino } from 'pino'
import { afterAll, expect, test } from 'vitest'
import { onStoppedFolder } from '#server/administration/on-stopped-folder'
import { restore } from '#server/administration/restore'
import { upgradeFolder } from '#server/administration/upgrade'
import { type Installation, openInstallation } from '#server/installation'
import { seatMember } from '#server/record/set-up'
import { openStore } from '#server/store/lmdb-store'
import { lastPlace, openTables, ownersOf } from '#server/store/lmdb-tables'
import { readFolder } from '#server/store/read-folder'
import { formOf, storeForm } from '#server/store/signature'
import { verifyChain } from '#shared/record/chain'
import { built } from '../support/built-server.ts'
import { contentOf as contentOfAll } from '../support/folder-content.ts'
import { smallDisk } from '../support/small-disk.ts'
import { Shown, whatItShows } from '../support/what-it-shows.ts'

const home = mkdtempSync(join(tmpdir(), 'adref-'))
const cleanUps = [() => rmSync(home, { recursive: true, force: true })]
afterAll(() => {
  for (const cleanUp of cleanUps) cleanUp()
})

const used = ['0.1-example-used', '0.1-own-group', '0.2-negotiation'] as const
type Used = (typeof used)[number]
const archives = resolve('test/data/folders')
/** What the release that wrote the folder showed of it. */
const shownBefore = (name: Used): unknown =>
  Shown.parse(JSON.parse(readFileSync(join(archives, `${name}.json`), 'utf8')))

let unpacked = 0
/** A fresh data folder as its release left it; 0.2 was killed while it wrote. */
function folderOf(name: Used): string {
  const into = join(home, `${name}-${++unpacked}`)
  cpSync(join(home, name), into, { recursive: true })
  return into
}
for (const name of used) {
  const raw = mkdtempSync(join(home, 'raw-'))
  execFileSync('tar', ['xzf', join(archives, `${name}.tar.gz`), '-C', raw])
  cpSync(join(raw, readdirSync(raw)[0] ?? ''), join(home, name), { recursive: true })
}

/** What a folder holds, but for what an upgrade keeps. */
const contentOf = (folder: string) =>
  contentOfAll(folder, (name) => /^(?:before-upgrade|last-seen)/.test(name))
const keptIn = (folder: string): string[] =>
  readdirSync(folder).filter((name) => name.startsWith('before-upgrade-'))

const limits = { messagesPerSecond: 100, socketsPerMember: 20, memoryBytes: 2 ** 30 }
async function open(folder: string, isWanted = true): Promise<Installation | string> {
  const told = { isWanted, tell: () => undefined }
  const log = pino({ level: 'silent' })
  const opened = await openInstallation(folder, limits, log, undefined, told)
  return 'failure' in opened ? opened.failure : opened
}
async function opened(folder: string): Promise<Installation> {
  const installation = await open(folder)
  if (typeof installation === 'string') throw new Error(installation)
  return installation
}
const stopped = (folder: string, operation: 'check' | 'upgrade') =>
  onStoppedFolder(folder, { operation }, () => undefined)

test.each(used)(
  '[OPS-296] a used folder of an earlier release opens with the same sequence, decisions, digests, words, authors, brackets, comments and amendments, and keeps a backup of itself: %s',
  async (name) => {
    const folder = folderOf(name)
    const before = contentOf(folder)
    expect(await stopped(folder, 'upgrade')).toMatchObject({ ok: true })
    const store = await openStore(folder)
    expect(whatItShows(store)).toEqual(shownBefore(name))
    await store.close()
    const [backup = '', ...others] = keptIn(folder)
    expect(others).toEqual([])
    expect(contentOf(join(folder, backup))).toEqual(before)
  },
)

test('[OPS-297] what is recorded in a folder of 0.1 from now on follows in the same chain, and the folder is upgraded once', async () => {
  const folder = folderOf('0.1-own-group')
  const installation = await opened(folder)
  const { store, records } = installation
  const [groupId] = records.groups()
  if (!groupId) throw new Error('no group')
  const seat = { role: 'observer', delegationId: null, title: 'New', name: '' } as const
  expect(await seatMember(records, groupId, seat)).toMatchObject({ ok: true })
  const kept = store.readKept(groupId)
  const head = records.stateOf(groupId)?.hash
  expect(verifyChain(kept)).toEqual({ ok: true, head })
  expect(new Set(kept.map(({ version }) => version))).toEqual(new Set([1, 3]))
  await installation.close()
  const again = await opened(folder)
  expect(verifyChain(again.store.readKept(groupId))).toMatchObject({ ok: true })
  await again.close()
  expect(keptIn(folder)).toHaveLength(1)
  const checked = await stopped(folder, 'check')
  expect(checked).toMatchObject({ ok: true })
  expect(JSON.stringify(checked)).toMatch(/80 of version 1, \d+ of version 3; the chain ends in /)
})

test('[OPS-298] who asks for no upgrade, and the command line, are refused a folder of 0.1 in one line that says how to go on; check and backup take it as it is', async () => {
  const folder = folderOf('0.1-example-used')
  const before = contentOf(folder)
  const refusal = await open(folder, false)
  expect(refusal).toMatch(/It has the form of Adref 0\.1\. .*npm run adref -- upgrade\./)
  const checked = await stopped(folder, 'check')
  expect(checked).toMatchObject({ ok: true })
  expect(JSON.stringify(checked)).toMatch(/form 1; Adref 0\.1 wrote last.*Nothing is lost by that/)
  const backup = join(home, 'backup')
  expect(
    await onStoppedFolder(folder, { operation: 'backup', folder: backup }, () => undefined),
  ).toMatchObject({ ok: true })
  expect(contentOf(folder)).toEqual(before)
  expect(contentOf(backup)).toEqual(before)
  const restored = join(home, 'restored')
  expect(await restore(backup, restored, false, new Date())).toMatchObject({ ok: true })
  const form = await readFolder(restored, ({ tables }) => formOf(tables))
  expect(form).toBe('1')
  const store = await opened(restored)
  expect(store.records.groups()).toHaveLength(1)
  await store.close()
})

/** Upgrades a folder where no file may grow beyond half of what the logs take: no disk has to be full for it, and nobody asks who runs it. */
const upgradeWithoutRoom = (folder: string) => {
  const blocks = Math.floor(statSync(join(folder, 'log', 'data.mdb')).size / 2 / 512)
  const args = [process.execPath, built('cli/adref.js'), 'upgrade']
  const env = { ...process.env, DATA_DIR: folder, LOG_LEVEL: 'silent' }
  return spawnSync('sh', ['-c', `ulimit -f ${blocks}; exec "$0" "$@"`, ...args], {
    encoding: 'utf8',
    env,
  })
}

test('[OPS-299] without room for a backup nothing is upgraded, nothing is changed, and the line says why; with the backup on another disk it is', async () => {
  const folder = folderOf('0.1-own-group')
  const before = contentOf(folder)
  const { status, stderr } = upgradeWithoutRoom(folder)
  expect(status).toBe(1)
  expect(stderr).toContain('No backup can be made before the upgrade')
  expect(stderr).toContain('EFBIG')
  const full = smallDisk(3)
  if (full) {
    cleanUps.push(() => full.remove())
    const onFullDisk = join(full.folder, 'data')
    cpSync(folder, onFullDisk, { recursive: true })
    const refusal = await open(onFullDisk)
    expect(refusal).toContain('No backup can be made before the upgrade')
    expect(refusal).toContain('The disk is full.')
    expect(contentOf(onFullDisk)).toEqual(before)
    expect(keptIn(onFullDisk)).toEqual([])
  }
  expect(contentOf(folder)).toEqual(before)
  expect(keptIn(folder)).toEqual([])
  const elsewhere = join(home, 'elsewhere')
  const asked = { operation: 'upgrade', backUpTo: elsewhere } as const
  expect(await onStoppedFolder(folder, asked, () => undefined)).toMatchObject({ ok: true })
  expect(contentOf(elsewhere)).toEqual(before)
  expect(keptIn(folder)).toEqual([])
  expect(await readFolder(folder, ({ tables }) => formOf(tables))).toBe(storeForm)
})

/** Upgrades a folder in a process of its own, which ends like a crash at the first line that says this. */
const upgradeUntil = (folder: string, line: string) => {
  // Its clock runs fast, so that it says at each step how far it has come.
  const setting = `
    let time = 0
    performance.now = () => (time += 1000)
    const { log } = console
    console.log = (line) => {
      log(line)
      if (line.includes(process.env.UNTIL)) process.kill(process.pid, 'SIGKILL')
    }`
  const preloaded = `--import=data:text/javascript,${encodeURIComponent(setting)}`
  const args = [preloaded, built('cli/adref.js'), 'upgrade']
  const env = { ...process.env, DATA_DIR: folder, UNTIL: line }
  return spawnSync(process.execPath, args, { encoding: 'utf8', env })
}

test('[OPS-300] an upgrade tells how far it has come, and killed at any moment of it the next one goes on: one backup, which is as 0.1 left it', async () => {
  const folder = folderOf('0.1-own-group')
  // Some more snapshots of the kind that is upgraded, each in a transaction of its own.
  const tables = openTables(folder)
  const texts = ownersOf(tables.texts)
  tables.root.transactionSync(() => {
    for (const textId of texts) tables.snapshots.putSync(textId, { upTo: 0, records: [] })
  })
  await tables.root.close()
  const before = contentOf(folder)
  const moments = [
    ['300 records are looked through', '1'],
    ['MB are backed up', '1'],
    ['is kept in', '1'],
    ['3 of 7 texts are upgraded', '1'],
    // The next form begins when all of these are done: texts move into flows.
    ['2 of 7 texts are upgraded', '2'],
  ] as const
  for (const [moment, form] of moments) {
    const ran = upgradeUntil(folder, moment)
    expect(ran.signal, `${moment}: ${ran.stdout}${ran.stderr}`).toBe('SIGKILL')
    expect(await readFolder(folder, ({ tables: read }) => formOf(read))).toBe(form)
  }
  const ended = upgradeUntil(folder, 'never')
  expect(ended.status, ended.stderr).toBe(0)
  expect(ended.stdout).toContain('5 of 5 texts are upgraded')
  const [backup = '', ...others] = keptIn(folder)
  expect(others).toEqual([])
  expect(existsSync(join(folder, 'upgrading'))).toBe(false)
  expect(contentOf(join(folder, backup))).toEqual(before)
  const form = await readFolder(folder, ({ tables: read }) => formOf(read))
  expect(form).toBe(storeForm)
  expect(await stopped(folder, 'check')).toMatchObject({ ok: true })
})

test('[OPS-301] where 0.1 was used again after an upgrade was interrupted, another backup is made before the next', async () => {
  const folder = folderOf('0.1-own-group')
  let lines = 0
  const killed = upgradeFolder(
    folder,
    {
      isWanted: true,
      every: 0,
      tell(line) {
        if (line.includes('is kept in')) throw new Error(`killed at line ${++lines}`)
      },
    },
    new Date(0),
  )
  await expect(killed).rejects.toThrow('killed at line 1')
  expect(keptIn(folder)).toHaveLength(1)
  const tables = openTables(folder)
  const [textId = ''] = ownersOf(tables.texts)
  const place = lastPlace(tables.texts, textId)
  const last = tables.texts.get([textId, place])
  tables.root.transactionSync(() => tables.texts.putSync([textId, place + 1], last!))
  await tables.root.close()
  expect(await stopped(folder, 'upgrade')).toMatchObject({ ok: true })
  expect(keptIn(folder)).toHaveLength(2)
})
