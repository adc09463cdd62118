import type * as Y from 'yjs'

/** The words of a Y.XmlText without their formatting. */
export function plainWords(text: Y.XmlText): string {
  const delta: { insert?: unknown }[] = text.toDelta()
  return delta.map(({ insert }) => (typeof insert === 'string' ? insert : '')).join('')
}
