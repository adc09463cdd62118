/** Carets as pages tell of them, and what others are shown of somebody. */
import type { WebsocketProvider } from 'y-websocket'

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
