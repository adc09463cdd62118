/** A channel over HTTP that looks like a WebSocket to y-websocket, so that the room above it is the same. */
import { optInParameter } from '#shared/protocol/frames'
import { type Channel, type OpenChannel, openChannel } from './http-line.ts'

export class HttpSocket {
  readonly CONNECTING = 0
  readonly OPEN = 1
  readonly CLOSING = 2
  readonly CLOSED = 3
  readyState = 0
  binaryType = 'arraybuffer'
  onopen: ((event: Event) => void) | null = null
  onmessage: ((event: MessageEvent) => void) | null = null
  onerror: ((event: Event) => void) | null = null
  onclose: ((event: { readonly code: number; readonly reason: string }) => void) | null = null
  readonly #channel: Channel

  /** `address` is the WebSocket's: .../sync/<textId>?…; the stream has the same query but for what it says by itself. */
  constructor(address: string) {
    const url = new URL(address.replace(/^ws/, 'http'))
    const text = url.pathname.slice('/sync/'.length)
    const optIn = url.searchParams.has(optInParameter)
    url.searchParams.delete(optInParameter)
    url.pathname = '/api/stream'
    this.#channel = this.openChannel(url, text, optIn, {
      onOpen: () => {
        this.readyState = this.OPEN
        this.onopen?.(new Event('open'))
      },
      onFrame: (data) => this.onmessage?.(new MessageEvent('message', { data })),
      onClose: (code, reason) => {
        this.readyState = this.CLOSED
        this.onclose?.({ code, reason })
      },
    })
  }

  /** The lines of this page; tests have several pages. */
  protected openChannel(...asked: Parameters<OpenChannel>): Channel {
    return openChannel(...asked)
  }

  get bufferedAmount(): number {
    return this.#channel.waitingBytes()
  }

  send(frame: Uint8Array): void {
    this.#channel.send(frame)
  }

  close(): void {
    if (this.readyState === this.CLOSED) return
    this.readyState = this.CLOSED
    this.#channel.close()
    queueMicrotask(() => this.onclose?.({ code: 1000, reason: '' }))
  }
}
