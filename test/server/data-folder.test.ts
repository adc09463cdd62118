/** The data folder: one process has it, nobody else reads it, and what is damaged in it is told in one line. */
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { onStoppedFolder } from '#server/administration/on-stopped-folder'
import { restore } from '#server/administration/restore'
import { takeDataFolder } from '#server/store/data-folder'
import { openStore } from '#server/store/lmdb-store'
import { TextId } from '#shared/domain/ids'
import { adref, startInVain } from '../support/administrator.ts'
import { built } from '../support/built-server.ts'
import { beheadPagesOf } from '../support/damage.ts'
import { contentOf } from '../support/folder-content.ts'
import { askRunning, type Product, startProduct } from '../support/product.ts'

const cleanUps: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})
const temporary = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'adref-'))
  cleanUps.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

let product: Product
/** A stopped folder with the example in it, to copy and to damage. */
let stopped: string
beforeAll(async () => {
  product = await startProduct()
  stopped = join(mkdtempSync(join(tmpdir(), 'adref-')), 'data')
  await askRunning(product, { operation: 'backup', folder: stopped })
  // Opened once, it has lmdb's table of readers, too.
  await check(stopped)
})
afterAll(async () => {
  await product.remove()
  rmSync(join(stopped, '..'), { recursive: true, force: true })
})
/** What a folder's check says, in the words of the command line. */
async function check(folder: string): Promise<string> {
  const checked = await onStoppedFolder(folder, { operation: 'check' }, () => undefined)
  return checked.ok ? checked.lines.join('\n') : checked.complaint
}
const copyOfStopped = (): string => {
  const folder = join(temporary(), 'data')
  cpSync(stopped, folder, { recursive: true })
  return folder
}
const isOneLine = (out: string): boolean => out.trimEnd().split('\n').length === 1

describe('one process for a data folder', () => {
  test('[OPS-240] a second server refuses in one line, whatever was deleted in the folder and by whatever path it comes', async () => {
    const folder = product.dataFolder
    for (const name of ['admin.sock', 'log/lock.mdb', 'register.json', 'example-links.json'])
      rmSync(join(folder, name), { force: true })
    const link = join(temporary(), 'link')
    symlinkSync(folder, link)
    const second = await startInVain(folder)
    expect(second.code).toBe(1)
    expect(second.out).toContain(`Another server uses the data folder ${folder}`)
    expect(second.out).toSatisfy(isOneLine)
    expect(await takeDataFolder(link)).toEqual({
      failure: expect.stringContaining(`Another server uses the data folder ${link}`),
    })
    // The command line cannot ask the server any more, and does not open the folder behind its back.
    const listed = await adref(['group', 'list'], folder)
    expect(listed.code).toBe(1)
    expect(listed.out).toContain('Another server uses the data folder')
    expect(await restore(stopped, folder, true, new Date())).toMatchObject({
      complaint: expect.stringContaining('stop it first'),
    })
  })

  test('[OPS-241] a copy of the folder is another folder, and a killed process leaves no lock', async () => {
    const copy = join(temporary(), 'copy')
    cpSync(product.dataFolder, copy, {
      recursive: true,
      filter: (path) => !path.endsWith('admin.sock'),
    })
    expect(await check(copy)).toContain('Sound')
    expect(await check(product.dataFolder)).toContain('Another server uses the data folder')
    await product.crash()
    expect(await check(product.dataFolder)).toContain('Sound')
  })

  test('[OPS-242] one process has an empty folder too, and a folder that is taken away takes no more words', async () => {
    const folder = join(temporary(), 'new')
    const first = await takeDataFolder(folder)
    if ('failure' in first) throw new Error(first.failure)
    cleanUps.push(() => first.release())
    expect(await takeDataFolder(folder)).toHaveProperty('failure')
    const store = await openStore(folder, { isThere: () => first.isThere() })
    cleanUps.push(() => store.close())
    const words = {
      textId: TextId.parse('t_takenaway'),
      records: [
        {
          author: null,
          at: '2026-01-01T00:00:00.000Z',
          updates: [new Uint8Array(80_000)],
          clients: [],
        },
      ],
    }
    await store.write({ texts: [words] })
    renameSync(folder, `${folder}-moved`)
    mkdirSync(folder)
    await expect(store.write({ texts: [words] })).rejects.toThrow('was taken away')
    rmSync(folder, { recursive: true })
    renameSync(`${folder}-moved`, folder)
    await store.write({ texts: [words] })
  })

  test('[OPS-243] words that come after the journal was deleted are on disk all the same', async () => {
    const folder = temporary()
    const store = await openStore(folder)
    const textId = TextId.parse('t_nojournal')
    const write = (byte: number) =>
      store.write({
        texts: [
          {
            textId,
            records: [
              {
                author: null,
                at: '2026-01-01T00:00:00.000Z',
                updates: [Uint8Array.of(byte)],
                clients: [],
              },
            ],
          },
        ],
      })
    await write(1)
    rmSync(join(folder, 'log', 'journal'))
    await write(2)
    const crashed = temporary()
    cpSync(folder, crashed, { recursive: true })
    await store.close()
    const again = await openStore(crashed)
    cleanUps.push(() => again.close())
    expect(again.readTextHistory(textId).map(({ updates }) => updates[0]?.[0])).toEqual([1, 2])
  })
})

