/** What somebody typed in a document themselves, told by the client ids that were theirs: other people's words are left out. */
import * as Y from 'yjs'

/** A stretch of so many letters that stands in the text is there already: an editor writes words anew where paragraphs are split or joined. */
const longEnough = 8

/**
 * The words under these client ids that a state does not have and a text does not say, in the order in which they were typed; stretches
 * from different places are parted by " … ". What was typed and struck out again is left out.
 */
export function ownWordsBeyond(
  doc: Y.Doc,
  clients: Iterable<number>,
  state: ReadonlyMap<number, number>,
  text: string,
): string {
  const stretches: string[] = []
  for (const client of clients) {
    const known = state.get(client) ?? 0
    let before: Y.Item | undefined
    for (const item of doc.store.clients.get(client) ?? []) {
      if (!(item instanceof Y.Item) || item.deleted || !(item.content instanceof Y.ContentString))
        continue
      const words = item.content.str.slice(Math.max(0, known - item.id.clock))
      if (words === '') continue
      if (before && item.left === before) stretches.push((stretches.pop() ?? '') + words)
      else stretches.push(words)
      before = item
    }
  }
  return stretches
    .map((stretch) => stretch.trim())
    .filter(
      (stretch) => stretch !== '' && !(stretch.length >= longEnough && text.includes(stretch)),
    )
    .join(' … ')
}
