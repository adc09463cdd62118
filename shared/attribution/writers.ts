/** Who wrote words, or put them where they are, that are named by where they stand in the flat text. */
import type * as Y from 'yjs'
import { tableOf } from '../copies/doc-copies.ts'
import { flatPlaces } from '../flow/flat-places.ts'
import { flowOf } from '../flow/flow-doc.ts'
import type { FlatRange } from '../text/flat-words.ts'
import { authorRuns } from './authors.ts'

/**
 * The authors of a range, and those who moved or pasted words of others there, each once, in the order in which their words come: a
 * sentence that is put together of others' words is theirs as well. `authorOf` as for `authorRuns`.
 */
export function writersIn<Author>(
  doc: Y.Doc,
  { start, end }: FlatRange,
  authorOf: Parameters<typeof authorRuns<Author>>[2],
): Author[] {
  const places = flatPlaces(doc)
  const copies = tableOf(doc)
  const [first, last] = [places.placeBefore(start), places.placeBehind(end)]
  const [from, to] = [places.flows.indexOf(first.flow), places.flows.indexOf(last.flow)]
  const found = new Set<Author>()
  for (const name of places.flows.slice(from, to + 1))
    for (const run of authorRuns(flowOf(doc, name), copies, authorOf)) {
      const isBefore = name === first.flow && run.end <= first.index
      const isBehind = name === last.flow && run.start >= last.index
      if (isBefore || isBehind) continue
      for (const each of [run.author, run.movedBy]) if (each !== null) found.add(each)
    }
  return [...found]
}