describe('who reads it', () => {
  const modesOf = (folder: string): string[] =>
    ['.', ...readdirSync(folder, { recursive: true, encoding: 'utf8' })].map((name) => {
      const found = statSync(join(folder, name))
      const mode = (found.mode & 0o777).toString(8)
      return `${found.isDirectory() ? 'folder' : 'file'} ${mode}`
    })

  test('[OPS-244] folders are 0700 and files 0600 whatever the umask is; an older folder is closed at the start, and backups are too', async () => {
    const closed = ['file 600', 'folder 700']
    expect([...new Set(modesOf(product.dataFolder))].toSorted()).toEqual(closed)
    const open = copyOfStopped()
    chmodSync(open, 0o755)
    chmodSync(join(open, 'log'), 0o777)
    chmodSync(join(open, 'register.json'), 0o644)
    chmodSync(join(open, 'log', 'data.mdb'), 0o664)
    const backup = join(open, '..', 'backup')
    const command = `${process.execPath} ${built('cli/adref.js')}`
    const script = `umask 0; export DATA_DIR=${open}; ${command} group list && ${command} backup ${backup}`
    execFileSync('sh', ['-c', script])
    for (const folder of [open, backup])
      expect([...new Set(modesOf(folder))].toSorted()).toEqual(closed)
  })

  test('[OPS-245] a folder on a disk that is read only is told in one line, and stays as it was', async (context) => {
    const folder = copyOfStopped()
    const before = contentOf(folder)
    const mounted = join(temporary(), 'read-only')
    mkdirSync(mounted)
    try {
      execFileSync('mount', ['--bind', folder, mounted], { stdio: 'ignore' })
      cleanUps.push(() => execFileSync('umount', ['-l', mounted]))
      execFileSync('mount', ['-o', 'remount,bind,ro', mounted], { stdio: 'ignore' })
    } catch {
      return context.skip()
    }
    for (const ran of [await startInVain(mounted), await adref(['check'], mounted)]) {
      expect(ran.code).toBe(1)
      expect(ran.out).toMatch(/^The data folder .* cannot be used: EROFS: read-only file system/)
      expect(ran.out).toSatisfy(isOneLine)
    }
    expect(contentOf(folder)).toEqual(before)
  })
})

test('[OPS-320] a page of data.mdb whose head is damaged ends no process of itself: the start says in one line to restore a backup, such a backup is not restored, and nothing is changed', async () => {
  const text = Buffer.from('t_')
  for (const bytes of [Buffer.from('g_'), text, Buffer.from('snapshots')]) {
    const folder = copyOfStopped()
    beheadPagesOf(join(folder, 'log', 'data.mdb'), bytes)
    const before = contentOf(folder)
    const failure = `log/data.mdb in the data folder ${folder} is damaged: restore a backup.`
    expect(await takeDataFolder(folder)).toEqual({ failure })
    if (bytes === text) {
      const target = join(temporary(), 'data')
      const [started, restored] = await Promise.all([
        startInVain(folder),
        adref(['restore', folder], target),
      ])
      expect(started.code).toBe(1)
      expect(started.out).toContain(failure)
      expect(started.out).toSatisfy(isOneLine)
      expect(restored.code).toBe(1)
      expect(restored.out).toContain('was not restored')
    }
    expect(contentOf(folder)).toEqual(before)
  }
})

