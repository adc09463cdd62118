/** The servers that are measured, each a process of its own with its data in a temporary folder. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { CommandId, mintId, RecommendationId, TextId } from '#shared/domain/ids'
import { PersonalLink, RecordView, SessionView } from '#shared/protocol/api'
import { freePort } from '../support/product.ts'

export type Framing = 'y-websocket' | 'hocuspocus' | 'bare'

/** One server under test. Writers are numbered from 0: each is another member where the server knows members. */
export interface Server {
  readonly name: string
  readonly framing: Framing
  readonly pid: () => number
  /** The address of a document for a writer; -1 is a reader. */
  address(document: number, writer: number): string
  /** The document's name as hocuspocus' frames carry it. */
  documentName(document: number): string
  kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>
  start(): Promise<void>
  remove(): Promise<void>
}

const writers = 32
export const mostDocuments = 200

interface Launch {
  readonly command: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly ready: string
}

async function launch(folder: string, port: number, how: Launch) {
  let child: ChildProcess | undefined
  let printed = ''
  const start = async () => {
    printed = ''
    child = spawn(process.execPath, [...how.command], {
      env: { ...process.env, PORT: String(port), ...how.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const started = child
    await new Promise<void>((settle, fail) => {
      const hear = (chunk: Buffer) => {
        if (printed.length < 10_000) printed += chunk.toString()
        if (printed.includes(how.ready)) settle()
      }
      started.stdout?.on('data', hear)
      started.stderr?.on('data', hear)
      started.once('exit', () => fail(new Error(`A server did not start: ${printed}`)))
    })
  }
  const kill = async (signal: 'SIGKILL' | 'SIGTERM') => {
    const running = child
    if (!running || running.exitCode !== null || running.signalCode !== null) return
    const ended = new Promise((settle) => running.once('exit', settle))
    running.kill(signal)
    const force = setTimeout(() => running.kill('SIGKILL'), 8000)
    await ended
    clearTimeout(force)
  }
  await start()
  return {
    start,
    kill,
    pid: () => child?.pid ?? 0,
    printed: () => printed,
    async remove() {
      await kill('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const temporary = () => mkdtempSync(join(tmpdir(), 'adref-bench-'))
const peer = (name: string) => join(import.meta.dirname, 'peers', `${name}.mjs`)

async function startPeer(name: string, file: string, framing: Framing): Promise<Server> {
  const folder = temporary()
  const port = await freePort()
  const environment = { YPERSISTENCE: join(folder, 'level'), DATABASE: join(folder, 'docs.sqlite') }
  const running = await launch(folder, port, { command: [peer(file)], environment, ready: 'ready' })
  const documentName = (document: number) => `document-${document}`
  return {
    ...running,
    name,
    framing,
    documentName,
    address: (document) =>
      `ws://localhost:${port}/${framing === 'hocuspocus' ? '' : documentName(document)}`,
  }
}

/** Adref as it is installed: rights, checks and durability on. Only the pace of one member is let off: a benchmark types faster than people. */
async function startAdref(): Promise<Server> {
  const folder = temporary()
  const port = await freePort()
  const dataFolder = join(folder, 'data')
  const running = await launch(folder, port, {
    command: ['dist/server/main.js', '--no-example'],
    environment: {
      DATA_DIR: dataFolder,
      LOG_LEVEL: 'silent',
      MEMBER_MESSAGES_PER_SECOND: '1000000',
      MEMBER_SOCKETS: '100000',
    },
    ready: 'Adref is at',
  })
  const url = `http://localhost:${port}`
  const setupCode = /setup#(\S+)/.exec(running.printed())?.[1] ?? ''
  const json = { 'Content-Type': 'application/json' }
  const made = await fetch(`${url}/api/groups`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({
      setupCode,
      name: 'Benchmark',
      parentBody: '',
      mandate: '',
      meeting: {
        title: 'Meeting',
        place: '',
        days: [{ date: '2012-01-13', title: 'Day', phase: 'drafting' }],
      },
      topics: ['Topic'],
      delegations: Array.from({ length: writers }, (_, index) => ({
        name: `Delegation ${index}`,
        code: `D${index}`,
        stakeholderGroup: 'government',
      })),
    }),
  })
  const cookie = made.headers.get('set-cookie')?.split(';')[0] ?? ''
  const session = SessionView.parse(await made.json())
  const groupId = session.attendances[0]?.groupId ?? ''
  const headers = { ...json, Cookie: cookie }
  const read = async () =>
    RecordView.parse(await (await fetch(`${url}/api/groups/${groupId}/record`, { headers })).json())
  const { state } = await read()
  const tokens: string[] = []
  for (const { memberId, seatId } of Object.values(state.members)) {
    if (!state.seats[seatId]?.delegationId) continue
    const path = `${url}/api/groups/${groupId}/members/${memberId}/link`
    const answer = await fetch(path, { method: 'POST', headers })
    tokens.push(PersonalLink.parse(await answer.json()).link.split('#')[1] ?? '')
  }
  const bytes = () => crypto.getRandomValues(new Uint8Array(24))
  const texts: TextId[] = []
  for (let index = 0; index < mostDocuments; index++) {
    const textId = mintId(TextId, 't', bytes())
    const recommendationId = mintId(RecommendationId, 'r', bytes())
    const answer = await fetch(`${url}/api/groups/${groupId}/commands`, {
      method: 'POST',
      headers: { ...headers, 'Idempotency-Key': mintId(CommandId, 'cmd', bytes()) },
      body: JSON.stringify({
        type: 'add-recommendation',
        recommendationId,
        topicId: state.topics[0]?.topicId,
        title: `Text ${index}`,
        textId,
      }),
    })
    if (!answer.ok) throw new Error(await answer.text())
    texts.push(textId)
  }
  const text = (document: number) => z.string().parse(texts[document % mostDocuments])
  return {
    ...running,
    name: 'Adref',
    framing: 'y-websocket',
    documentName: text,
    address: (document, writer) =>
      `ws://localhost:${port}/sync/${text(document)}?adref=1&token=${tokens[Math.max(0, writer) % writers]}`,
  }
}

export type ServerName = 'adref' | 'bare' | 'yws' | 'hocuspocus'

/** Starts one server afresh, on an empty folder. */
export function startServer(name: ServerName): Promise<Server> {
  switch (name) {
    case 'adref':
      return startAdref()
    case 'bare':
      return startPeer('bare ws', 'bare', 'bare')
    case 'yws':
      return startPeer('y-websocket-server + y-leveldb', 'yws', 'y-websocket')
    case 'hocuspocus':
      return startPeer('hocuspocus + SQLite', 'hocuspocus', 'hocuspocus')
  }
}

/** CPU seconds that a process has used, and its resident memory in MB. */
export function processFigures(pid: number): { cpuSeconds: number; memoryMegabytes: number } {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return {
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / 100,
    memoryMegabytes: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024,
  }
}
