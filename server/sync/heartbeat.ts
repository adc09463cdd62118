/**
 * The heartbeat: every socket hears something now and then, and one that answers nothing is ended. It goes round in turns, so
 * that a hall full of followers is never spoken to all at once while somebody types.
 */
import type { EventEmitter } from 'node:events'
import type { TextRoom } from './room-context.ts'

/**
 * A round, in milliseconds. Every socket hears something at least this often: y-websocket gives up after 30 seconds of silence,
 * and forgets whose presence was not renewed for as long (they renew it every 15).
 */
const round = 10_000
const turns = 40
/** A socket that has answered nothing for so many milliseconds is gone: its network was lost without a word. */
const silence = 90_000

/** A WebSocket, as far as it is asked whether it is still there. */
interface Asked extends EventEmitter {
  ping(): void
  terminate(): void
}

export interface Heartbeat {
  /** Begins to listen for signs of life of a socket. */
  watch(socket: Asked): void
  stop(): void
}

/** Starts it for all rooms and sockets; `onTurn` is called besides, once a turn. */
export function startHeartbeat(
  rooms: () => Iterable<Pick<TextRoom, 'keepAlive'>>,
  sockets: Iterable<Asked>,
  onTurn: () => void,
): Heartbeat {
  const heardAt = new WeakMap<Asked, number>()
  const turnOf = new WeakMap<object, number>()
  let next = 0
  let turn = 0
  /** Who is new gets the turn after the one who came before them. */
  const isUp = (one: object): boolean => {
    const own = turnOf.get(one) ?? next++ % turns
    turnOf.set(one, own)
    return own === turn
  }
  const beat = setInterval(() => {
    turn = (turn + 1) % turns
    onTurn()
    for (const room of rooms()) if (isUp(room)) room.keepAlive()
    for (const socket of sockets) {
      if (!isUp(socket)) continue
      const quiet = performance.now() - (heardAt.get(socket) ?? 0)
      if (quiet > silence) socket.terminate()
      else if (quiet > round / 2) socket.ping()
    }
  }, round / turns).unref()

  return {
    watch(socket) {
      const hear = () => heardAt.set(socket, performance.now())
      hear()
      socket.on('pong', hear).on('message', hear)
    },
    stop: () => clearInterval(beat),
  }
}
