/** Two thousand follow the record: for how long what happens there keeps a server from doing anything else. */
import { connect, type Socket } from 'node:net'
import { CommentId, mintId, ThreadId } from '#shared/domain/ids'
import { RecordView } from '#shared/protocol/api'
import { until } from './client.ts'
import type { Figures } from './report.ts'
import type { Acting, Server } from './server.ts'

const followers = 2000
/** A sign-in of the follow link may have so many streams. */
const streamsOfOne = 25
const acts = 20
const actsOfEach = 6
const delegations = 32

interface Stream {
  readonly socket: Socket
  /** The last of what was heard. */
  heard: string
}

/** Opens a stream; resolves when it has begun: when it has said this. */
function openStream(
  port: number,
  path: string,
  headers: Readonly<Record<string, string>>,
  begun: string,
): Promise<Stream> {
  const socket = connect(port, 'localhost')
  const stream: Stream = { socket, heard: '' }
  const said = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n${said.join('')}\r\n`,
  )
  return new Promise((settle, fail) => {
    socket.once('error', fail)
    socket.on('data', (chunk: Buffer) => {
      stream.heard = (stream.heard + chunk.toString('latin1')).slice(-2000)
      if (stream.heard.includes(begun)) settle(stream)
    })
  })
}

/** What happens, and the streams that tell of it. */
async function prepared(server: Server) {
  const { acting } = server
  const { port, origin } = new URL(server.address(0, 0).replace('ws', 'http'))
  const open = (path: string, headersOf: (index: number) => Readonly<Record<string, string>>) =>
    Promise.all(
      Array.from({ length: followers }, (_, index) =>
        openStream(Number(port), path, headersOf(index), acting ? 'temperature' : 'began'),
      ),
    )
  if (!acting) {
    const event = `event: recorded\ndata: {"body":"${'x'.repeat(500)}"}\n\n`
    const act = () => fetch(`${origin}/streams`, { method: 'POST', body: event })
    return { streams: await open('/streams', () => ({})), act }
  }
  const signIns: Readonly<Record<string, string>>[] = []
  while (signIns.length * streamsOfOne < followers) signIns.push(await acting.follow())
  const { state } = RecordView.parse(
    await (await fetch(`${acting.group}/record`, { headers: acting.as('chair') })).json(),
  )
  const path = `${new URL(acting.group).pathname}/record/events`
  const streams = await open(path, (index) => signIns[index % signIns.length] ?? {})
  return { streams, act: (who: number) => comment(acting, state, who) }
}

const comment = (acting: Acting, { topics }: RecordView['state'], who: number): Promise<number> => {
  const random = () => crypto.getRandomValues(new Uint8Array(24))
  return acting.command(who, {
    type: 'open-thread',
    threadId: mintId(ThreadId, 'th', random()),
    commentId: mintId(CommentId, 'c', random()),
    topicId: topics[0]?.topicId,
    anchor: { on: 'topic' },
    body: 'We can go along with this if the regular budget is named in it.',
  })
}

/** An act, some one after the other, and many at once. */
export async function followedRecord(server: Server): Promise<Figures> {
  const { streams, act } = await prepared(server)
  const heldBy = async (work: () => Promise<unknown>): Promise<number> => {
    for (const stream of streams) stream.heard = ''
    await server.held()
    await work()
    await until('all have heard of it', () =>
      streams.every(({ heard }) => heard.includes('recorded')),
    )
    return server.held()
  }
  const figures: Figures = {
    'one act held ms': await heldBy(() => act(0)),
    'acts in a row held ms': await heldBy(async () => {
      for (let each = 0; each < acts; each += 1) await act(each)
    }),
    'acts at once held ms': await heldBy(() =>
      Promise.all(
        Array.from({ length: delegations * actsOfEach }, (_, each) => act(each % delegations)),
      ),
    ),
  }
  for (const { socket } of streams) socket.destroy()
  return figures
}
