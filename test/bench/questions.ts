/** Many ask the same at once: for how long the answers keep a server from doing anything else. */
import { connect, type Socket } from 'node:net'
import { CommentId, mintId, ThreadId } from '#shared/domain/ids'
import { RecordView } from '#shared/protocol/api'
import type { Figures } from './report.ts'
import type { Acting, Server } from './server.ts'

type Headers = Readonly<Record<string, string>>

const delegations = 32
const commentsOfEach = 12
/** A reader of the follow link may ask so often at once. */
const questionsOfFollower = 200
const body = 'We can go along with this if the regular budget is named in it. '.repeat(5).trim()

/** Some hours of discussion: comments of all delegations. */
async function discuss({ command, recommendationOf, group, as }: Acting): Promise<void> {
  const answer = await fetch(`${group}/record`, { headers: as('chair') })
  const { state } = RecordView.parse(await answer.json())
  const topicId = state.topics[0]?.topicId
  const anchor = { on: 'recommendation', recommendationId: recommendationOf(0) }
  const random = () => crypto.getRandomValues(new Uint8Array(24))
  for (let round = 0; round < commentsOfEach; round += 1)
    await Promise.all(
      Array.from({ length: delegations }, (_, who) =>
        command(who, {
          type: 'open-thread',
          threadId: mintId(ThreadId, 'th', random()),
          commentId: mintId(CommentId, 'c', random()),
          topicId,
          anchor,
          body,
        }),
      ),
    )
}

/** Reads one answer of a line; resolves with the bytes of its body, as they were sent. */
function answerOn(socket: Socket): Promise<number> {
  return new Promise((settle, fail) => {
    let [head, body, length] = ['', 0, Number.NaN]
    let last = ''
    const read = (chunk: Buffer) => {
      let rest = chunk
      if (Number.isNaN(length)) {
        head += chunk.toString('latin1')
        const end = head.indexOf('\r\n\r\n')
        if (end < 0) return
        if (!/^HTTP\/1.1 20/.test(head)) return fail(new Error(head.slice(0, 300)))
        length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? Infinity)
        if (head.startsWith('HTTP/1.1 204')) length = 0
        rest = Buffer.from(head.slice(end + 4), 'latin1')
      }
      body += rest.length
      last = (last + rest.toString('latin1').slice(-5)).slice(-5)
      if (length === Infinity ? last !== '0\r\n\r\n' : body < length) return
      socket.off('data', read)
      settle(body)
    }
    socket.on('data', read)
    socket.once('error', fail)
  })
}

const ask = (socket: Socket, path: string, headers: Headers): Promise<number> => {
  const answered = answerOn(socket)
  const said = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n${said.join('')}\r\n`,
  )
  return answered
}

/** So many lines, on each of which something was asked already: only the questions are measured. */
const openLines = (port: number, many: number): Promise<Socket[]> =>
  Promise.all(
    Array.from({ length: many }, async () => {
      const socket = connect(port, 'localhost')
      await ask(socket, '/healthz', {})
      return socket
    }),
  )

/** Each of so many asks on a line of their own, all at once; the milliseconds for which the loop was held, and until all had answers. */
async function askedAtOnce(
  server: Server,
  many: number,
  path: string,
  headersOf: (index: number) => Headers,
): Promise<{ held: number; all: number }> {
  const lines = await openLines(Number(new URL(server.address(0, 0)).port), many)
  await server.held()
  const begun = performance.now()
  await Promise.all(lines.map((line, index) => ask(line, path, headersOf(index))))
  const all = performance.now() - begun
  const held = await server.held()
  for (const line of lines) line.destroy()
  return { held, all }
}

/** What Adref answers, for who sends the same without working anything out. */
const answers = new Map<string, Uint8Array<ArrayBuffer>>()
const paths = { history: '/record/history?limit=200', record: '/record' } as const

/** What is asked for, and by whom; a peer is told what to answer. */
async function prepared(server: Server) {
  const { acting } = server
  if (!acting) {
    const { origin } = new URL(server.address(0, 0))
    for (const [path, bytes] of answers) await fetch(origin + path, { method: 'PUT', body: bytes })
    return { base: '', followers: [], as: () => ({}) }
  }
  await discuss(acting)
  for (const path of Object.values(paths)) {
    const answer = await fetch(acting.group + path, { headers: acting.as(0) })
    answers.set(path.replace(/\?.*/, ''), new Uint8Array(await answer.arrayBuffer()))
  }
  const followers: Headers[] = []
  while (followers.length * questionsOfFollower < 2000) followers.push(await acting.follow())
  return { base: new URL(acting.group).pathname, followers, as: acting.as }
}

/** 300 members ask for the history, 2,000 followers for the record. */
export async function questionsAtOnce(server: Server): Promise<Figures> {
  const { base, followers, as } = await prepared(server)
  const history = await askedAtOnce(server, 300, base + paths.history, as)
  const record = await askedAtOnce(
    server,
    2000,
    base + paths.record,
    (index) => followers[index % followers.length] ?? {},
  )
  return {
    'history held ms': history.held,
    'history all ms': history.all,
    'record held ms': record.held,
    'record all ms': record.all,
    'record KB': (answers.get(paths.record)?.length ?? 0) / 1024,
  }
}
