/** The running server's door for the command line: a socket in the data folder that only its owner can open. */
import { createHash } from 'node:crypto'
import { chmodSync, rmSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { cannot, Operation, OperationAnswer } from './operations.ts'

/** Bytes of one request at most. */
const longestRequest = 64 * 1024

/** Addresses of local sockets may have about 100 bytes: a deeper folder gets one in the system's temporary folder. */
function socketPath(dataFolder: string): string {
  const path = join(resolve(dataFolder), 'admin.sock')
  if (Buffer.byteLength(path) < 100) return path
  const name = createHash('sha256').update(resolve(dataFolder)).digest('hex').slice(0, 16)
  return join(tmpdir(), `adref-${name}.sock`)
}

export interface AdminSocket {
  close(): Promise<void>
}

/** One line, without ending the socket, which still has to answer. */
function readLine(socket: Socket): Promise<string> {
  return new Promise((settle, fail) => {
    let text = ''
    socket.setEncoding('utf8')
    socket.on('data', (chunk) => {
      text += String(chunk)
      if (text.length > longestRequest) fail(new Error('The request is too long.'))
      else if (text.endsWith('\n')) settle(text)
    })
    socket.on('end', () => settle(text))
    socket.on('error', fail)
  })
}

/** Asks the server that uses this data folder; undefined when none does. */
export async function askRunningServer(
  dataFolder: string,
  operation: Operation,
): Promise<OperationAnswer | undefined> {
  const socket = connect(socketPath(dataFolder))
  const isThere = await new Promise<boolean>((settle) => {
    socket.once('connect', () => settle(true))
    socket.once('error', () => settle(false))
  })
  if (!isThere) return undefined
  socket.write(`${JSON.stringify(operation)}\n`)
  let text = ''
  for await (const chunk of socket) text += String(chunk)
  return OperationAnswer.parse(JSON.parse(text))
}

/** Opens the door of a data folder that this process has for itself: what a server before it left there is cleared away. */
export async function openAdminSocket(
  dataFolder: string,
  carryOut: (operation: Operation) => Promise<OperationAnswer>,
): Promise<AdminSocket> {
  const path = socketPath(dataFolder)
  rmSync(path, { force: true })

  const answer = async (socket: Socket) => {
    let reply: OperationAnswer
    try {
      const operation = Operation.safeParse(JSON.parse(await readLine(socket)))
      reply = operation.success
        ? await carryOut(operation.data)
        : cannot(
            operation.error.issues
              .map((issue) => `${issue.path.map(String).join('.')}: ${issue.message}`)
              .join('; '),
          )
    } catch (cause) {
      reply = cannot(cause instanceof Error ? cause.message : String(cause))
    }
    socket.end(JSON.stringify(reply))
  }
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => socket.destroy())
    void answer(socket)
  })
  await new Promise<void>((listening, failed) => {
    server.once('error', failed)
    server.listen(path, listening)
  })
  chmodSync(path, 0o600)
  return {
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
      }),
  }
}
