/** A server in this process on a free port and a temporary folder, with a small group to work in. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Logger, pino } from 'pino'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import type { Clock } from '#server/clock'
import { draftSetUp } from '#server/record/set-up'
import { type ServedInstallation, serve } from '#server/serve'
import type { TextRoomsLimits } from '#server/sync/text-rooms-door'
import {
  CommandId,
  type GroupId,
  type MemberId,
  mintId,
  RecommendationId,
  TextId,
  TopicId,
} from '#shared/domain/ids'
import { blocksOf, endOf, startOf } from '#shared/flow/blocks'
import { asEdges, flowOf } from '#shared/flow/flow-doc'
import { deleteRange, putEmbeds, putLetters } from '#shared/flow/put'
import type { Command } from '#shared/record/command'
import type { HttpSocket } from '../../client/live/http-socket.ts'

export const randomBytes = () => crypto.getRandomValues(new Uint8Array(24))
export const newCommandId = (): CommandId => mintId(CommandId, 'cmd', randomBytes())

/** What carries the frames: a WebSocket, or its like over HTTP. */
export type Carrier = typeof WebSocket | typeof HttpSocket

export interface Served {
  /** The installation that runs now. */
  readonly served: ServedInstallation
  readonly url: string
  readonly dataFolder: string
  readonly groupId: GroupId
  /** The majority text of the group's one recommendation, and its recommendation. */
  readonly textId: TextId
  readonly recommendationId: RecommendationId
  readonly topicId: TopicId
  /** Personal link tokens by seat: Chair, Secretariat, Brazil, India, Remote. */
  readonly tokens: Readonly<Record<string, string>>
  readonly members: Readonly<Record<string, MemberId>>
  /** Sends a command as a seat; gives back the HTTP answer. */
  command(seat: string, command: unknown, key?: string): Promise<Response>
  as(seat: string): Record<string, string>
  provider(
    seat: string,
    options?: {
      textId?: TextId
      optIn?: boolean
      params?: Record<string, string>
      doc?: Y.Doc
      carrier?: Carrier
    },
  ): WebsocketProvider
  /** The server ends in good order and starts again on the same folder and port, after what is done meanwhile. */
  restart(meanwhile?: () => void | Promise<void>): Promise<void>
  close(): Promise<void>
}

export const silent = pino({ level: 'silent' })