describe('a file that is cut short', () => {
  const cut = (path: string, to: number) => truncateSync(path, to)

  test('[OPS-246] a cut data.mdb is told in one line, whatever is left of it, and nothing is made in its place', async () => {
    const whole = statSync(join(stopped, 'log', 'data.mdb')).size
    for (const size of [0, 100, 4096, 8192, Math.floor(whole / 2), whole - 1]) {
      const folder = copyOfStopped()
      cut(join(folder, 'log', 'data.mdb'), size)
      const before = contentOf(folder)
      const taken = await takeDataFolder(folder)
      expect(taken).toEqual({
        failure: `log/data.mdb in the data folder ${folder} is damaged: restore a backup.`,
      })
      expect(contentOf(folder)).toEqual(before)
    }
    const folder = copyOfStopped()
    rmSync(join(folder, 'log', 'data.mdb'))
    const started = await startInVain(folder)
    expect(started.code).toBe(1)
    expect(started.out).toContain('log/data.mdb is missing')
    expect(started.out).toSatisfy(isOneLine)
    expect(existsSync(join(folder, 'log', 'data.mdb'))).toBe(false)
  })

  test('[OPS-247] a cut register is told in one line and kept; a cut lock file of lmdb is nothing', async () => {
    const folder = copyOfStopped()
    cut(join(folder, 'log', 'lock.mdb'), 10)
    expect(await check(folder)).toContain('Sound')
    cut(join(folder, 'register.json'), 100)
    const before = contentOf(folder)
    const started = await startInVain(folder)
    expect(started.code).toBe(1)
    expect(started.out).toContain('register.json is damaged')
    expect(started.out).toSatisfy(isOneLine)
    expect(contentOf(folder)).toEqual(before)
  })

  test('[OPS-248] what a cut or damaged journal still has is taken in, and the bytes are set apart', async () => {
    const textId = TextId.parse('t_cutjournal')
    const records = (byte: number) => [
      {
        author: null,
        at: '2026-01-01T00:00:00.000Z',
        updates: [new Uint8Array(100).fill(byte)],
        clients: [],
      },
    ]
    /** What a crash leaves: three batches that only the journal has. */
    const crashed = async (): Promise<string> => {
      const folder = temporary()
      const store = await openStore(folder)
      for (const byte of [1, 2, 3])
        await store.write({ texts: [{ textId, records: records(byte) }] })
      const copy = temporary()
      cpSync(folder, copy, { recursive: true })
      await store.close()
      return copy
    }
    const damages: readonly [string, (journal: string) => void, number[]][] = [
      ['cut in the third', (journal) => cut(journal, 500), [1, 2]],
      ['the second turned over', (journal) => overturn(journal, 300), [1, 3]],
    ]
    for (const [what, damage, left] of damages) {
      const folder = await crashed()
      const journal = join(folder, 'log', 'journal')
      damage(journal)
      const bytes = readFileSync(journal)
      const files: string[] = []
      const store = await openStore(folder, { onSetApart: ({ file }) => files.push(file) })
      expect(
        store.readTextHistory(textId).map(({ updates }) => updates[0]?.[0]),
        what,
      ).toEqual(left)
      expect(files).toHaveLength(1)
      expect(readFileSync(join(folder, files[0] ?? '')).equals(bytes)).toBe(true)
      await store.write({ texts: [{ textId, records: records(4) }] })
      await store.close()
      const again = await openStore(folder)
      expect(again.readTextHistory(textId).map(({ updates }) => updates[0]?.[0])).toEqual([
        ...left,
        4,
      ])
      await again.close()
    }
  })
})

/** Turns over one byte of a file. */
function overturn(path: string, place: number): void {
  const bytes = readFileSync(path)
  bytes[place] = (bytes[place] ?? 0) ^ 0xff
  writeFileSync(path, bytes)
}
