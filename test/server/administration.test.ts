/** The settings and the command line, as an administrator meets them. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { onStoppedFolder } from '#server/administration/on-stopped-folder'
import { restore } from '#server/administration/restore'
import { readConfig } from '#server/config'
import { adref, run } from '../support/administrator.ts'
import { askRunning, freePort, type Product, startProduct } from '../support/product.ts'

let product: Product
let scratch: string
beforeAll(async () => {
  product = await startProduct()
  scratch = mkdtempSync(join(tmpdir(), 'adref-'))
})
afterAll(async () => {
  await product.remove()
  rmSync(scratch, { recursive: true, force: true })
})

describe('settings', () => {
  test('[OPS-6] a wrong setting is named, with what it should be', () => {
    expect(readConfig({})).toMatchObject({ ok: true, config: { port: 3000, host: 'localhost' } })
    const wrong = readConfig({ PORT: 'many', PUBLIC_URL: 'ftp://x', LOG_LEVEL: 'loud' })
    expect(wrong.ok ? [] : wrong.complaints).toEqual([
      'PORT must be a number from 0 to 65535',
      'PUBLIC_URL must be an address such as https://adref.example.org',
      'LOG_LEVEL must be fatal, error, warn, info, debug, trace or silent',
    ])
  })

  test('[OPS-7] the server stops at once on a wrong setting, an unknown flag, a port or a folder in use', async () => {
    const main = 'main.js'
    expect(await run(main, [], { PORT: '99999' })).toEqual({
      code: 2,
      out: 'PORT must be a number from 0 to 65535\n',
    })
    expect((await run(main, ['--nonsense'], {})).code).toBe(2)
    expect((await run(main, ['--help'], {})).out).toContain('--no-example')
    const port = await freePort()
    const blocker = createServer().listen(port, 'localhost')
    const blocked = await run(main, [], { PORT: String(port), DATA_DIR: join(scratch, 'blocked') })
    expect(blocked).toMatchObject({ code: 1 })
    expect(blocked.out).toContain(`Port ${port} is in use.`)
    blocker.close()
    const second = await run(main, [], {
      PORT: String(await freePort()),
      DATA_DIR: product.dataFolder,
    })
    expect(second).toMatchObject({ code: 1 })
    expect(second.out).toContain('Another server uses the data folder')
  })

  test('[OPS-8] a damaged register is named and nothing is thrown away', async () => {
    const folder = join(scratch, 'damaged')
    await askRunning(product, { operation: 'backup', folder })
    writeFileSync(join(folder, 'register.json'), '{"version":1')
    const started = await run('main.js', [], {
      PORT: String(await freePort()),
      DATA_DIR: folder,
    })
    expect(started.code).toBe(1)
    expect(started.out).toContain('register.json is damaged')
    expect(readFileSync(join(folder, 'register.json'), 'utf8')).toBe('{"version":1')
  })
})

describe('the command line', () => {
  const groupIn = (printed: string): string => /g_[a-z0-9]+/.exec(printed)?.[0] ?? ''

  test('[OPS-9] seats are invited, listed and revoked on a running server, at once', async () => {
    const groupId = groupIn((await adref(['group', 'list'], product.dataFolder)).out)
    const invited = await adref(
      [
        'seat',
        'invite',
        groupId,
        'delegate',
        '--delegation',
        'Kenya',
        '--code',
        'KE',
        '--group',
        'government',
      ],
      product.dataFolder,
    )
    expect(invited.code).toBe(0)
    const [, memberId = '', token = ''] = /(m_[a-z0-9]+)\s+\S+\/join#(\S+)/.exec(invited.out) ?? []
    const session = () =>
      fetch(`${product.url}/api/groups/${groupId}/record`, {
        headers: { Authorization: `Bearer ${token}` },
      })
    expect((await session()).status).toBe(200)
    expect((await adref(['seat', 'list', groupId], product.dataFolder)).out).toContain('Kenya')
    expect((await adref(['seat', 'revoke', groupId, memberId], product.dataFolder)).code).toBe(0)
    expect((await session()).status).toBe(403)
  })

  test('[OPS-10] a group is made on a stopped installation', async () => {
    const folder = join(scratch, 'stopped')
    const made = await adref(['group', 'create', 'Contact group', '--topic', 'One', 'Two'], folder)
    expect(made.out).toContain('/join#')
    expect((await adref(['seat', 'list', groupIn(made.out)], folder)).out).toContain('secretariat')
  })

  test('[OPS-11] a backup of the running server is sound, and restores under a new epoch', async () => {
    const backup = join(scratch, 'backup')
    expect(await adref(['backup', backup], product.dataFolder)).toMatchObject({ code: 0 })
    const again = askRunning(product, { operation: 'backup', folder: backup })
    await expect(again).rejects.toThrow('is not empty')
    const restored = join(scratch, 'restored')
    expect((await adref(['restore', backup], restored)).code).toBe(0)
    const checked = await onStoppedFolder(restored, { operation: 'check' }, () => undefined)
    expect(checked.ok && checked.lines.join('\n')).toMatch(/^Sound: \d+ events, \d+ texts/)
    const epoch = async (url: string, groupId: string) =>
      (
        await (
          await fetch(`${url}/api/groups/${groupId}/record`, {
            headers: { Authorization: `Bearer ${product.token('Chair')}` },
          })
        ).json()
      ).epoch
    const groupId = groupIn(await askRunning(product, { operation: 'list-groups' }))
    const second = await startProduct({ dataFolder: restored })
    expect(await epoch(second.url, groupId)).not.toBe(await epoch(product.url, groupId))
    const restoreAgain = (isForced: boolean) => restore(backup, restored, isForced, new Date())
    expect(await restoreAgain(true)).toMatchObject({
      complaint: expect.stringContaining('stop it first'),
    })
    await second.stop()
    expect(await restoreAgain(false)).toMatchObject({ ok: false })
    expect(await restoreAgain(true)).toMatchObject({ ok: true })
  })

  test('[OPS-12] wrong usage exits with 2 and says what is wrong', async () => {
    expect(await adref(['nonsense'], scratch)).toMatchObject({ code: 2 })
    const wrong = await adref(['seat', 'list', 'not-an-id'], scratch)
    expect(wrong.code).toBe(2)
    expect(wrong.out).toContain('must be an id that starts with g_')
    expect((await adref(['--help'], scratch)).code).toBe(0)
    expect((await adref(['check'], join(scratch, 'nowhere'))).code).toBe(1)
    expect(existsSync(join(scratch, 'nowhere'))).toBe(false)
  })
})

describe('the worked example', () => {
  test('[EX-1] twelve recommendations and more over five topics, two with alternatives, sound from the first start', async () => {
    const headers = { Authorization: `Bearer ${product.token('Secretariat')}` }
    const session = await (await fetch(`${product.url}/api/session`, { headers })).json()
    const { state } = await (
      await fetch(`${product.url}/api/groups/${session.attendances[0].groupId}/record`, { headers })
    ).json()
    expect(state.topics.map(({ letter }: { letter: string }) => letter)).toEqual([
      'A',
      'B',
      'C',
      'D',
      'E',
    ])
    const recommendations: { alternativeTextIds: string[]; status: string }[] = Object.values(
      state.recommendations,
    )
    expect(recommendations.length).toBeGreaterThanOrEqual(12)
    expect(
      recommendations.filter(({ alternativeTextIds }) => alternativeTextIds.length > 0),
    ).toHaveLength(2)
    expect(new Set(recommendations.map(({ status }) => status)).size).toBeGreaterThanOrEqual(5)
    for (const title of [
      'Chair',
      'Secretariat',
      'Brazil',
      'Portugal',
      'Civil society',
      'Remote participant',
      'Public follow link',
    ])
      expect(product.output()).toContain(product.link(title))
    expect(await askRunning(product, { operation: 'check' })).toContain('Sound')
  })
})
