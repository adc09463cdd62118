/** Members who write, lose the network and come back at random, while modes change and the server restarts under them. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { type ServedInstallation, serve } from '#server/serve'
import { mintId, RecommendationId, TextId } from '#shared/domain/ids'
import {
  newCommandId,
  randomBytes,
  type Served,
  silent,
  startServed,
  typeParagraph,
  until,
  wordsOf,
} from '../support/served.ts'
import { type Desk, type Fate, type Ledger, sitDown } from '../support/writing-desk.ts'

const limits = { messagesPerSecond: 1_000_000, socketsPerMember: 1000, memoryBytes: 2 ** 30 }
const folder = mkdtempSync(join(tmpdir(), 'adref-'))
const dataFolder = join(folder, 'data')
let room: Served
let running: ServedInstallation

beforeAll(async () => {
  room = await startServed(dataFolder, limits)
  running = room.served
})
afterAll(async () => {
  await running.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** The server ends in good order and starts again on the same folder and port. */
async function restart(): Promise<void> {
  const { port } = running
  await running.stop()
  const started = await serve(
    { port, host: 'localhost', dataFolder, publicUrl: undefined, logLevel: 'silent', limits },
    join(process.cwd(), 'dist/client'),
    silent,
  )
  if ('failure' in started) throw new Error(started.failure)
  running = started
}

const modes = ['open', 'amendments', 'frozen'] as const
type Mode = (typeof modes)[number]
const seats = ['Secretariat', 'Brazil', 'India', 'Remote'] as const
const mayType = (seat: string, mode: Mode): boolean =>
  seat === 'Secretariat' ? mode !== 'frozen' : seat !== 'Remote' && mode === 'open'

const who = fc.constantFrom(0, 0, 1, 1, 2, 2, 3)
const kind = fc.constantFrom(
  'insert',
  'insert',
  'insert',
  'delete',
  'format',
  'paragraph',
  'strike',
)
const step = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      act: fc.constant('edit' as const),
      who,
      kind,
      at: fc.nat(),
      length: fc.integer({ min: 1, max: 12 }),
      times: fc.integer({ min: 1, max: 6 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('leave' as const), who }) },
  {
    weight: 3,
    arbitrary: fc.record({ act: fc.constant('return' as const), who, types: fc.boolean() }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ act: fc.constant('mode' as const), mode: fc.constantFrom(...modes) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      act: fc.constant('breathe' as const),
      turns: fc.integer({ min: 1, max: 30 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('settle' as const) }) },
)
type Step = typeof step extends fc.Arbitrary<infer Each> ? Each : never
type Edit = Extract<Step, { act: 'edit' }>

let typed = 0
function edit(doc: Y.Doc, { kind: what, at, length }: Edit): void {
  const fragment = doc.getXmlFragment('words')
  const paragraph = fragment.length > 0 ? fragment.get(at % fragment.length) : undefined
  const text = paragraph instanceof Y.XmlElement ? paragraph.firstChild : undefined
  if (what === 'strike' && fragment.length > 1) return fragment.delete(at % fragment.length, 1)
  if (what === 'paragraph' || !(text instanceof Y.XmlText))
    return typeParagraph(doc, `p${typed++} `)
  const place = at % (text.length + 1)
  const reach = Math.min(length, text.length - place)
  if (what === 'insert' || reach === 0) text.insert(place, `w${typed++} `)
  else if (what === 'delete') text.delete(place, reach)
  else text.format(place, reach, at % 2 === 0 ? { bold: {} } : { bold: null })
}

const docOf = (updates: readonly Uint8Array[]): Y.Doc => {
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(doc, update)
  return doc
}
const isSame = (one: Y.Doc, other: Y.Doc): boolean =>
  wordsOf(one) === wordsOf(other) && Y.equalSnapshots(Y.snapshot(one), Y.snapshot(other))

/** What of an update a document lacks: its structs that are not there, its deletions that did not happen. */
function isIn(doc: Y.Doc, update: Uint8Array): boolean {
  const { structs, ds } = Y.decodeUpdate(update)
  const gone = Y.snapshot(doc).ds
  return (
    structs.every(({ id, length }) => id.clock + length <= Y.getState(doc.store, id.client)) &&
    [...ds.clients].every(([client, ranges]) =>
      ranges.every(({ clock, len }) =>
        Array.from({ length: len }, (_, index) => clock + index).every((each) =>
          Y.isDeleted(gone, Y.createID(client, each)),
        ),
      ),
    )
  )
}

const hasAnyOf = (doc: Y.Doc, update: Uint8Array): boolean =>
  Y.decodeUpdate(update).structs.some(({ id }) => id.clock < Y.getState(doc.store, id.client))