export async function startServed(
  folder?: string,
  limits: Partial<TextRoomsLimits> = {},
  clock?: Clock,
  log: Logger = silent,
  heartbeat = 10_000,
  trustedProxies = 0,
): Promise<Served> {
  const dataFolder = folder ?? join(mkdtempSync(join(tmpdir(), 'adref-')), 'data')
  const start = async (port: number): Promise<ServedInstallation> => {
    const started = await serve(
      {
        port,
        host: 'localhost',
        dataFolder,
        publicUrl: undefined,
        logLevel: 'silent',
        trustedProxies,
        limits: { messagesPerSecond: 100, socketsPerMember: 20, memoryBytes: 2 ** 30, ...limits },
        heartbeat,
      },
      join(process.cwd(), 'dist/client'),
      log,
      clock,
    )
    if ('failure' in started) throw new Error(started.failure)
    return started
  }
  let running = await start(0)
  const { installation, publicUrl: url, port } = running
  const { records, identity } = installation
  const made = await draftSetUp(records, {
    name: 'Test group',
    parentBody: '',
    mandate: '',
    meeting: {
      title: '1st meeting',
      place: '',
      days: [{ date: '2012-01-13', title: 'Day', phase: 'drafting' }],
    },
    topics: ['First topic'],
    delegations: [
      { name: 'Brazil', code: 'BR', stakeholderGroup: 'government' },
      { name: 'India', code: 'IN', stakeholderGroup: 'government' },
    ],
  })
  if (!made.ok) throw new Error(made.refusal.sentence)
  const { groupId } = made.value
  await records.adopt(made.value)
  const ask = async (command: Command) => {
    const result = await records.submit(groupId, { by: 'installation' }, newCommandId(), command)
    if (!result.ok) throw new Error(result.refusal.sentence)
  }
  const state = () => {
    const now = records.stateOf(groupId)
    if (!now) throw new Error('no group')
    return now
  }
  const topicId = TopicId.parse(state().topics[0]?.topicId)
  const textId = mintId(TextId, 't', randomBytes())
  const recommendationId = mintId(RecommendationId, 'r', randomBytes())
  await ask({ type: 'add-recommendation', recommendationId, topicId, title: 'First', textId })
  const { SeatId, MemberId: MemberIdSchema } = await import('#shared/domain/ids')
  const seatId = mintId(SeatId, 's', randomBytes())
  await ask({ type: 'add-seat', seatId, role: 'observer', delegationId: null, title: 'Remote' })
  await ask({
    type: 'seat-member',
    memberId: mintId(MemberIdSchema, 'm', randomBytes()),
    seatId,
    name: '',
  })

  const tokens: Record<string, string> = {}
  const members: Record<string, MemberId> = {}
  for (const member of Object.values(state().members)) {
    const title = state().seats[member.seatId]?.title ?? ''
    const link = await identity.makePersonalLink(groupId, member.memberId)
    tokens[title] = link?.token ?? ''
    members[title] = member.memberId
  }
  const as = (seat: string) => ({ Authorization: `Bearer ${tokens[seat]}` })
  const providers: WebsocketProvider[] = []
  return {
    get served() {
      return running
    },
    url,
    dataFolder,
    groupId,
    textId,
    recommendationId,
    topicId,
    tokens,
    members,
    as,
    command: (seat, command, key = newCommandId()) =>
      fetch(`${url}/api/groups/${groupId}/commands`, {
        method: 'POST',
        headers: { ...as(seat), 'Content-Type': 'application/json', 'Idempotency-Key': key },
        body: JSON.stringify(command),
      }),
    provider(seat, options = {}) {
      const provider = new WebsocketProvider(
        `${url.replace('http', 'ws')}/sync`,
        options.textId ?? textId,
        options.doc ?? new Y.Doc(),
        {
          params: {
            token: tokens[seat] ?? '',
            ...(options.optIn ? { adref: '1' } : {}),
            ...options.params,
          },
          disableBc: true,
          WebSocketPolyfill: (options.carrier ??
            WebSocket) as unknown as typeof globalThis.WebSocket,
        },
      )
      providers.push(provider)
      return provider
    },
    async restart(meanwhile) {
      await running.stop()
      await meanwhile?.()
      running = await start(port)
    },
    async close() {
      for (const provider of providers) provider.destroy()
      await running.stop()
      if (!folder) rmSync(join(dataFolder, '..'), { recursive: true, force: true })
    },
  }
}

/**
 * Resolves when a condition holds; fails with its name after two minutes: only for what hangs, never for a machine that is slow.
 * Where to look is dear, more of the time is left to what is waited for; yet it is looked again before a server ends a connection
 * that is not used, in the moment in which a request is sent on it.
 */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 120_000
  for (;;) {
    const began = performance.now()
    if (await holds()) return
    if (Date.now() > deadline) throw new Error(`It never came to this: ${what}`)
    const pause = Math.min(500, Math.max(10, 3 * (performance.now() - began)))
    await new Promise((settle) => setTimeout(settle, pause))
  }
}

/** Types words into a new paragraph of a document. */
export function typeParagraph(
  doc: Y.Doc,
  words: string,
  blockId: string = crypto.randomUUID(),
): void {
  const flow = flowOf(doc)
  doc.transact(() => {
    const at = flow.length
    asEdges(doc, () => putEmbeds(flow, at, { block: blockId }))
    putLetters(flow, at + 1, words)
    asEdges(doc, () => putEmbeds(flow, at + 1 + words.length, { end: 1 }))
  })
}

/** Deletes the last paragraph. */
export function deleteLastParagraph(doc: Y.Doc): void {
  const flow = flowOf(doc)
  const last = blocksOf(flow).at(-1)
  if (last) deleteRange(flow, startOf(last), endOf(last))
}

/** The words of a document, one paragraph a line. */
export const wordsOf = (doc: Y.Doc): string =>
  blocksOf(flowOf(doc))
    .map(({ tokens }) =>
      tokens.map((token) => (token.type === 'letters' ? token.letters : '')).join(''),
    )
    .join('\n')
