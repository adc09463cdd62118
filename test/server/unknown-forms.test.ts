/** What another release wrote is opened by a release that knows it, and by no other; nothing of it is lost on the way. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { open } from 'lmdb'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { onStoppedFolder } from '#server/administration/on-stopped-folder'
import { openInstallation } from '#server/installation'
import { draftSetUp } from '#server/record/set-up'
import { release } from '#server/release'
import { openStore } from '#server/store/lmdb-store'
import { openTables } from '#server/store/lmdb-tables'
import { lastRelease } from '#server/store/signature'
import { eventVersion } from '#shared/record/versions/event-versions'
import { startInVain } from '../support/administrator.ts'
import { hidePageOf } from '../support/damage.ts'
import { contentOf } from '../support/folder-content.ts'
import { newer } from '../support/newer-forms.ts'

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
const openIn = (folder: string) => openInstallation(folder, limits, pino({ level: 'silent' }))

/** A stopped folder with one group in it, to copy. */
let original: string
beforeAll(async () => {
  original = join(mkdtempSync(join(tmpdir(), 'adref-')), 'data')
  await use(original)
})
afterAll(() => rmSync(join(original, '..'), { recursive: true, force: true }))
function usedFolder(): string {
  const folder = join(temporary(), 'data')
  cpSync(original, folder, { recursive: true })
  return folder
}
async function use(folder: string): Promise<void> {
  const installation = await openIn(folder)
  if ('failure' in installation) throw new Error(installation.failure)
  const drafted = await draftSetUp(installation.records, {
    name: 'Group',
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
  await installation.records.adopt(drafted.value)
  await installation.identity.makePersonalLink(drafted.value.groupId, drafted.value.made.chair)
  await installation.close()
}

test('[OPS-249] what a newer release wrote is not opened, names that release, and stays as it was', async () => {
  // A folder of 0.1 has no signature: what is said of it is the same for all forms.
  for (const [index, [what, write]] of Object.entries(newer).entries())
    for (const last of index === 0 ? ['9.1.0', undefined] : ['9.1.0']) {
      const folder = usedFolder()
      const tables = openTables(folder)
      tables.root.transactionSync(() => {
        write(tables)
        if (last) tables.meta.putSync('release', last)
        else tables.meta.removeSync('release')
      })
      await tables.root.close()
      const before = contentOf(folder)
      const opened = await openIn(folder)
      if (!('failure' in opened)) throw new Error(`It was opened: ${what}`)
      expect(opened.failure, what).toContain(`a form that Adref ${release} does not know`)
      expect(opened.failure, what).toContain(`Adref ${last ?? '0.1'} wrote last`)
      expect(contentOf(folder), what).toEqual(before)
      expect(await lastRelease(folder)).toBe(last)
    }
})

test('[OPS-250] the same holds for an entry of the journal and for the register', async () => {
  const folder = usedFolder()
  const tables = openTables(folder)
  tables.root.transactionSync(() => tables.meta.putSync('release', '9.1.0'))
  const taken = Number(tables.meta.get('journal') ?? 0)
  await tables.root.close()
  const register = readFileSync(join(folder, 'register.json'), 'utf8')
  const refusal = async () => {
    const before = contentOf(folder)
    const opened = await openIn(folder)
    expect(contentOf(folder)).toEqual(before)
    return 'failure' in opened ? opened.failure : 'It was opened.'
  }
  for (const other of [
    { ...JSON.parse(register), version: 2 },
    { ...JSON.parse(register), accounts: {} },
  ]) {
    writeFileSync(join(folder, 'register.json'), JSON.stringify(other))
    expect(await refusal()).toContain('register.json has a form that Adref')
  }
  writeFileSync(join(folder, 'register.json'), register)

  const journal = readFileSync(join(folder, 'log', 'journal'))
  const body = Buffer.from('not what we write')
  journal.writeUInt32LE(body.length, 0)
  journal.writeBigUInt64LE(BigInt(taken + 1), 8)
  journal.set(body, 16)
  journal.writeUInt32LE(crc32(journal.subarray(8, 16 + body.length)), 4)
  writeFileSync(join(folder, 'log', 'journal'), journal)
  expect(await refusal()).toMatch(
    /Entry \d+ of log\/journal has a form that Adref .* Adref 9\.1\.0 wrote last/,
  )
})

test('[OPS-251] a folder that a newer release signed, or none, and whose forms are all known opens, and is signed by the release that runs', async () => {
  for (const last of ['9.1.0', undefined]) {
    const folder = usedFolder()
    const tables = openTables(folder)
    tables.root.transactionSync(() =>
      last ? tables.meta.putSync('release', last) : tables.meta.removeSync('release'),
    )
    await tables.root.close()
    const opened = await openIn(folder)
    if ('failure' in opened) throw new Error(opened.failure)
    await opened.close()
    expect(await lastRelease(folder)).toBe(release)
  }
})

test('[OPS-252] the server that does not know a form ends with one line', async () => {
  const folder = usedFolder()
  const tables = openTables(folder)
  tables.root.transactionSync(() => newer['one more kind of event']?.(tables))
  await tables.root.close()
  const started = await startInVain(folder)
  expect(started.code).toBe(1)
  expect(started.out).toMatch(/^The data folder .* cannot be opened: Record \d+ of g_/)
  expect(started.out.trimEnd().split('\n')).toHaveLength(1)
})

test('[OPS-253] two damaged records at the end of a log are no crash: the start refuses and peels nothing off, however often it is tried', async () => {
  const folder = usedFolder()
  const root = open({ path: join(folder, 'log'), maxDbs: 8, overlappingSync: false })
  const events = root.openDB<Buffer, [string, number]>({ name: 'events', encoding: 'binary' })
  for (const { key, value } of [...events.getRange()].slice(-2)) {
    const bytes = Buffer.from(value)
    bytes[8] = (bytes[8] ?? 0) ^ 0xff
    events.putSync(key, bytes)
  }
  await root.close()
  const before = contentOf(folder)
  for (let start = 0; start < 3; start++) {
    const opened = await openIn(folder)
    expect('failure' in opened && opened.failure).toContain('is damaged: restore a backup')
    expect(contentOf(folder)).toEqual(before)
  }
})

describe('[OPS-264] an event that is missing in a record, or hidden by a damaged page, is told before anything is built on the rest', () => {
  const refusalOf = async (folder: string) => {
    const before = contentOf(folder)
    const opened = await openIn(folder)
    expect(contentOf(folder)).toEqual(before)
    return 'failure' in opened ? opened.failure : 'It was opened.'
  }

  test('an event at the beginning, or in the middle', async () => {
    for (const place of [1, 3]) {
      const folder = usedFolder()
      const tables = openTables(folder)
      const key = [...tables.events.getKeys()].find((each) => each[1] === place)
      if (!key) throw new Error(`no event ${place}`)
      tables.root.transactionSync(() => tables.events.removeSync(key))
      await tables.root.close()
      expect(await refusalOf(folder)).toContain(`Record ${place} of ${key[0]} is missing`)
    }
  })

  test('a page of events of which the tree says that it is empty', async () => {
    const folder = usedFolder()
    const tables = openTables(folder)
    const last = [...tables.events.getRange()].at(-1)
    if (!last) throw new Error('no event')
    const [owner, place] = last.key
    tables.root.transactionSync(() => {
      for (let more = 1; more <= 40; more++)
        tables.events.putSync([owner, place + more], last.value)
    })
    await tables.root.close()
    hidePageOf(join(folder, 'log', 'data.mdb'), last.value)
    expect(await refusalOf(folder)).toContain('is damaged: restore a backup')
  })
})

test('[OPS-254] when the last event of a record is set apart, its command is decided anew and answered with nothing else', async () => {
  const folder = usedFolder()
  const tables = openTables(folder)
  const last = [...tables.events.getRange()].at(-1)
  if (!last) throw new Error('no event')
  const [groupId, place] = last.key
  tables.root.transactionSync(() => {
    tables.commands.putSync([groupId, 'cmd_ofthelastevent'], [place, place, 'digest'])
    const bytes = Buffer.from(last.value)
    bytes[8] = (bytes[8] ?? 0) ^ 0xff
    tables.events.putSync(last.key, bytes)
  })
  await tables.root.close()
  const store = await openStore(folder)
  cleanUps.push(() => store.close())
  const [group] = store.groupIds()
  if (!group) throw new Error('no group')
  expect(store.readEvents(group)).toHaveLength(place - 1)
  const { CommandId } = await import('#shared/domain/ids')
  expect(store.readCommand(group, CommandId.parse('cmd_ofthelastevent'))).toBeUndefined()
})

test('[OPS-255] a snapshot that reaches to another place than it says is not relied on: the log has all words', async () => {
  const folder = usedFolder()
  const store = await openStore(folder)
  const tables = openTables(folder)
  const [first] = [...tables.texts.getRange()]
  const { TextId } = await import('#shared/domain/ids')
  const textId = TextId.parse(first?.key[0])
  const begun = store.readTextHistory(textId).length
  const record = {
    author: null,
    at: '2026-01-01T00:00:00.000Z',
    updates: [Uint8Array.of(0, 0)],
    clients: [],
  }
  for (let count = 0; count < 3; count++)
    await store.write({ texts: [{ textId, records: [record] }] })
  await store.compact(textId, '2026-01-02T00:00:00.000Z')
  for (let count = 0; count < 3; count++)
    await store.write({ texts: [{ textId, records: [record] }] })
  await store.close()
  const kept = tables.snapshots.get(textId)
  if (typeof kept !== 'object' || kept === null || !('upTo' in kept)) throw new Error('no snapshot')
  expect(kept.upTo).toBe(begun + 3)
  tables.root.transactionSync(() => tables.snapshots.putSync(textId, { ...kept, upTo: begun + 5 }))
  await tables.root.close()
  const again = await openStore(folder)
  cleanUps.push(() => again.close())
  const { snapshot, tail } = again.readText(textId)
  expect(snapshot).toHaveLength(0)
  expect(tail).toHaveLength(begun + 6)
})

test('[OPS-302] adref check says of a stopped folder what this release does not know and what the next start would lose, tells whether the chain holds all the same, and changes nothing', async () => {
  const check = (folder: string) => onStoppedFolder(folder, { operation: 'check' }, () => undefined)
  const complaintAfter = async (write: (tables: ReturnType<typeof openTables>) => void) => {
    const folder = usedFolder()
    const tables = openTables(folder)
    tables.root.transactionSync(() => write(tables))
    await tables.root.close()
    const before = contentOf(folder)
    const checked = await check(folder)
    expect(contentOf(folder)).toEqual(before)
    return checked.ok ? 'sound' : checked.complaint
  }
  const refusal = `Adref ${release} does not open this folder, and changes nothing in it`
  const place = 'vote-called: event.type'
  for (const [what, says] of [
    ['one more kind of event', place],
    ['a later version of events', `version ${eventVersion + 1}, `],
    ['one more field of an event', ': place'],
    ['a field deep in an event', ': actor.from'],
    ['one more field of a text record', 'Record 2 of t_'],
    ['another form of the whole store', 'The store has form 99'],
  ] as const) {
    const complaint = await complaintAfter((tables) => newer[what]?.(tables))
    expect(complaint, what).toContain(says)
    expect(complaint, what).toContain(refusal)
    if (what.includes('text') || what.includes('store')) expect(complaint).toContain('ends in')
  }
  const damaged = await complaintAfter(({ events }) => {
    const last = [...events.getRange()].at(-1)
    if (last) events.putSync(last.key, Buffer.from(last.value).fill(0, 8, 9))
  })
  expect(damaged).toContain('the next start sets it apart in quarantine/, and it is lost')
  expect(damaged).not.toContain(refusal)
  const sound = await check(usedFolder())
  expect(JSON.stringify(sound)).toMatch(/Sound: \d+ events.*The store has form 3; Adref/)
})
