/** Members who write, lose the network and come back at random, while modes and seats change and the server restarts. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type * as Y from 'yjs'
import { mintId, RecommendationId, SeatId, TextId } from '#shared/domain/ids'
import { mark, remove, type } from '#shared/flow/acts'
import { blocksOf } from '#shared/flow/blocks'
import type { Command } from '#shared/record/command'
import { HttpSocket } from '../../client/live/http-socket.ts'
import { draftOf, removeBlock } from '../support/flow-edits.ts'
import { runsOf } from '../support/property-runs.ts'
import {
  type Carrier,
  newCommandId,
  randomBytes,
  type Served,
  startServed,
  typeParagraph,
  until,
} from '../support/served.ts'
import { docOf, hasAnyOf, isIn, isSame } from '../support/updates.ts'
import { type Desk, type Fate, type Ledger, sitDown } from '../support/writing-desk.ts'

const limits = { messagesPerSecond: 1_000_000, socketsPerMember: 1000, memoryBytes: 2 ** 30 }
let room: Served

/** Brazil has a second seat, from which nobody types. */
const remoteSeat = mintId(SeatId, 's', randomBytes())

async function submit(command: Command): Promise<void> {
  const { records } = room.served.installation
  const made = await records.submit(room.groupId, { by: 'installation' }, newCommandId(), command)
  if (!made.ok) throw new Error(made.refusal.sentence)
}
/** The member of Brazil as the record has them now, and the delegation. */
function brazil() {
  const state = room.served.installation.records.stateOf(room.groupId)
  const member = Object.values(state?.members ?? {}).find(
    ({ memberId }) => memberId === room.members['Brazil'],
  )
  const seat = member && state?.seats[member.seatId]
  if (!seat) throw new Error('Brazil has no seat')
  return seat
}

let deskSeat: SeatId
beforeAll(async () => {
  room = await startServed(undefined, limits)
  const { seatId, delegationId } = brazil()
  deskSeat = seatId
  await submit({
    type: 'add-seat',
    seatId: remoteSeat,
    role: 'observer',
    delegationId,
    title: 'Brazil, remote',
  })
})
afterAll(async () => room.close())

const modes = ['open', 'amendments', 'frozen'] as const
type Mode = (typeof modes)[number]
const seats = ['Secretariat', 'Brazil', 'India', 'Remote'] as const
/** What the rights to type depend on. */
interface Setting {
  readonly mode: Mode
  /** Whether Brazil sits in its second seat. */
  readonly isAway: boolean
}
const mayType = (seat: string, { mode, isAway }: Setting): boolean => {
  if (seat === 'Secretariat') return mode !== 'frozen'
  return seat !== 'Remote' && !(seat === 'Brazil' && isAway) && mode === 'open'
}

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
    weight: 2,
    arbitrary: fc.record({ act: fc.constant('move' as const), isAway: fc.boolean() }),
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
  const draft = draftOf(doc)
  const blocks = blocksOf(draft.flow)
  const place = at % blocks.length
  const block = blocks[place]
  if (what === 'strike' && blocks.length > 1) return removeBlock(doc, place)
  if (what === 'paragraph' || !block) return typeParagraph(doc, `p${typed++} `)
  const { from, to } = block
  const start = from + (at % (to - from + 1))
  const reach = Math.min(length, to - start)
  if (what === 'insert' || reach === 0) type(draft, start, `w${typed++} `)
  else if (what === 'delete') remove(draft, start, start + reach)
  else mark(draft, start, start + reach, 'bold', at % 2 === 0 ? {} : null)
}

