/**
 * Chooses what carries the words: a WebSocket, or requests where the network blocks it. A WebSocket that could not be opened
 * twice, while the server answers requests, is taken to be blocked; after a while it is tried again.
 */
import { useSyncExternalStore } from 'react'
import { HttpSocket } from './http-socket.ts'

type Carrier = 'websocket' | 'http'

/** A WebSocket that has not opened after this time is given up, in milliseconds: some networks swallow it without a word. */
const openingTime = 6000
const failuresUntilBlocked = 2
/** How long a network that blocks is believed to go on blocking, in milliseconds. */
const beliefTime = 10 * 60_000

let failures = 0
let blockedUntil = 0
const listeners = new Set<() => void>()

const carrierNow = (): Carrier => (performance.now() < blockedUntil ? 'http' : 'websocket')

/** Whether the server answers requests, whatever becomes of sockets. */
export async function serverAnswers(): Promise<boolean> {
  try {
    return (await fetch('/healthz', { cache: 'no-store' })).ok
  } catch {
    return false // Nothing answers: the network or the server is away, which blocks nothing.
  }
}

async function countFailure(): Promise<void> {
  if (!(await serverAnswers())) return
  failures += 1
  if (failures < failuresUntilBlocked) return
  failures = 0
  blockedUntil = performance.now() + beliefTime
  for (const listener of listeners) listener()
}

function openWebSocket(address: string): WebSocket {
  const socket = new WebSocket(address)
  const giveUp = setTimeout(() => socket.close(), openingTime)
  let hasOpened = false
  socket.addEventListener('open', () => {
    hasOpened = true
    failures = 0
    clearTimeout(giveUp)
  })
  socket.addEventListener('close', () => {
    clearTimeout(giveUp)
    if (!hasOpened) void countFailure()
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
