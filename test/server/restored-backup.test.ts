/** A backup is put in place while people have the room open: what was done after it is gone, and does not come back by itself. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { WebsocketProvider } from 'y-websocket'
import { administer } from '#server/administration/administer'
import { restore } from '#server/administration/restore'
import { epochHeader, Problem, RecordView } from '#shared/protocol/api'
import { closeCode } from '#shared/protocol/close-codes'
import { eventPlace } from '#shared/protocol/event-place'
import { RecordNews } from '#shared/protocol/event-streams'
import { HttpSocket } from '../../client/live/http-socket.ts'
import {
  newCommandId,
  type Served,
  startServed,
  typeParagraph,
  until,
  wordsOf,
} from '../support/served.ts'

let folder: string
let room: Served
let former: string

/** What a page has of a text, and how it was closed for good. */
interface Page {
  readonly provider: WebsocketProvider
  closed: number | undefined
}
let pages: Page[]

const view = async () => {
  const answer = await fetch(`${room.url}/api/groups/${room.groupId}/record`, {
    headers: room.as('Chair'),
  })
  return RecordView.parse(await answer.json())
}
const page = (carrier?: typeof HttpSocket): Page => {
  const provider = room.provider('Brazil', {
    optIn: true,
    params: { epoch: former },
    ...(carrier ? { carrier } : {}),
  })
  const opened: Page = { provider, closed: undefined }
  provider.on('connection-close', (event) => {
    if (event && event.code >= 4400 && event.code < 4500) opened.closed = event.code
  })
  return opened
}
const savedWords = async () =>
  (await fetch(`${room.url}/api/texts/${room.textId}`, { headers: room.as('Chair') })).text()

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'adref-'))
  room = await startServed(join(folder, 'data'))
  former = (await view()).epoch
  pages = [page(), page(HttpSocket)]
  const [{ provider }] = pages as [Page, Page]
  await until('both are here', () => pages.every((each) => each.provider.synced))
  typeParagraph(provider.doc, 'Before the backup.')
  await until('saved', async () => (await savedWords()).includes('Before the backup.'))
  const backup = join(folder, 'backup')
  const { installation, publicUrl } = room.served
  const made = await administer(installation, room.dataFolder, publicUrl, {
    operation: 'backup',
    folder: backup,
  })
  if (!made.ok) throw new Error(made.complaint)
  for (const { provider: each } of pages) typeParagraph(each.doc, 'After the backup.')
  await until('saved', async () => (await savedWords()).split('After the backup.').length === 3)
  const freeze = { type: 'set-drafting-mode', textId: room.textId, mode: 'frozen' }
  const frozen = await room.command('Chair', freeze)
  if (!frozen.ok) throw new Error(await frozen.text())
  await room.restart(async () => {
    const restored = await restore(backup, room.dataFolder, true, new Date())
    if (!restored.ok) throw new Error(restored.complaint)
  })
})
afterAll(async () => {
  await room.close()
  rmSync(folder, { recursive: true, force: true })
})

test('[SYNC-280] pages of before are closed for good on both carriers, and nothing of after the backup merges in', async () => {
  await until('closed', () => pages.every(({ closed }) => closed === closeCode.otherEpoch))
  const fresh = room.provider('India')
  await until('here', () => fresh.synced)
  expect(wordsOf(fresh.doc)).toContain('Before the backup.')
  expect(wordsOf(fresh.doc)).not.toContain('After the backup.')
  // The text was frozen after the backup: now it is as open as it was.
  typeParagraph(fresh.doc, 'Typed in the restored text.')
  await until('saved', async () => (await savedWords()).includes('Typed in the restored text.'))
  expect(await savedWords()).not.toContain('After the backup.')
})

test('[API-250] a record of before is answered by the whole state of the restored one, never by its events', async () => {
  const { state, epoch } = await view()
  expect(epoch).not.toBe(former)
  const news = async (query: string) => {
    const answer = await fetch(
      `${room.url}/api/groups/${room.groupId}/record/events?after=${eventPlace(state.sequence - 1)}${query}`,
      { headers: { ...room.as('Chair'), Accept: 'application/json' } },
    )
    return RecordNews.parse(await answer.json())
  }
  expect(await news(`&epoch=${former}`)).toMatchObject({ view: { epoch }, events: [] })
  expect(await news(`&epoch=${epoch}`)).toMatchObject({ view: null, events: [{}] })
  expect((await news('')).events).toHaveLength(1)
  expect(Object.values(state.texts).map(({ draftingMode }) => draftingMode)).not.toContain('frozen')
})

test('[API-251] an act that was decided on the record of before is refused, also under its key of then', async () => {
  const command = { type: 'ask-for-floor' }
  const send = async (epoch: string, key = newCommandId()) => {
    const answer = await fetch(`${room.url}/api/groups/${room.groupId}/commands`, {
      method: 'POST',
      headers: {
        ...room.as('Brazil'),
        'Content-Type': 'application/json',
        'Idempotency-Key': key,
        [epochHeader]: epoch,
      },
      body: JSON.stringify(command),
    })
    return answer.ok ? 'done' : Problem.parse(await answer.json()).code
  }
  const key = newCommandId()
  const before = (await view()).state.sequence
  expect(await send(former, key)).toBe('other-epoch')
  expect((await view()).state.sequence).toBe(before)
  expect(await send((await view()).epoch, key)).toBe('done')
})