/** One text with everybody at it, for one run. */
async function begin() {
  const textId = mintId(TextId, 't', randomBytes())
  const made = await running.installation.records.submit(
    room.groupId,
    { by: 'installation' },
    newCommandId(),
    {
      type: 'add-recommendation',
      recommendationId: mintId(RecommendationId, 'r', randomBytes()),
      topicId: room.topicId,
      title: 'Run',
      textId,
    },
  )
  if (!made.ok) throw new Error(made.refusal.sentence)
  let mode: Mode = 'open'
  let isChanging = false
  let underWay: Promise<unknown> = Promise.resolve()
  const fateOf = (seat: string): Fate =>
    isChanging ? 'either' : mayType(seat, mode) ? 'accepted' : 'refused'
  const ledger: Ledger = { fateOf, saved: [], refused: [], complaints: [] }
  const desks: readonly Desk[] = seats.map((seat) =>
    // One of them is a standard client, which never hears of `saved`.
    sitDown(room, textId, seat, seat !== 'India', ledger),
  )

  const changeMode = async (next: Mode) => {
    await underWay
    if (next === mode) return
    isChanging = true
    for (const desk of desks) for (const message of desk.unsaved()) message.fate = 'either'
    underWay = room
      .command('Chair', { type: 'set-drafting-mode', textId, mode: next })
      .then(({ status }) => {
        if (status !== 200) ledger.complaints.push(`mode ${next}: ${status}`)
        mode = next
        isChanging = false
      })
  }
  const settle = async () => {
    await underWay
    await until('everybody who is there is quiet', () =>
      desks.every((desk) => !desk.provider().shouldConnect || desk.isQuiet()),
    )
  }
  const take = async (now: Step) => {
    switch (now.act) {
      case 'edit': {
        const desk = desks[now.who]
        for (let time = 0; desk && time < now.times; time++) edit(desk.doc(), now)
        return
      }
      case 'leave':
        return desks[now.who]?.provider().disconnect()
      case 'return': {
        const desk = desks[now.who]
        const provider = desk?.provider()
        if (!desk || !provider || provider.shouldConnect) return
        // Somebody who types on does so before the server's first word is there.
        if (now.types)
          provider.once('status', () =>
            provider.once('status', () => typeParagraph(desk.doc(), `p${typed++} `)),
          )
        return provider.connect()
      }
      case 'mode':
        return changeMode(now.mode)
      case 'breathe':
        for (let turn = 0; turn < now.turns; turn++)
          await new Promise((resolve) => setImmediate(resolve))
        return
      case 'settle':
        return settle()
    }
  }
  const finish = async () => {
    await changeMode('open')
    await underWay
    for (const desk of desks) {
      desk.provider().disconnect()
      desk.provider().connect()
    }
    const logged = () => {
      const { snapshot, tail } = running.installation.store.readText(textId)
      return docOf([...snapshot, ...tail].flatMap(({ updates }) => updates))
    }
    await until('all replicas and the log are the same', () => {
      const log = logged()
      return desks.every((desk) => desk.isQuiet() && isSame(desk.doc(), log))
    })
    const records = running.installation.store.readTextHistory(textId)
    const history = docOf(records.flatMap(({ updates }) => updates))
    expect(isSame(history, logged())).toBe(true)
    expect(ledger.complaints).toEqual([])
    expect(ledger.saved.filter((update) => !isIn(history, update))).toEqual([])
    expect(ledger.refused.filter((update) => hasAnyOf(history, update))).toEqual([])
    const authors = new Set(records.map(({ author }) => author))
    expect(authors).not.toContain(room.members['Remote'])
    return ledger
  }
  const close = () => {
    for (const desk of desks) desk.close()
  }
  return { take, finish, close, settle, ledger }
}

/** Runs steps on a new text; `restartAfter` of them the server restarts, while the rest goes on. */
async function run(steps: readonly Step[], restartAfter?: number): Promise<Ledger> {
  const text = await begin()
  try {
    await text.settle()
    let restarting: Promise<void> = Promise.resolve()
    for (const [index, now] of steps.entries()) {
      if (index === restartAfter) {
        await text.settle()
        restarting = restart()
      }
      // A mode is set over HTTP, which needs the server.
      if (now.act === 'mode' || now.act === 'settle') await restarting
      await text.take(now)
    }
    await restarting
    return await text.finish()
  } finally {
    text.close()
  }
}

const script = fc.array(step, { minLength: 10, maxLength: 60, size: 'max' })

/** Somebody writes without a network, comes back, and types on before the server's first word is there. */
const paragraph = { act: 'edit', who: 1, kind: 'paragraph', at: 0, length: 1, times: 1 } as const
const typesOnAtReturn: Step[] = [
  paragraph,
  { act: 'settle' },
  { act: 'leave', who: 1 },
  paragraph,
  { act: 'return', who: 1, types: true },
  { act: 'settle' },
]

describe('members at random', () => {
  test('[SYNC-20] whoever writes, leaves and returns while modes change: all agree with the log, what was saved is there, what was refused is not', async () => {
    let saved = 0
    let refused = 0
    const property = fc.asyncProperty(script, async (steps) => {
      const ledger = await run(steps)
      saved += ledger.saved.length
      refused += ledger.refused.length
    })
    await fc.assert(property, {
      numRuns: 20,
      endOnFailure: true,
      examples: [[typesOnAtReturn]],
    })
    expect(saved).toBeGreaterThan(0)
    expect(refused).toBeGreaterThan(0)
  })

  test('[SYNC-21] the same when the server restarts under them', async () => {
    const property = fc.asyncProperty(script, fc.nat(9), async (steps, restartAfter) => {
      await run(steps, restartAfter)
    })
    await fc.assert(property, { numRuns: 4, endOnFailure: true })
  })
})
