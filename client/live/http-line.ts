/**
 * One stream down for all tabs of the browser, and one request at a time up, for all texts of a page; it ends soon after its last
 * channel. Where a network holds streams back, what would come down is collected with the answers to what goes up.
 */
import { fromBase64 } from 'lib0/buffer'
import { closeCode } from '#shared/protocol/close-codes'
import { CollectedLine } from '#shared/protocol/event-streams'
import { limits } from '#shared/protocol/frames'
import { encodeUp, type UpMessage } from '#shared/protocol/stream'
import { parserFor, type StreamEnd } from './event-stream.ts'
import { type FollowingListener, followStream } from './follow-stream.ts'
import { ask } from './http.ts'
import { closeLeftBehind, keepPresent } from './lines-of-tabs.ts'
import { type Pace, usualPace } from './pace.ts'
import { serverAnswers } from './server-answers.ts'
import { type Browser, type SharedStream, shareStream, thisBrowser } from './share-stream.ts'
import { watchSilence } from './silence.ts'

/** What a channel hears. `code` 1006 means that the line broke without a word. */
export interface ChannelEvents {
  onOpen(): void
  onFrame(frame: ArrayBuffer): void
  onClose(code: number, reason: string): void
}

export interface Channel {
  send(frame: Uint8Array): void
  /** Bytes that were sent and not yet taken in. */
  waitingBytes(): number
  close(): void
}

/** What one request carries at most, in bytes, unless one message is longer: readers may send no more. */
const mostBytes = limits.readerMessage
/** A message has a head of at most so many bytes in a request. */
const headBytes = 64
const abnormal = 1006
/** How long a line without channels stays, in milliseconds. */
const lingering = 10_000
/** How long a request may be unanswered, in milliseconds, and what a poor line still carries. */
const longestUpload = 60_000
const slowestBytesPerMillisecond = 16

/** Splits "a b c d" into its first word and the rest. */
function firstWord(text: string): readonly [string, string] {
  const space = text.indexOf(' ')
  return space < 0 ? [text, ''] : [text.slice(0, space), text.slice(space + 1)]
}

/** A line whose stream said nothing at all is taken to be held back; after this time, in milliseconds, a stream is tried again. */
const beliefTime = 10 * 60_000
/** Each line of a browser has so many numbers for its channels: all tabs may share one stream. */
const numbersOfLine = 2 ** 16
const mostLines = 2 ** 31

class Line {
  readonly #ends = new AbortController()
  readonly #channels = new Map<number, ChannelEvents>()
  readonly #address: URL
  readonly #onEnd: (how: StreamEnd | 'foreign') => unknown
  readonly #pace: Pace
  readonly #number = Math.floor(Math.random() * mostLines)
  /** Undefined where streams are held back: then what comes down is collected with what goes up. */
  readonly #stream: SharedStream | undefined
  #name: string | undefined
  #next = this.#number * numbersOfLine
  #outbox: UpMessage[] = []
  #waiting = 0
  #isSending = false
  #collecting: ReturnType<typeof setTimeout> | undefined
  #ending: ReturnType<typeof setTimeout> | undefined
  #idle = 0

