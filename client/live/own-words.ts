/** What somebody typed in a document themselves, told by the client ids that were theirs: other people's words are left out. */
import * as Y from 'yjs'
import { lettersIn } from '#shared/copies/declared-copy'
import { claimAt, claimsRoot } from '#shared/copies/doc-copies'
import { isCopyClient } from '#shared/flow/flow-doc'
import { has, idSet } from '#shared/flow/ids'

/** A stretch of so many copied letters that stands in the text is there already. */
const longEnough = 8

/** The root of the words of a tree, in which texts were kept before flows. */
const treeRoot = 'words'

/**
 * Tells of each letter whether it may be a copy of another: an undo brought it back, or its page says so. In a tree any may be: an editor
 * wrote words anew where paragraphs were split or joined.
 */
function mayBeCopies(doc: Y.Doc): (client: number, clock: number) => boolean {
  if (doc.share.has(treeRoot)) return () => true
  const claims = [...doc.getMap(claimsRoot)].flatMap(([name, said]) => claimAt(name, said) ?? [])
  const claimed = idSet(claims.map((claim) => ({ ...claim.copy, length: lettersIn(claim) })))
  return (client, clock) => isCopyClient(client) || has(claimed, { client, clock })
}

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
  const mayBeCopy = mayBeCopies(doc)
  const stretches: { words: string; isCopy: boolean }[] = []
  for (const client of clients) {
    const known = state.get(client) ?? 0
    let before: Y.Item | undefined
    for (const item of doc.store.clients.get(client) ?? []) {
      if (!(item instanceof Y.Item) || item.deleted || !(item.content instanceof Y.ContentString))
        continue
      const from = Math.max(0, known - item.id.clock)
      const words = item.content.str.slice(from)
      if (words === '') continue
      const isCopy = mayBeCopy(client, item.id.clock + from)
      const last = stretches.at(-1)
      if (last && before && item.left === before && last.isCopy === isCopy) last.words += words
      else stretches.push({ words, isCopy })
      before = item
    }
  }
  return stretches
    .map(({ words, isCopy }) => ({ words: words.trim(), isCopy }))
    .filter(
      ({ words, isCopy }) =>
        words !== '' && !(isCopy && words.length >= longEnough && text.includes(words)),
    )
    .map(({ words }) => words)
    .join(' … ')
}
