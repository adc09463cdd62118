/** A folder of the release before flows, which a crash left behind, moves: words, authors, amendments, comments, past moments. */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type * as Y from 'yjs'
import { z } from 'zod'
import { checkFolder } from '#server/administration/check-folder'
import { upgradeFolder } from '#server/administration/upgrade'
import { openStore } from '#server/store/lmdb-store'
import { openTables, readLog } from '#server/store/lmdb-tables'
import { readFolder } from '#server/store/read-folder'
import { decodeTextRecord } from '#server/store/record-codec'
import { contentAt } from '#server/store/replay'
import { formOf } from '#server/store/signature'
import { DamagedLog, EarlierForm } from '#server/store/store'
import { rebuildFrom } from '#server/store/text-log'
import { branchFrom, changesIn, seenBranch } from '#shared/amendment/branch'
import { locateLetters } from '#shared/anchors/words-anchor'
import { tableOf } from '#shared/copies/doc-copies'
import { TextContent } from '#shared/domain/content'
import { TextId } from '#shared/domain/ids'
import { flatPlaces } from '#shared/flow/flat-places'
import { flowOf } from '#shared/flow/flow-doc'
import { flowNames } from '#shared/flow/moments'
import { readText } from '#shared/flow/read-text'
import { tokensOf } from '#shared/flow/tokens'
import { verifyChain } from '#shared/record/chain'
import { fold } from '#shared/record/evolve'
import { flatWords } from '#shared/text/flat-words'
import { said } from '../support/both-forms.ts'

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
const shown = z
  .object({
    members: z.record(z.string(), z.string()),
    texts: z.record(
      z.string(),
      z.object({
        kind: z.string(),
        content: TextContent,
        /** Words in the order of reading, with the seat of their author. */
        authors: z.array(z.tuple([z.string(), z.string().nullable()])),
        /** The words that each thread is about. */
        comments: z.array(z.tuple([z.string(), z.string().nullable()])),
        clients: z.array(z.number()),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(join(archives, '0.2-negotiation.json'), 'utf8')))
const textIds = Object.keys(shown.texts).map((id) => TextId.parse(id))

const upgraded = async (folder: string): Promise<string> => {
  await upgradeFolder(folder, { isWanted: true, tell: () => undefined }, new Date())
  return folder
}

/** What each letter of the flat text is and who wrote it, as seats. */
function authorsIn(doc: Y.Doc, bindings: ReadonlyMap<number, string | null>): string[] {
  const places = flatPlaces(doc)
  const letters = new Map<string, string>()
  const seatOf = (client: number) =>
    Object.entries(shown.members).find(([, id]) => id === bindings.get(client))?.[0] ?? null
  for (const name of flowNames(doc))
    for (const token of tokensOf(flowOf(doc, name)))
      if (token.type === 'letters')
        for (const [at, letter] of token.letters.split('').entries())
          letters.set(`${name} ${token.index + at}`, `${letter} ${seatOf(token.id.client)}`)
  const flat = flatWords(readText(doc).words)
  return Array.from({ length: flat.length }, (_, offset) => {
    const { flow, index } = places.placeBefore(offset)
    return letters.get(`${flow} ${index}`) ?? []
  }).flat()
}

test('[OPS-330] a folder of the release before moves into flows: every text says what it said, each letter is its author’s, amendments that had not followed their base yet are brought up to it', async () => {
  const store = await openStore(await upgraded(folderOf02()))
  for (const textId of textIds) {
    const { doc, bindings, branch } = rebuildFrom(store, textId)
    const before = shown.texts[textId]
    if (!before) throw new Error('unknown')
    expect(said(readText(doc)), textId).toEqual(said(before.content))
    const letters = before.authors.flatMap(([words, seat]) =>
      words.split('').map((letter) => `${letter} ${seat}`),
    )
    expect(authorsIn(doc, bindings), textId).toEqual(letters)
    const state = fold(store.readEvents(store.groupIds()[0]!))
    const text = state.texts[textId]
    const isOpen = text?.kind === 'amendment' && text.standing !== 'taken-up'
    expect(branch !== undefined, textId).toBe(isOpen)
    if (!isOpen || !branch) continue
    const base = rebuildFrom(store, text.baseTextId).doc
    const kept = changesIn(branchFrom(doc, branch), tableOf(doc))
    expect(changesIn(seenBranch(base, doc), tableOf(doc)).changes).toEqual(kept.changes)
    expect(kept.changes.length).toBeLessThan(6)
  }
  await store.close()
})

test('[OPS-331] comments are on the same words after the move, those of a delegation are told to it alone, and the record tells what was done in a chain that holds', async () => {
  const store = await openStore(await upgraded(folderOf02()))
  const [groupId] = store.groupIds()
  if (!groupId) throw new Error('no group')
  expect(verifyChain(store.readKept(groupId)).ok).toBe(true)
  const state = fold(store.readEvents(groupId))
  const internal: string[] = []
  let found = 0
  for (const textId of textIds) {
    const { doc } = rebuildFrom(store, textId)
    for (const [threadId, quote] of shown.texts[textId]?.comments ?? []) {
      const thread = Object.values(state.threads).find((each) => each.threadId === threadId)
      if (thread?.anchor.on !== 'words') throw new Error('no such thread')
      if (thread.audience) internal.push(threadId)
      const { letters } = thread.anchor.words
      expect(letters.length).toBeGreaterThan(0)
      for (const name of flowNames(doc)) {
        const flow = flowOf(doc, name)
        const [range] = locateLetters(flow, tableOf(doc), letters.length > 0 ? [[...letters]] : [])
        if (!range) continue
        const places = flatPlaces(doc)
        const flat = flatWords(readText(doc).words)
        expect(
          flat.slice(places.offsetOf(range.start, name), places.offsetOf(range.end, name)),
        ).toBe(quote)
        found += 1
      }
    }
  }
  expect(found).toBe(6)
  expect(internal).toHaveLength(2)
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
  expect(after.epoch).not.toBe(before.epoch)
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
    if (textId === textIds[0]) expect(saidAt(lastOfTree)).toBe(saidAt(now))
    expect(saidAt(now)).toBe(flatWords(shown.texts[textId]?.content.words ?? []))
    expect(saidAt('2000-01-01T00:00:00.000Z')).toBe('')
    expect(contentAt(history, lastOfTree).bytes).toBeGreaterThan(10)
    const store = await readFolder(folder, ({ logs }) => logs.readText(textId))
    expect([...store.snapshot, ...store.tail].some(({ isOfTree }) => isOfTree)).toBe(false)
    const own = [...store.snapshot, ...store.tail].flatMap(({ clients }) => clients)
    for (const client of old) expect(own).toContain(client)
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
  const bases = await basesIn(folderOf02())
  expect(bases).toBeGreaterThan(3)
  for (let moment = 1; moment <= bases; moment += 1) {
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
    for (const textId of textIds) {
      const content = shown.texts[textId]?.content
      expect(flatWords(readText(rebuildFrom(store, textId).doc).words)).toBe(
        flatWords(content?.words ?? []),
      )
    }
    const moves = store
      .readEvents(store.groupIds()[0]!)
      .filter(({ event }) => event.type === 'words-moved')
    expect(moves).toHaveLength(bases)
    await store.close()
  }
})

test('[OPS-334] a text whose log is damaged stays as it is, with its amendments, and is told; all others move, and nobody can write into it', async () => {
  const folder = folderOf02()
  const [damaged] = textIds
  if (!damaged) throw new Error('no text')
  const tables = openTables(folder)
  const amendments = Object.entries(shown.texts).filter(
    ([id, { kind }]) => kind === 'amendment' && id !== textIds.at(-1),
  )
  await tables.texts.put([damaged, 2], Buffer.from('damaged'))
  await tables.root.close()
  const lines: string[] = []
  await upgradeFolder(folder, { isWanted: true, tell: (line) => lines.push(line) }, new Date())
  for (const id of [damaged, ...amendments.map(([each]) => each)])
    expect(lines.join()).toContain(`${id} stays as it was`)
  const store = await openStore(folder)
  for (const textId of textIds) {
    const stays = textId === damaged || amendments.some(([id]) => id === textId)
    if (stays) expect(() => rebuildFrom(store, textId)).toThrow(DamagedLog)
    else expect(readText(rebuildFrom(store, textId).doc).words.length).toBeGreaterThan(0)
  }
  await store.close()
  expect(await checkFolder(folder)).toMatchObject({ ok: false })
})
