/**
 * Chooses what carries the words: a WebSocket, or requests where the network blocks it. WebSockets that twice could not be opened,
 * or through which nothing came, while the server answers requests, are taken to be blocked; after a while they are tried again.
 */
import { useSyncExternalStore } from 'react'
import { HttpSocket } from './http-socket.ts'
import { serverAnswers } from './server-answers.ts'

type Carrier = 'websocket' | 'http'

/** A WebSocket that has not opened after this time is given up, in milliseconds: some networks swallow it without a word. */
const openingTime = 6000
/** The server says something as soon as it has loaded the text: one that says nothing for so long, in milliseconds, is not heard. */
const hearingTime = 15_000
const abnormal = 1006
const failuresUntilBlocked = 2
/** How long a network that blocks is believed to go on blocking, in milliseconds. */
const beliefTime = 10 * 60_000

let failures = 0
let blockedUntil = 0
const listeners = new Set<() => void>()

const carrierNow = (): Carrier => (performance.now() < blockedUntil ? 'http' : 'websocket')

async function countFailure(): Promise<void> {
  if (!(await serverAnswers(location.href))) return
  failures += 1
  if (failures < failuresUntilBlocked) return
  failures = 0
  blockedUntil = performance.now() + beliefTime
  for (const listener of listeners) listener()
}

/** Ends a socket for its user at once: on a dead line nobody answers a close, and the browser waits for that. */
function giveUpOn(socket: WebSocket): void {
  socket.onclose?.(new CloseEvent('close', { code: 1006 }))
  socket.close()
}

/** A socket that does not open, or through which nothing comes when it has (the server speaks first), is no way for the words. */
function openWebSocket(address: string): WebSocket {
  const socket = new WebSocket(address)
  let hasHeard = false
  let isCounted = false
  const fail = () => {
    clearTimeout(waiting)
    if (!hasHeard && !isCounted) void countFailure()
    isCounted = true
  }
  const lose = () => {
    fail()
    giveUpOn(socket)
  }
  let waiting = setTimeout(lose, openingTime)
  socket.addEventListener('open', () => {
    clearTimeout(waiting)
    waiting = setTimeout(lose, hearingTime)
  })
  socket.addEventListener('message', () => {
    if (hasHeard) return
    hasHeard = true
    failures = 0
    clearTimeout(waiting)
  })
  // One that opened and was closed in words was not blocked.
  socket.addEventListener('close', ({ code }) => {
    if (code === abnormal) fail()
    else clearTimeout(waiting)
  })
  return socket
}

/** To be used in place of `WebSocket`: what it constructs is what carries the words now. */
export const CarrierSocket = new Proxy(WebSocket, {
  construct: (_target, [address]: unknown[]) =>
    carrierNow() === 'http' ? new HttpSocket(String(address)) : openWebSocket(String(address)),
})

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** What carries the words, for those who wish to know why it is slower. */
export const useCarrier = (): Carrier => useSyncExternalStore(subscribe, carrierNow)
