// @vitest-environment jsdom
/** Browsers that keep nothing for a page, or have no room for more. */
import { beforeEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { MemberId, TextId } from '#shared/domain/ids'

const textId = TextId.parse('t_00000001')
const copy = { epoch: 'epoch001', memberId: MemberId.parse('m_00000001') }
const words = { id: 'k', memberId: copy.memberId, textId, at: '', why: 'text-frozen', words: 'W' }

const told = { isOthers: () => false, onKept: () => undefined }

const quota = () => {
  throw new DOMException('full', 'QuotaExceededError')
}
const refuse = () => {
  throw new DOMException('denied', 'SecurityError')
}
/** A storage of which each use fails. */
const refusing = new Proxy({}, { get: refuse, ownKeys: refuse })

/** How browsers close storage to a page: the property throws, is not there, or each use of it fails. */
const closed: readonly (readonly [string, () => void])[] = [
  ['throws', () => vi.spyOn(globalThis, 'localStorage', 'get').mockImplementation(refuse)],
  ['is absent', () => vi.stubGlobal('localStorage', undefined)],
  ['is null', () => vi.stubGlobal('localStorage', null)],
  ['refuses each use', () => vi.stubGlobal('localStorage', refusing)],
]

beforeEach(() => {
  vi.resetModules()
  localStorage.clear()
  return () => {
    vi.restoreAllMocks()
    vi.unstubAllGlobals()
    vi.useRealTimers()
  }
})

test.each(closed)(
  '[UI-297] where storage is closed nothing throws, choices last as long as the page, and it is said: it %s',
  async (_, close) => {
    close()
    const { keepingNow, keptKeys } = await import('../../client/live/device-storage.ts')
    const { applyTheme, currentTheme } = await import('../../client/ui/theme.ts')
    const { keepWords } = await import('../../client/live/kept-words.ts')
    const { unsavedMark, unsavedTexts } = await import('../../client/live/unsaved-marks.ts')
    applyTheme('dark')
    expect(currentTheme()).toBe('dark')
    expect(keptKeys('adref')).toEqual([])
    const mark = unsavedMark(copy, textId, 1)
    mark.set()
    mark.remove()
    mark.end()
    expect(unsavedTexts(copy)).toEqual([])
    // The text stays as its author left it where this is false.
    expect(keepWords(words)).toBe(false)
    expect(keepingNow()).toBe('closed')
  },
)

test('[UI-298] a full device is told apart from one that keeps nothing, and what it has stays readable', async () => {
  const { keep, keepingNow, readKept, keepOrRemember } = await import(
    '../../client/live/device-storage.ts'
  )
  expect(keep('adref/kept', 'before')).toBe(true)
  expect(keepingNow()).toBe('keeps')
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(quota)
  expect(keep('adref/kept', 'after')).toBe(false)
  expect(readKept('adref/kept')).toBe('before')
  expect(keepingNow()).toBe('full')
  keepOrRemember('adref/view', 'clean')
  expect(readKept('adref/view')).toBe('clean')
})

test('[UI-299] a text opens where databases are absent, fail or never answer, and the device is known to keep no copy', async () => {
  const failing = { open: refuse }
  const hanging = { open: () => new EventTarget() }
  const erring = {
    open() {
      const request = new EventTarget()
      queueMicrotask(() => request.dispatchEvent(new Event('error')))
      return request
    },
  }
  for (const [name, databases] of Object.entries({ undefined, failing, hanging, erring })) {
    vi.resetModules()
    vi.useFakeTimers()
    vi.stubGlobal('indexedDB', databases)
    const { openDeviceCopy } = await import('../../client/live/device-copy.ts')
    const { keepingNow } = await import('../../client/live/device-storage.ts')
    const onRead = vi.fn<() => void>()
    const opened = openDeviceCopy('adref/a/b/c', new Y.Doc(), { ...told, onRead })
    await vi.advanceTimersByTimeAsync(5000)
    expect(onRead, name).toHaveBeenCalledTimes(1)
    expect(keepingNow(), name).toBe('closed')
    await opened.clear()
    opened.close()
    vi.useRealTimers()
  }
})

test('[UI-365] a database that opens late is used as soon as it does: it takes in what was typed meanwhile, and the page no longer says that nothing is kept', async () => {
  vi.useFakeTimers()
  const copies: { name: string; said: string; keys: string[]; read(): void }[] = []
  vi.doMock('y-indexeddb', () => ({
    IndexeddbPersistence: class {
      constructor(name: string, doc: Y.Doc) {
        copies.push({ name, said: doc.getText('words').toJSON(), keys: [], read: () => undefined })
      }
      on(_event: string, read: () => void) {
        Object.assign(copies.at(-1) ?? {}, { read })
      }
      async set(key: string) {
        copies.at(-1)?.keys.push(key)
      }
      destroy() {}
    },
  }))
  const request = Object.assign(new EventTarget(), { result: { close: () => undefined } })
  vi.stubGlobal('indexedDB', { open: () => request })
  const { openDeviceCopy } = await import('../../client/live/device-copy.ts')
  const { keepingNow } = await import('../../client/live/device-storage.ts')
  const doc = new Y.Doc()
  const onRead = vi.fn<() => void>()
  const copyOfText = openDeviceCopy('adref/a/b/c', doc, { ...told, onRead })
  const closedText = openDeviceCopy('adref/a/b/d', new Y.Doc(), { ...told, onRead })
  await vi.advanceTimersByTimeAsync(5000)
  closedText.close()
  expect([keepingNow(), copies.length, onRead.mock.calls.length]).toEqual(['closed', 0, 2])
  doc.getText('words').insert(0, 'typed meanwhile')
  copyOfText.noteOwn(7)
  request.dispatchEvent(new Event('success'))
  await vi.advanceTimersByTimeAsync(1)
  expect(keepingNow()).toBe('keeps')
  expect(copies).toMatchObject([{ name: 'adref/a/b/c', said: 'typed meanwhile', keys: ['own/7'] }])
  // Not said to be kept before the disk has it.
  expect(copyOfText.isKept()).toBe(false)
  copies[0]?.read()
  expect(onRead).toHaveBeenCalledTimes(3)
  copyOfText.close()
  vi.doUnmock('y-indexeddb')
})

test('[UI-505] a copy on the device takes what others write in one piece a second, and what its owner writes at once, behind it', async () => {
  vi.useFakeTimers()
  const stored: string[] = []
  const kept = new Y.Doc()
  vi.doMock('y-indexeddb', () => ({
    IndexeddbPersistence: class {
      _storeUpdate = (update: Uint8Array) => {
        Y.applyUpdate(kept, update)
        stored.push(kept.getText('words').toJSON())
      }
      on() {}
      destroy() {}
    },
  }))
  vi.stubGlobal('indexedDB', {
    open() {
      const request = Object.assign(new EventTarget(), { result: { close: () => undefined } })
      queueMicrotask(() => request.dispatchEvent(new Event('success')))
      return request
    },
  })
  const { openDeviceCopy } = await import('../../client/live/device-copy.ts')
  const doc = new Y.Doc()
  const isOthers = (origin: unknown) => origin === 'server'
  const opened = openDeviceCopy('adref/a/b/c', doc, { ...told, isOthers, onRead: () => undefined })
  await vi.advanceTimersByTimeAsync(1)
  const write = (words: string, origin?: string) =>
    doc.transact(() => doc.getText('words').insert(doc.getText('words').length, words), origin)
  write('they ', 'server')
  write('said ', 'server')
  expect(stored).toEqual([])
  await vi.advanceTimersByTimeAsync(1000)
  expect(stored).toEqual(['they said '])
  write('this ', 'server')
  write('mine ')
  expect(stored).toEqual(['they said ', 'they said this ', 'they said this mine '])
  write('last', 'server')
  opened.close()
  expect(stored.at(-1)).toBe('they said this mine last')
  vi.doUnmock('y-indexeddb')
})

test('[UI-300] ids are made on pages over plain HTTP too', async () => {
  vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) })
  const { newUuid } = await import('../../client/live/new-uuid.ts')
  const made = Array.from({ length: 100 }, newUuid)
  expect(new Set(made).size).toBe(100)
  for (const id of made)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})
