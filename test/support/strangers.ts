/** People with nothing but the public link, and lines without a browser behind them. */
import { connect, type Socket } from 'node:net'
import type { Served } from './served.ts'

/** The token of the follow link of the group's meeting. */
export async function followToken({ served, groupId }: Served): Promise<string> {
  const { records, identity } = served.installation
  const meetingId = records.stateOf(groupId)?.meetings[0]?.meetingId
  if (!meetingId) throw new Error('no meeting')
  return identity.followToken(groupId, meetingId)
}

/** Opens a link; `address` is where the proxy says that it comes from. */
export const signIn = (room: Served, token: string, address = '192.0.2.1'): Promise<Response> =>
  fetch(`${room.url}/api/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': address },
    body: JSON.stringify({ token }),
  })

/** The cookie of a new sign-in by a link. */
export async function cookieOf(room: Served, token: string, address?: string): Promise<string> {
  const answer = await signIn(room, token, address)
  if (answer.status !== 201) throw new Error(`not signed in: ${answer.status}`)
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
}

/** A line to the server on which bytes are written by hand. */
export interface RawLine {
  readonly socket: Socket
  /** What came so far. */
  heard(): string
  /** Resolves with all that came when the server has closed the line. */
  readonly closed: Promise<string>
}

export function openLine(room: Served, ...first: readonly (string | Uint8Array)[]): RawLine {
  const socket = connect({ port: room.served.port, host: 'localhost', allowHalfOpen: true })
  let heard = ''
  socket.on('data', (bytes) => {
    heard += bytes.toString('latin1')
  })
  const closed = new Promise<string>((settle) => {
    socket.on('end', () => settle(heard)).on('close', () => settle(heard))
  })
  socket.on('error', () => undefined)
  for (const bytes of first) socket.write(bytes)
  return { socket, heard: () => heard, closed }
}

/** The head of a request by hand. */
export const headOf = (
  method: string,
  path: string,
  headers: Readonly<Record<string, string | number>>,
): string =>
  [
    `${method} ${path} HTTP/1.1`,
    'Host: localhost',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
    '',
  ].join('\r\n')
