/** A disk that is full when somebody signs in or gets a link: a clear refusal, and everything stays as it was. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openRegister } from '#server/identity/register'
import { startInVain } from '../support/administrator.ts'
import { type Served, startServed } from '../support/served.ts'
import { type SmallDisk, smallDisk } from '../support/small-disk.ts'

let disk: SmallDisk | undefined
let room: Served
beforeAll(async () => {
  disk = smallDisk(6)
  if (disk) room = await startServed(join(disk.folder, 'data'))
})
afterAll(async () => {
  if (!disk) return
  disk.free()
  await room.close()
  disk.remove()
})

const signIn = (token: string) =>
  fetch(`${room.url}/api/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ token }),
  })
const newLinkOf = (seat: string) =>
  fetch(`${room.url}/api/groups/${room.groupId}/members/${room.members[seat]}/link`, {
    method: 'POST',
    headers: room.as('Secretariat'),
  })

describe('a full disk', () => {
  test('[OPS-260] nobody is signed in by halves: the sign-in is refused with 503, leaves nothing, and goes through when there is room', async (context) => {
    if (!disk) return context.skip()
    const { identity } = room.served.installation
    const register = () => readFileSync(join(room.dataFolder, 'register.json'), 'utf8')
    const cookie = ((await signIn(room.tokens['Brazil'] ?? '')).headers.get('set-cookie') ?? '')
      .split(';')[0]
      ?.split('=')[1]
    const before = register()
    disk.fill()
    const refused = await signIn(room.tokens['India'] ?? '')
    expect(refused.status).toBe(503)
    expect(refused.headers.get('set-cookie')).toBeNull()
    expect((await refused.json()).code).toBe('storage-refuses')
    // Signing out is refused too, rather than undone by the next start.
    const out = await fetch(`${room.url}/api/session`, {
      method: 'DELETE',
      headers: { Cookie: `adref_session=${cookie}` },
    })
    expect(out.status).toBe(503)
    expect(identity.signInBySession(cookie ?? '')).toBeDefined()
    expect(register()).toBe(before)
    expect(existsSync(join(room.dataFolder, 'register.json.new'))).toBe(false)
    disk.free()
    expect((await signIn(room.tokens['India'] ?? '')).status).toBe(201)
  })

  test('[OPS-261] a new link that cannot be kept ends no other: the one before signs in, and the record tells of none', async (context) => {
    if (!disk) return context.skip()
    const { records } = room.served.installation
    const sequence = () => records.stateOf(room.groupId)?.sequence
    const before = sequence()
    disk.fill()
    expect((await newLinkOf('India')).status).toBe(503)
    disk.free()
    expect(sequence()).toBe(before)
    expect((await signIn(room.tokens['India'] ?? '')).status).toBe(201)
    const made = await newLinkOf('India')
    expect(made.status).toBe(201)
    const { link } = await made.json()
    expect((await signIn(room.tokens['India'] ?? '')).status).toBe(410)
    expect((await signIn(link.split('#')[1])).status).toBe(201)
  })

  test('[OPS-262] the example and the set-up link need room: without it the start ends with one line', async (context) => {
    const small = smallDisk(4)
    if (!small) return context.skip()
    try {
      small.fill()
      for (const flags of [[], ['--no-example']]) {
        const started = await startInVain(join(small.folder, 'data'), flags)
        expect(started.code).toBe(1)
        expect(started.out).toMatch(/^(The data folder|Nothing can be written to the data folder) /)
        expect(started.out.trimEnd().split('\n')).toHaveLength(1)
      }
    } finally {
      small.remove()
    }
  })
})

describe('the register', () => {
  test('[OPS-263] changes that come at once share a write, each is there when it is told, and they are in order', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'adref-'))
    try {
      const register = await openRegister(folder, async () => undefined)
      const codes = Array.from({ length: 50 }, (_, index) => index.toString(16).padStart(64, '0'))
      await Promise.all(
        codes.map(async (code) => {
          const former = await register.change((draft) => {
            const { setupCode } = draft
            draft.setupCode = code
            return setupCode
          })
          expect(former).toBe(codes[codes.indexOf(code) - 1] ?? null)
          const onDisk = JSON.parse(readFileSync(join(folder, 'register.json'), 'utf8'))
          expect(codes.indexOf(onDisk.setupCode)).toBeGreaterThanOrEqual(codes.indexOf(code))
        }),
      )
      expect(register.data.setupCode).toBe(codes.at(-1))
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
