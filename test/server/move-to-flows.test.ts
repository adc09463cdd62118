/** A folder of the release before flows, which a crash left behind, moves: words, authors, amendments, comments, past moments. */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pino } from 'pino'
import { afterAll, expect, test } from 'vitest'
import { checkFolder } from '#server/administration/check-folder'
import { upgradeFolder } from '#server/administration/upgrade'
import { openInstallation } from '#server/installation'
import { newCommandId } from '#server/record/set-up'
import { openStore } from '#server/store/lmdb-store'
import { openTables, readLog } from '#server/store/lmdb-tables'
import { readFolder } from '#server/store/read-folder'
import { decodeTextRecord } from '#server/store/record-codec'
import { contentAt } from '#server/store/replay'
import { formOf } from '#server/store/signature'
import { DamagedLog, EarlierForm } from '#server/store/store'
import { rebuild, rebuildFrom } from '#server/store/text-log'
import { branchFrom, changesIn, seenBranch } from '#shared/amendment/branch'
import { tableOf } from '#shared/copies/doc-copies'
import { TextId } from '#shared/domain/ids'
import { readText } from '#shared/flow/read-text'
import { formerClocks } from '#shared/migration/former-clocks'
import { isUpgradeOf } from '#shared/protocol/store-epoch'
import { verifyChain } from '#shared/record/chain'
import { fold } from '#shared/record/evolve'
import { actorOf } from '#shared/record/state'
import { flatWords } from '#shared/text/flat-words'
import { said } from '../support/both-forms.ts'
import { quotedIn, Shown, whatItShows } from '../support/what-it-shows.ts'

