/** Brackets that lie whole in a stretch of words. */
import type { Inline } from '../domain/content.ts'

/** Whether every bracket that begins or ends among these inlines does both. */
export function hasWholeBrackets(inlines: readonly Inline[]): boolean {
  const edges = new Map<string, Set<string>>()
  for (const inline of inlines)
    if (inline.type === 'bracket')
      edges.set(inline.bracketId, new Set([...(edges.get(inline.bracketId) ?? []), inline.edge]))
  return [...edges.values()].every(({ size }) => size === 2)
}

/** The same brackets under other ids: the text that they are put into may hold one of the same id elsewhere. */
export function withFreshBrackets(
  inlines: readonly Inline[],
  newBracketId: () => string,
): Inline[] {
  const ids = new Map<string, string>()
  return inlines.map((inline) => {
    if (inline.type !== 'bracket') return inline
    const bracketId = ids.get(inline.bracketId) ?? newBracketId()
    ids.set(inline.bracketId, bracketId)
    return { ...inline, bracketId }
  })
}
