/** Carets as pages tell of them, and what others are shown of somebody. */
import * as decoding from 'lib0/decoding'
import type { WebsocketProvider } from 'y-websocket'
import { frame } from '#shared/protocol/frames'

/** A caret at the beginning of the words; each number makes another one of it. */
export const caretAt = (number: number) => {
  const place = { tname: 'flow', item: null, assoc: number }
  return { anchor: place, head: place }
}

/** What somebody is shown of a delegation's member in the text; undefined when nothing. */
export const shownTo = (
  { awareness, doc }: WebsocketProvider,
  code: string,
): Record<string, unknown> | undefined =>
  [...awareness.getStates()].find(
    ([client, { user }]) => client !== doc.clientID && user?.code === code,
  )?.[1]

/** All numbers in the presence that somebody hears: ids, clocks and what carets say. */
export function numbersTold(provider: WebsocketProvider): Set<number> {
  const heard = new Set<number>()
  const [take] = [provider.messageHandlers[frame.awareness]]
  provider.messageHandlers[frame.awareness] = (encoder, decoder, ...rest) => {
    const payload = decoding.createDecoder(decoder.arr.slice(decoder.pos))
    const entries = decoding.createDecoder(decoding.readVarUint8Array(payload))
    for (let left = decoding.readVarUint(entries); left > 0; left -= 1) {
      heard.add(decoding.readVarUint(entries))
      decoding.readVarUint(entries)
      for (const [number] of decoding.readVarString(entries).matchAll(/\d{3,}/g))
        heard.add(Number(number))
    }
    take?.(encoder, decoder, ...rest)
  }
  return heard
}
