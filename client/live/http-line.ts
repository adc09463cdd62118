/** One stream down and one request at a time up, for all texts of a page; it ends when its last channel does. */
import { closeCode } from '#shared/protocol/close-codes'
import { limits } from '#shared/protocol/frames'
import { encodeUp, type UpMessage } from '#shared/protocol/stream'

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

/** Yields the events of a stream as they come. */
async function* eventsOf(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<{ readonly event: string; readonly data: string }> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    const blocks = (rest + decoder.decode(value, { stream: true })).split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const [first = '', second = ''] = block.split('\n')
      yield { event: first.slice('event: '.length), data: second.slice('data: '.length) }
    }
  }
}

/** Splits "a b c d" into its first word and the rest. */
function firstWord(text: string): readonly [string, string] {
  const space = text.indexOf(' ')
  return space < 0 ? [text, ''] : [text.slice(0, space), text.slice(space + 1)]
}

class Line {
  readonly #ends = new AbortController()
  readonly #channels = new Map<number, ChannelEvents>()
  readonly #address: URL
  readonly #onEnd: () => void
  #name: string | undefined
  #next = 1
  #outbox: UpMessage[] = []
  #waiting = 0
  #isSending = false

  constructor(address: URL, onEnd: () => void) {
    this.#address = address
    this.#onEnd = onEnd
    void this.#listen()
  }

  open(text: string, optIn: boolean, events: ChannelEvents): Channel {
    const channel = this.#next++
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
        if (this.#channels.size === 0) this.#end()
      },
    }
  }

  async #listen(): Promise<void> {
    try {
      const headers = { Accept: 'text/event-stream' }
      const answer = await fetch(this.#address, { headers, signal: this.#ends.signal })
      if (answer.status === 401) return this.#end(closeCode.signedOut)
      if (!answer.ok || !answer.body) return this.#end()
      for await (const { event, data } of eventsOf(answer.body)) this.#hear(event, data)
    } catch {
      // The network failed: every channel is told below, and its room tries again by itself.
    }
    return this.#end()
  }

  #hear(event: string, data: string): void {
    if (event === 'open') {
      this.#name = data
      for (const events of this.#channels.values()) events.onOpen()
      void this.#post()
      return
    }
    const [number, rest] = firstWord(data)
    const events = this.#channels.get(Number(number))
    if (event === 'frame')
      events?.onFrame(Uint8Array.from(atob(rest), (each) => each.charCodeAt(0)).buffer)
    else if (event === 'close') {
      const [code, reason] = firstWord(rest)
      this.#close(Number(number), Number(code), reason)
    }
  }

  #close(channel: number, code: number, reason: string): void {
    const events = this.#channels.get(channel)
    this.#channels.delete(channel)
    events?.onClose(code, reason)
    if (this.#channels.size === 0) this.#end()
  }

  #send(message: UpMessage): void {
    this.#outbox.push(message)
    if (message.kind === 'frame') this.#waiting += message.frame.length
    void this.#post()
  }

  async #post(): Promise<void> {
    if (this.#isSending || this.#name === undefined) return
    this.#isSending = true
    const url = new URL(this.#address)
    url.pathname += `/${this.#name}`
    while (this.#outbox.length > 0 && !this.#ends.signal.aborted) {
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
        const answer = await fetch(url, {
          method: 'POST',
          headers: { 'Content-Type': 'application/octet-stream' },
          body: new Uint8Array(encodeUp(messages)),
          signal: this.#ends.signal,
        })
        this.#waiting -= bytes
        if (!answer.ok) this.#end()
      } catch {
        this.#end() // What was not taken in is in the document, and goes with the next handshake.
      }
    }
    this.#isSending = false
  }

  #end(code: number = abnormal): void {
    if (this.#ends.signal.aborted) return
    this.#ends.abort()
    this.#onEnd()
    const told = [...this.#channels.values()]
    this.#channels.clear()
    for (const events of told) events.onClose(code, '')
  }
}

const lines = new Map<string, Line>()

/** Opens a channel to a text on the line to this address, which is made when there is none. */
export function openChannel(
  address: URL,
  text: string,
  optIn: boolean,
  events: ChannelEvents,
): Channel {
  const { href } = address
  let line = lines.get(href)
  if (!line) {
    line = new Line(address, () => lines.delete(href))
    lines.set(href, line)
  }
  return line.open(text, optIn, events)
}
