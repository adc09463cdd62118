/** Comments on words of a tree, as pages made them before flows. */
import { toBase64 } from 'lib0/buffer'
import * as Y from 'yjs'
import { type FlatDocument, flatten, type Run } from '#shared/tree/flat-document'
import type { TreeAnchor } from '#shared/tree/words-anchor'

const contextLength = 32
const longestQuote = 2000

/** Association towards the quoted words, so that typing at their edges does not widen the anchor. */
function relative(
  { runs }: FlatDocument,
  offset: number,
  edge: 'start' | 'end',
): string | undefined {
  const holds = (run: Run) =>
    edge === 'start'
      ? offset >= run.start && offset < run.start + run.words.length
      : offset > run.start && offset <= run.start + run.words.length
  const run = runs.find(holds)
  if (!run) return undefined
  const position = Y.createRelativePositionFromTypeIndex(
    run.text,
    offset - run.start,
    edge === 'start' ? 0 : -1,
  )
  return toBase64(Y.encodeRelativePosition(position))
}

/** An anchor for the flat range from `start` to `end`; undefined when it holds no words. */
export function anchorWords(doc: Y.Doc, start: number, end: number): TreeAnchor | undefined {
  const document = flatten(doc)
  const to = Math.min(end, start + longestQuote)
  const quote = document.flat.slice(start, to)
  if (start < 0 || quote.trim() === '') return undefined
  const first = relative(document, start, 'start')
  const last = relative(document, to, 'end')
  return {
    start: first ?? '',
    end: last ?? '',
    quote,
    prefix: document.flat.slice(Math.max(0, start - contextLength), start),
    suffix: document.flat.slice(to, to + contextLength),
    ...(document.flat.split(quote).length === 2 ? { isOnly: true } : {}),
  }
}
