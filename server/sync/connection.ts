/** One reader in one text, over whatever wire: what may wait for them is bounded, and so is the pace at which they are read. */
import { closeCode, overloadReason } from '#shared/protocol/close-codes'
import { frame } from '#shared/protocol/frames'
import { type Account, longestDebt, type MemberLimits } from './member-limits.ts'
import type { Reader } from './rights.ts'

/** Bytes that may wait in a wire before it is sent nothing more until it has drained. */
const highWater = 1024 * 1024
/** How long a wire may stay behind before it is closed, in milliseconds. */
const patience = 30_000
/** A poor line that still carries this much is given the time that it needs. */
const slowestBytesPerMillisecond = 16
/** Whether a shared line has drained is looked at this often, in milliseconds. */
const turnEvery = 100
/** Presence costs little: a standard client sends back every change of every caret that it hears. */
const presenceShare = 0.05

/** What carries frames: a WebSocket, or a stream of events down and requests up. */
export interface Wire {
  isOpen(): boolean
  /** Bytes that were sent and have not left. */
  waitingBytes(): number
  /** `onSent` is called when this frame, and so all before it, has left. */
  send(frame: Uint8Array, onSent?: () => void): void
  /** Keeps what is sent until `uncork`, so that it leaves as one piece. */
  cork(): void
  uncork(): void
  close(code: number, reason: string): void
  /** Stops and goes on reading. */
  pause(): void
  resume(): void
}

export interface Connection {
  readonly reader: Reader
  readonly optedIn: boolean
  /** Client id whose presence this connection speaks for; claimed by its first awareness message. */
  awarenessClient: number | undefined
  /** Document messages received and accepted so far. */
  accepted: number
  /** Whether it answered our question for what it has that we have not. */
  hasAnswered: boolean
  /** Updates that came before its answer and build on words that only the answer brings. The answer holds them too. */
  early: number
  /** When its words were last accepted, in milliseconds; undefined when never. */
  spokeAt: number | undefined
  /** Sends a frame; nothing when the wire is behind: it is resynced when it has drained. */
  send(frame: Uint8Array): void
  /** Sends the whole state, which may be longer than what else may wait. */
  sendState(frames: readonly Uint8Array[]): void
  /** What is sent until `uncork` leaves as one piece. */
  cork(): void
  uncork(): void
  waitingBytes(): number
  /** Lets its member pay for work that so many bytes of messages would be; the next message is read later for it. */
  charge(bytes: number): void
  /** Counts what it sent and nobody has judged yet; when that is much, nothing more is read until it is released. */
  hold(bytes: number): void
  release(): void
  close(code: number, reason: string): void
}

/** What is sent to each of them meanwhile leaves as one piece. */
export function inOnePiece(connections: Iterable<Connection>, act: () => void): void {
  const corked = [...connections]
  for (const each of corked) each.cork()
  try {
    act()
  } finally {
    for (const each of corked) each.uncork()
  }
}

export interface ConnectionHandlers {
  onMessage(data: Uint8Array): void
  /** The wire was behind and has drained: send it the whole state. */
  onDrained(): void
}

/** The connection, and the two ends that the wire's events go into. */
export interface OpenConnection {
  readonly connection: Connection
  readonly onFrame: (data: Uint8Array) => void
  readonly onClose: () => void
}

export function openConnection(
  wire: Wire,
  reader: Reader,
  optedIn: boolean,
  limits: MemberLimits,
  account: Account,
  handlers: ConnectionHandlers,
): OpenConnection {
  /** Set while the wire is behind: closes it when it stays so. */
  let losingPatience: NodeJS.Timeout | undefined
  let hasMissed = false
  let allowance = 0
  let resuming: NodeJS.Timeout | undefined
  let turn: NodeJS.Timeout | undefined
  let isClosed = false
  let heldBytes = 0
  const readOrWait = () => {
    if (heldBytes > highWater || resuming !== undefined) wire.pause()
    else wire.resume()
  }

  const drained = () => {
    clearTimeout(losingPatience)
    losingPatience = undefined
    allowance = 0
    if (!hasMissed || !wire.isOpen()) return
    hasMissed = false
    handlers.onDrained()
  }
  const holdUntilSent = () => {
    losingPatience ??= setTimeout(
      () => wire.close(closeCode.overloaded, overloadReason.tooSlow),
      patience + (wire.waitingBytes() + allowance) / slowestBytesPerMillisecond,
    ).unref()
  }

  const waitForTurn = () => {
    turn ??= setTimeout(() => {
      turn = undefined
      if (!wire.isOpen()) return
      if (wire.waitingBytes() > highWater) waitForTurn()
      else drained()
    }, turnEvery).unref()
  }

  const connection: Connection = {
    reader,
    optedIn,
    awarenessClient: undefined,
    accepted: 0,
    hasAnswered: false,
    early: 0,
    spokeAt: undefined,
    send(bytes) {
      if (!wire.isOpen()) return
      if (losingPatience !== undefined && allowance === 0) {
        hasMissed = true
        return
      }
      if (wire.waitingBytes() <= highWater + allowance) wire.send(bytes)
      else if (allowance > 0) hasMissed = true
      else {
        holdUntilSent()
        wire.send(bytes, drained)
      }
    },
    sendState(frames) {
      if (!wire.isOpen()) return
      const bytes = frames.reduce((sum, each) => sum + each.length, 0)
      if (bytes < highWater) {
        for (const each of frames) connection.send(each)
        return
      }
      if (allowance > 0) return
      if (wire.waitingBytes() > highWater) {
        // A line that others share is full of theirs: this one waits for its turn.
        hasMissed = true
        holdUntilSent()
        waitForTurn()
        return
      }
      allowance = bytes
      holdUntilSent()
      for (const [index, each] of frames.entries())
        wire.send(each, index === frames.length - 1 ? drained : undefined)
      // A wire may carry more bytes than it is given: what it was given may wait in it all the same.
      if (allowance > 0) allowance = Math.max(allowance, wire.waitingBytes())
    },
    cork: () => wire.cork(),
    uncork: () => wire.uncork(),
    waitingBytes: () => wire.waitingBytes(),
    charge: (bytes) => void limits.charge(account, bytes, 1),
    hold(bytes) {
      heldBytes += bytes
      if (heldBytes > highWater) readOrWait()
    },
    release() {
      const wasHeld = heldBytes > highWater
      heldBytes = 0
      if (wasHeld) readOrWait()
    },
    close: (code, reason) => wire.close(code, reason),
  }

  return {
    connection,
    onFrame(data) {
      if (isClosed) return
      const share = data[0] === frame.awareness ? presenceShare : 1
      const delay = limits.charge(account, data.length, share)
      handlers.onMessage(data)
      if (delay > longestDebt) wire.close(closeCode.overloaded, overloadReason.tooMuch)
      else if (delay > 0 && resuming === undefined) {
        resuming = setTimeout(() => {
          resuming = undefined
          readOrWait()
        }, delay)
        readOrWait()
      }
    },
    onClose() {
      isClosed = true
      clearTimeout(turn)
      clearTimeout(losingPatience)
      clearTimeout(resuming)
    },
  }
}