/** One text with everybody at it, for one run. */
async function begin(carrier: Carrier) {
  const textId = mintId(TextId, 't', randomBytes())
  await submit({
    type: 'add-recommendation',
    recommendationId: mintId(RecommendationId, 'r', randomBytes()),
    topicId: room.topicId,
    title: 'Run',
    textId,
  })
  let setting: Setting = { mode: 'open', isAway: brazil().seatId === remoteSeat }
  let isChanging = false
  let underWay: Promise<unknown> = Promise.resolve()
  const fateOf = (seat: string): Fate =>
    isChanging ? 'either' : mayType(seat, setting) ? 'accepted' : 'refused'
  const ledger: Ledger = { fateOf, saved: [], refused: [], complaints: [] }
  const desks: readonly Desk[] = seats.map((seat) =>
    // One of them is a standard client, which never hears of `saved`.
    sitDown(room, textId, seat, { optIn: seat !== 'India', carrier }, ledger),
  )

  const ask = async (commands: readonly Command[]) => {
    const answers = await Promise.all(commands.map((command) => room.command('Chair', command)))
    for (const { status } of answers) if (status !== 200) ledger.complaints.push(`told ${status}`)
  }
  const change = async (wanted: Partial<Setting>) => {
    await underWay
    const next = { ...setting, ...wanted }
    const commands: Command[] = []
    if (next.mode !== setting.mode)
      commands.push({ type: 'set-drafting-mode', textId, mode: next.mode })
    const memberId = room.members['Brazil']
    if (next.isAway !== setting.isAway && memberId !== undefined)
      commands.push({ type: 'move-member', memberId, seatId: next.isAway ? remoteSeat : deskSeat })
    if (commands.length === 0) return
    isChanging = true
    for (const desk of desks) for (const message of desk.unsaved()) message.fate = 'either'
    underWay = ask(commands).then(() => {
      setting = next
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
        return change({ mode: now.mode })
      case 'move':
        return change({ isAway: now.isAway })
      case 'breathe':
        for (let turn = 0; turn < now.turns; turn++)
          await new Promise((resolve) => setImmediate(resolve))
        return
      case 'settle':
        return settle()
    }
  }
  const finish = async () => {
    await change({ mode: 'open', isAway: false })
    await underWay
    for (const desk of desks) {
      desk.provider().disconnect()
      desk.provider().connect()
    }
    const logged = () => {
      const { snapshot, tail } = room.served.installation.store.readText(textId)
      return docOf([...snapshot, ...tail].flatMap(({ updates }) => updates))
    }
    await until('all replicas and the log are the same', () => {
      const log = logged()
      return desks.every((desk) => desk.isQuiet() && isSame(desk.doc(), log))
    })
    const records = room.served.installation.store.readTextHistory(textId)
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
async function run(
  carrier: Carrier,
  steps: readonly Step[],
  restartAfter?: number,
): Promise<Ledger> {
  const text = await begin(carrier)
  try {
    await text.settle()
    let restarting: Promise<void> = Promise.resolve()
    for (const [index, now] of steps.entries()) {
      if (index === restartAfter) {
        await text.settle()
        restarting = room.restart()
      }
      // Commands go over HTTP, which needs the server.
      if (now.act === 'mode' || now.act === 'move' || now.act === 'settle') await restarting
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

/** A delegate types, loses the right between two words, types on, and has it back. */
const losesTheRight: Step[] = [
  paragraph,
  { act: 'settle' },
  { act: 'move', isAway: true },
  paragraph,
  { act: 'settle' },
  paragraph,
  { act: 'settle' },
  { act: 'move', isAway: false },
  paragraph,
]

describe.each([
  { name: 'WebSockets', carrier: WebSocket, members: 'members', restarts: 'restarts' },
  { name: 'HTTP', carrier: HttpSocket, members: 'membersOverHttp', restarts: 'restartsOverHttp' },
] as const)('members at random, carried by $name', ({ carrier, members, restarts }) => {
  test('[SYNC-20] whoever writes, leaves and returns while modes and seats change: all agree with the log, what was saved is there, what was refused is not', async () => {
    let saved = 0
    let refused = 0
    const property = fc.asyncProperty(script, async (steps) => {
      const ledger = await run(carrier, steps)
      saved += ledger.saved.length
      refused += ledger.refused.length
    })
    await fc.assert(property, {
      numRuns: runsOf(members),
      endOnFailure: true,
      examples: [[typesOnAtReturn], [losesTheRight]],
    })
    expect(saved).toBeGreaterThan(0)
    expect(refused).toBeGreaterThan(0)
  })

  test('[SYNC-21] the same when the server restarts under them', async () => {
    const property = fc.asyncProperty(script, fc.nat(9), async (steps, restartAfter) => {
      await run(carrier, steps, restartAfter)
    })
    await fc.assert(property, { numRuns: runsOf(restarts), endOnFailure: true })
  })
})