const home = mkdtempSync(join(tmpdir(), 'adref-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))
const archives = resolve('test/data/folders')
execFileSync('tar', ['xzf', join(archives, '0.2-negotiation.tar.gz'), '-C', home])

let copied = 0
/** A fresh data folder as the release before left it, killed while it wrote. */
function folderOf02(): string {
  const folder = join(home, `copy-${++copied}`)
  cpSync(join(home, 'data'), folder, { recursive: true })
  return folder
}

/** What the release before showed of the folder, its amendments brought up to their bases. */
const shown = Shown.parse(JSON.parse(readFileSync(join(archives, '0.2-negotiation.json'), 'utf8')))
const wordsOf = (authors: Shown['texts'][string]['authors']): string =>
  authors.map(([words]) => words).join('')
/** The text that two open amendments are to. */
const [first] = Object.entries(shown.texts).flatMap(([id, { kind }]) =>
  kind === 'majority' ? [TextId.parse(id)] : [],
)
const textIds = Object.keys(shown.texts).map((id) => TextId.parse(id))

const upgraded = async (folder: string): Promise<string> => {
  await upgradeFolder(folder, { isWanted: true, tell: () => undefined }, new Date())
  return folder
}

test('[OPS-330] amendments move as branches of their bases: brought up to them where they had not followed yet, with a handful of changes, the same for whoever has both documents', async () => {
  const store = await openStore(await upgraded(folderOf02()))
  const state = fold(store.readEvents(store.groupIds()[0]!))
  let open = 0
  for (const text of Object.values(state.texts)) {
    const { doc, branch } = rebuildFrom(store, text.textId)
    const isOpen = text.kind === 'amendment' && text.standing !== 'taken-up'
    expect(branch !== undefined, text.textId).toBe(isOpen)
    if (text.kind !== 'amendment' || !branch) continue
    open += 1
    const base = rebuildFrom(store, text.baseTextId).doc
    expect(wordsOf(shown.texts[text.textId]?.authors ?? [])).toContain('more than two years')
    const { changes } = changesIn(branchFrom(doc, branch), tableOf(doc))
    expect(changesIn(seenBranch(base, doc), tableOf(doc)).changes).toEqual(changes)
    expect(changes.length).toBeGreaterThan(1)
    expect(changes.length).toBeLessThan(5)
  }
  expect(open).toBe(2)
  await store.close()
})

test('[OPS-331] comments are on the same words after the move, those of a delegation are told to it alone, and the record tells what was done in a chain that holds', async () => {
  const store = await openStore(await upgraded(folderOf02()))
  const [groupId] = store.groupIds()
  if (!groupId) throw new Error('no group')
  expect(verifyChain(store.readKept(groupId)).ok).toBe(true)
  const state = fold(store.readEvents(groupId))
  const on = Object.values(state.threads).filter(({ anchor }) => anchor.on === 'words')
  const internal = on.flatMap(({ threadId, audience }) => (audience ? [threadId] : []))
  expect(on).toHaveLength(6)
  for (const thread of on) {
    const textId = thread.anchor.on === 'words' ? thread.anchor.textId : undefined
    const before = Object.entries(shown.texts).find(([id]) => id === textId)?.[1].comments
    const quote = before?.find(([threadId]) => threadId === thread.threadId)?.[1]
    expect(quote).toMatch(/.../)
    expect(textId && quotedIn(rebuildFrom(store, textId).doc, thread)).toBe(quote)
  }
  const told = store.readKept(groupId).filter(({ hashed }) => hashed.includes('words-moved'))
  for (const { hashed } of told) for (const id of internal) expect(hashed).not.toContain(id)
  // Nor does the room hear of an amendment that nobody has tabled.
  const drafts = Object.values(state.texts).filter(
    (text) => text.kind === 'amendment' && text.standing === 'private',
  )
  expect(drafts).toHaveLength(1)
  for (const { hashed } of told)
    for (const { textId } of drafts) expect(hashed).not.toContain(textId)
  await store.close()
})

test('[OPS-332] past moments are read as they were, from the records of before; those stay as they are, nobody writes under their client ids, and copies on devices have another epoch', async () => {
  const folder = folderOf02()
  const recordsIn = (of: string) => {
    const tables = openTables(of)
    const records = textIds.map((textId) =>
      [...tables.texts.getRange({ start: [textId, 1], end: [textId, 10_000] })].map(({ value }) =>
        Buffer.from(value).toString('base64'),
      ),
    )
    return { records, close: () => tables.root.close(), epoch: tables.meta.get('epoch'), tables }
  }
  const before = recordsIn(folder)
  await before.close()
  await upgraded(folder)
  const after = recordsIn(folder)
  for (const [place, records] of before.records.entries())
    expect(after.records[place]?.slice(0, records.length)).toEqual(records)
  // A page knows that this is no backup that was put in place.
  expect(after.epoch).toMatch(/^[0-9a-f]{16}$/)
  expect(isUpgradeOf(after.epoch ?? '', before.epoch ?? '')).toBe(true)
  expect(isUpgradeOf(before.epoch ?? '', before.epoch ?? '')).toBe(false)
  for (const textId of textIds) {
    const history = readLog(after.tables.texts, textId, { start: 1, end: 10_000 }, decodeTextRecord)
    const fresh = history.filter(({ isOfTree }) => !isOfTree)
    const old = new Set(
      history.filter(({ isOfTree }) => isOfTree).flatMap(({ clients }) => clients),
    )
    expect(fresh.length).toBeGreaterThan(1)
    const moments = [...new Set(history.filter(({ isOfTree }) => isOfTree).map(({ at }) => at))]
    expect(moments.length).toBeGreaterThan(0)
    const [lastOfTree, now] = [moments.at(-1) ?? '', new Date().toISOString()]
    const saidAt = (time: string) => flatWords(contentAt(history, time).content.words)
    if (textId === first) expect(saidAt(lastOfTree)).toBe(saidAt(now))
    const { snapshot, tail } = await readFolder(folder, ({ logs }) => logs.readText(textId))
    const { doc } = rebuild([...snapshot, ...tail])
    expect(saidAt(now)).toBe(flatWords(readText(doc).words))
    expect(saidAt('2000-01-01T00:00:00.000Z')).toBe('')
    expect(contentAt(history, lastOfTree).bytes).toBeGreaterThan(10)
    expect([...snapshot, ...tail].some(({ isOfTree }) => isOfTree)).toBe(false)
    const own = [...snapshot, ...tail].flatMap(({ clients }) => clients)
    for (const client of old) expect(own).toContain(client)
    // What a device has of the tree beyond these clocks was never saved.
    for (const client of old) expect(formerClocks(doc).get(client)).toBeGreaterThan(0)
  }
  await after.close()
})

/** How many bases there are to be moved, each with what stands on it. */
async function basesIn(folder: string): Promise<number> {
  let bases = 0
  const tell = (line: string) => {
    bases = Number(/of (\d+) texts are upgraded/.exec(line)?.[1] ?? bases)
  }
  await upgradeFolder(folder, { isWanted: true, tell, every: 0 }, new Date())
  return bases
}
const keptIn = (folder: string) =>
  readdirSync(folder).filter((name) => name.startsWith('before-upgrade-'))

test('[OPS-333] a move that ends at any moment goes on where it ended: with one backup, which is as the release before left the folder, and the same words in the end', async () => {
  const checked = JSON.stringify(await checkFolder(folderOf02()))
  expect(checked).toMatch(/^\{"ok":true.*form 2; Adref 0\.2\.0 wrote last.*takes it to form 3/)
  const bases = await basesIn(folderOf02())
  expect(bases).toBeGreaterThan(3)
  for (const moment of [1, Math.ceil(bases / 2), bases]) {
    const folder = folderOf02()
    const ended = upgradeFolder(
      folder,
      {
        isWanted: true,
        every: 0,
        tell(line) {
          if (line.includes(`${moment} of ${bases} texts`)) throw new Error('ended')
        },
      },
      new Date(),
    )
    await expect(ended).rejects.toThrow('ended')
    expect(await readFolder(folder, ({ tables }) => formOf(tables))).toBe('2')
    await expect(openStore(folder)).rejects.toBeInstanceOf(EarlierForm)
    await upgraded(folder)
    expect(keptIn(folder)).toHaveLength(1)
    expect(await checkFolder(folder)).toMatchObject({ ok: true })
    const store = await openStore(folder)
    expect(whatItShows(store)).toEqual(shown)
    const moves = store
      .readEvents(store.groupIds()[0]!)
      .filter(({ event }) => event.type === 'words-moved')
    expect(moves).toHaveLength(bases)
    await store.close()
  }
})

test('[OPS-334] a text whose log is damaged stays as it is, with its amendments, and is told; all others move, and nobody can write into it', async () => {
  const folder = folderOf02()
  if (!first) throw new Error('no text')
  const tables = openTables(folder)
  await tables.texts.put([first, 2], Buffer.from('damaged'))
  await tables.root.close()
  const lines: string[] = []
  await upgradeFolder(folder, { isWanted: true, tell: (line) => lines.push(line) }, new Date())
  const store = await openStore(folder)
  const { texts } = fold(store.readEvents(store.groupIds()[0]!))
  let stay = 0
  for (const text of Object.values(texts)) {
    const { textId } = text
    const stays = textId === first || (text.kind === 'amendment' && text.baseTextId === first)
    if (stays) stay += 1
    expect(lines.join().includes(`${textId} stays as it was`)).toBe(stays)
    if (stays) expect(() => rebuildFrom(store, textId)).toThrow(DamagedLog)
    else expect(readText(rebuildFrom(store, textId).doc).words.length).toBeGreaterThan(0)
  }
  expect(stay).toBe(3)
  await store.close()
  expect(await checkFolder(folder)).toMatchObject({ ok: false })
})

test('[OPS-336] a moved amendment is taken up like any other: its base reads then as the amendment had read, its words are still their authors’, and past moments are as they were', async () => {
  const folder = await upgraded(folderOf02())
  const limits = { messagesPerSecond: 100, socketsPerMember: 20, memoryBytes: 2 ** 30 }
  const opened = await openInstallation(folder, limits, pino({ level: 'silent' }))
  if ('failure' in opened) throw new Error(opened.failure)
  const { records, rooms, store } = opened
  const [groupId] = records.groups()
  const state = groupId && records.stateOf(groupId)
  if (!groupId || !state || !first) throw new Error('no group')
  const tabled = Object.values(state.texts).find(
    (text) => text.kind === 'amendment' && text.standing === 'tabled',
  )
  const chair = Object.values(state.members).find(
    ({ seatId }) => state.seats[seatId]?.role === 'chair',
  )
  const actor = chair && actorOf(state, chair.memberId)
  if (!tabled || !actor) throw new Error('no amendment')
  const before = shown.texts[first]
  const { textId } = tabled
  const command = { type: 'decide-amendment', textId, outcome: 'take-up', note: '' } as const
  expect(await records.submit(groupId, actor, newCommandId(), command)).toMatchObject({ ok: true })
  expect(said(rooms.contentOf(first))).toEqual(shown.texts[textId]?.content)
  expect(said(rooms.contentOf(first))).not.toEqual(before?.content)
  await rooms.settled()
  const { authors } = whatItShows(store).texts[first] ?? {}
  const whose = (words: string) => authors?.find(([each]) => each.includes(words))?.[1]
  expect(whose('full')).toBe(whose('and each quarter'))
  expect(whose('full')).not.toBe(whose('to the Assembly'))
  const at = store.readTextHistory(first).findLast(({ isOfTree }) => isOfTree)?.at ?? ''
  const past = await store.contentAt(first, at)
  expect(said(past.content)).toEqual(before?.content)
  await opened.close()
})