  constructor(
    address: URL,
    way: 'stream' | 'own-stream' | 'collected',
    { pace, browser }: LineOptions,
    onEnd: (how: StreamEnd | 'foreign') => unknown,
  ) {
    this.#address = address
    this.#onEnd = onEnd
    this.#pace = pace
    keepPresent(this.#number, this.#ends.signal, browser)
    if (way === 'collected') void this.#begin()
    else {
      this.#stream = this.#follow(browser)
      if (way === 'own-stream') this.#stream.takeOver()
    }
  }

  open(text: string, optIn: boolean, events: ChannelEvents): Channel {
    const channel = this.#next++
    clearTimeout(this.#ending)
    this.#channels.set(channel, events)
    this.#send({ kind: 'open', channel, text, optIn })
    if (this.#name !== undefined) queueMicrotask(() => events.onOpen())
    return {
      send: (frame) => {
        if (!this.#channels.has(channel)) return
        if (frame.length <= limits.message) this.#send({ kind: 'frame', channel, frame })
        // Refused here as it would be there: the server takes no body that holds it, and would not say why.
        else queueMicrotask(() => this.#close(channel, closeCode.tooLarge, 'too large'))
      },
      waitingBytes: () => this.#waiting,
      close: () => {
        if (!this.#channels.delete(channel)) return
        this.#send({ kind: 'close', channel })
        this.#endWhenUnused()
      },
    }
  }

  /** The stream of all tabs. Whoever holds it also closes the channels of those that have gone without a word. */
  #follow(browser: Browser): SharedStream {
    const leftBehind = closeLeftBehind(browser, this.#ends.signal, (channels) => {
      for (const channel of channels) this.#send({ kind: 'close', channel })
    })
    const openOwn = ({ onFlow, onEvent, onStop }: FollowingListener) =>
      followStream(() => this.#address.href, this.#pace, {
        onFlow,
        onStop,
        onEvent: (event, data) => {
          if (event === 'frame') {
            const channel = Number(firstWord(data)[0])
            const line = Math.floor(channel / numbersOfLine)
            if (line !== this.#number) leftBehind(line, channel)
          }
          onEvent(event, data)
        },
      })
    return shareStream(
      `adref/1/words/${this.#address.search}`,
      ['open'],
      this.#pace,
      openOwn,
      {
        onFlow: () => undefined,
        onEvent: (event, data) => this.#hear(event, data),
        onStop: (how) => this.#end(how),
      },
      browser,
    )
  }

  /** Makes a line that needs no stream. */
  async #begin(): Promise<void> {
    const made = await ask(CollectedLine, this.#address.href, {
      method: 'POST',
    })
    if (made.ok) this.#hear('open', made.value.name)
    else if (made.isOffline) this.#end({ why: 'unreachable' })
    else this.#end({ why: 'refused', status: made.problem.status })
  }

  #hear(event: string, data: string): void {
    if (event === 'open') {
      if (data === this.#name) return
      // The stream is another one now, and knows nothing of the channels of this line.
      if (this.#name !== undefined) return this.#end({ why: 'ended' })
      this.#name = data
      for (const events of this.#channels.values()) events.onOpen()
      void this.#post()
      return
    }
    if (event !== 'frame' && event !== 'close') return
    this.#idle = 0
    const [number, rest] = firstWord(data)
    const events = this.#channels.get(Number(number))
    if (event === 'frame') events?.onFrame(fromBase64(rest).slice().buffer)
    else {
      const [code, reason] = firstWord(rest)
      this.#close(Number(number), Number(code), reason)
    }
  }

  #close(channel: number, code: number, reason: string): void {
    const events = this.#channels.get(channel)
    this.#channels.delete(channel)
    events?.onClose(code, reason)
    this.#endWhenUnused()
  }

  /** Not at once: what was said last is still to be sent, and other tabs would lose their stream whenever this one turns a page. */
  #endWhenUnused(): void {
    clearTimeout(this.#ending)
    if (this.#channels.size === 0)
      this.#ending = setTimeout(() => this.#end({ why: 'ended' }), lingering)
  }

  #send(message: UpMessage): void {
    this.#outbox.push(message)
    if (message.kind === 'frame') this.#waiting += message.frame.length
    this.#idle = 0
    void this.#post()
  }

  /** Sends what waits; where streams are held back, also asks for what there is, again and again. */
  async #post(): Promise<void> {
    if (this.#isSending || this.#name === undefined) return
    this.#isSending = true
    clearTimeout(this.#collecting)
    let isAsking = this.#stream === undefined
    while ((this.#outbox.length > 0 || isAsking) && !this.#ends.signal.aborted) {
      isAsking = false
      const messages: UpMessage[] = []
      let bytes = 0
      for (const message of this.#outbox) {
        const length = message.kind === 'frame' ? message.frame.length : 0
        const room = mostBytes - bytes - headBytes * (messages.length + 1)
        if (messages.length > 0 && length > room) break
        messages.push(message)
        bytes += length
      }
      this.#outbox = this.#outbox.slice(messages.length)
      try {
        await this.#request(this.#name, messages, bytes)
        this.#waiting -= bytes
      } catch {
        this.#end({ why: 'unreachable' }) // What was not taken in is in the document, and goes with the next handshake.
      }
    }
    this.#isSending = false
    if (this.#stream || this.#ends.signal.aborted) return
    const { collect, slowestCollect } = this.#pace
    const pause = Math.min(slowestCollect, collect * 2 ** this.#idle++)
    this.#collecting = setTimeout(() => void this.#post(), pause)
  }

  async #request(name: string, messages: readonly UpMessage[], bytes: number): Promise<void> {
    const url = new URL(this.#address)
    url.pathname += `/${name}`
    const givingUp = new AbortController()
    const giveUp = () => givingUp.abort()
    this.#ends.signal.addEventListener('abort', giveUp)
    // Whoever is too fast waits for the answer; a poor line is given the time that it needs.
    const patience = longestUpload + bytes / slowestBytesPerMillisecond
    const silence = watchSilence(() => patience, giveUp)
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/octet-stream' },
        body: new Uint8Array(encodeUp(messages)),
        signal: givingUp.signal,
      })
      // It is another sign-in's stream, or it has gone.
      if (answer.status === 404 && this.#stream) this.#end('foreign')
      else if (!answer.ok) this.#end({ why: 'refused', status: answer.status })
      else if (!this.#stream)
        parserFor((event, data) => this.#hear(event, data))(await answer.text())
    } finally {
      silence.stop()
      this.#ends.signal.removeEventListener('abort', giveUp)
    }
  }

  #end(how: StreamEnd | 'foreign'): void {
    if (this.#ends.signal.aborted) return
    clearTimeout(this.#collecting)
    clearTimeout(this.#ending)
    this.#ends.abort()
    this.#stream?.close()
    const hadNothing = this.#name === undefined
    this.#onEnd(how !== 'foreign' && how.why === 'silent' && !hadNothing ? { why: 'ended' } : how)
    const code = how !== 'foreign' && how.why === 'refused' && how.status === 401
    const told = [...this.#channels.values()]
    this.#channels.clear()
    for (const events of told) events.onClose(code ? closeCode.signedOut : abnormal, '')
  }
}

/** How lines behave: tests are less patient, and have several browsers. */
export interface LineOptions {
  readonly pace: Pace
  readonly browser: Browser
}

/** Opens a channel to a text on the line to an address, which is made when there is none. */
export type OpenChannel = (
  address: URL,
  text: string,
  optIn: boolean,
  events: ChannelEvents,
) => Channel

/** The lines of a page; those of different addresses are for different sign-ins of programs. */
export function openLines(
  options: LineOptions = { pace: usualPace, browser: thisBrowser },
): OpenChannel {
  const lines = new Map<string, Line>()
  let heldUntil = 0
  const foreign = new Set<string>()
  return (address, text, optIn, events) => {
    const { href } = address
    const known = lines.get(href)
    if (known) return known.open(text, optIn, events)
    const isForeign = foreign.delete(href)
    const way = Date.now() < heldUntil ? 'collected' : isForeign ? 'own-stream' : 'stream'
    const line = new Line(address, way, options, async (how) => {
      lines.delete(href)
      if (how === 'foreign') foreign.add(href)
      else if (how.why === 'silent' && (await serverAnswers(address)))
        heldUntil = Date.now() + beliefTime
    })
    lines.set(href, line)
    return line.open(text, optIn, events)
  }
}

/** The lines of this page. */
export const openChannel: OpenChannel = openLines()
