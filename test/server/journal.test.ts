/** The journal before the tables: what was written is there after a crash at any moment, and what was torn is not. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { openJournal, readJournal } from '#server/store/journal'
import { openStore } from '#server/store/lmdb-store'
import type { Store } from '#server/store/store'
import { TextId } from '#shared/domain/ids'
import { runsOf } from '../support/property-runs.ts'

const cleanUps: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})
const temporary = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'adref-'))
  cleanUps.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const texts = ['t_journalone', 't_journaltwo', 't_journalsix'].map((id) => TextId.parse(id))
const write = (store: Store, textId: TextId, byte: number, bytes: number) =>
  store.write({
    texts: [
      {
        textId,
        records: [
          {
            author: null,
            at: '2026-01-01T00:00:00.000Z',
            updates: [new Uint8Array(bytes).fill(byte)],
            clients: [],
          },
        ],
      },
    ],
  })
/** First byte and length of each update of a text. */
const historyOf = (store: Store, textId: TextId) =>
  store
    .readTextHistory(textId)
    .flatMap(({ updates }) => updates.map((update) => [update[0], update.length]))
/** What a crash would leave: the folder as it is now, opened elsewhere. */
async function afterCrash(folder: string): Promise<Store> {
  const copy = temporary()
  cpSync(folder, copy, { recursive: true })
  const store = await openStore(copy)
  cleanUps.push(() => store.close())
  return store
}

describe('the journal', () => {
  test('[OPS-14] whatever was written is there after a crash at any moment, in its order, however often the journal begins again', async () => {
    const step = fc.record({
      text: fc.nat(texts.length - 1),
      // Now and then one that fills half of the journal, or is larger than all of it.
      bytes: fc.oneof(
        { weight: 8, arbitrary: fc.integer({ min: 1, max: 2000 }) },
        { weight: 2, arbitrary: fc.constantFrom(400_000, 1_500_000) },
      ),
      crash: fc.constantFrom(false, false, false, true),
    })
    const property = fc.asyncProperty(
      fc.array(step, { minLength: 5, maxLength: 30 }),
      async (steps) => {
        const folder = temporary()
        const store = await openStore(folder)
        const written = new Map<TextId, [number, number][]>()
        try {
          for (const [index, { text, bytes, crash }] of steps.entries()) {
            const textId = texts[text]
            if (textId === undefined) continue
            await write(store, textId, index, bytes)
            written.set(textId, [...(written.get(textId) ?? []), [index, bytes]])
            if (!crash) continue
            const crashed = await afterCrash(folder)
            for (const [id, all] of written) expect(historyOf(crashed, id)).toEqual(all)
          }
          for (const [id, all] of written) expect(historyOf(store, id)).toEqual(all)
        } finally {
          await store.close()
        }
      },
    )
    await fc.assert(property, { numRuns: runsOf('crashes'), endOnFailure: true })
  })

  test('[OPS-15] a torn entry of the journal is left out, and what was written before it stays', async () => {
    const folder = temporary()
    const path = join(folder, 'journal')
    const journal = await openJournal(path, 0, readJournal(path, 0))
    for (const byte of [1, 2, 3]) await journal.append(new Uint8Array(100).fill(byte))
    journal.close()
    const whole = readFileSync(path)
    for (let cut = 1; cut <= 100; cut += 9) {
      const torn = Buffer.from(whole)
      torn.fill(0, 2 * 116 + 116 - cut, 3 * 116)
      writeFileSync(path, torn)
      const { left } = readJournal(path, 1)
      expect(left.map(({ number, body }) => [number, body[0]])).toEqual([[2, 2]])
    }
  })
})
