/**
 * Puts a bridging proposal into a text in square brackets, beside what the paragraph says as the other option of one choice: nothing is
 * deleted, and it merges with whatever is typed meanwhile.
 *
 * Before `{p1}Publish yearly.{end}`, proposed "Publish quarterly." for p1: `{p1}[Publish yearly.] [Brazil: Publish quarterly.]{end}`.
 */
import type * as Y from 'yjs'
import type { Inline } from '../domain/content.ts'
import { looksOf, setLooks } from '../flow/block-looks.ts'
import { blocksOf, endOf, type FlowBlock } from '../flow/blocks.ts'
import type { Draft } from '../flow/draft.ts'
import { asEdges, blockKeys, flowOf } from '../flow/flow-doc.ts'
import { flowNames } from '../flow/moments.ts'
import { putEmbeds } from '../flow/put.ts'
import { paragraphsOfBridge } from '../text/bridge-words.ts'
import { putInlines } from './put-inlines.ts'

/** What stands in the brackets, and in the name of whom. */
export interface BridgePlace {
  readonly bridgeId: string
  /** The paragraph or heading that the proposal becomes an option to; null for one of its own at the end. */
  readonly blockId: string | null
  readonly sponsors: string
  readonly putAt: string
  /** One paragraph a line. */
  readonly words: string
}

interface Found {
  readonly flow: Y.Text
  readonly block: FlowBlock
}

function blockNamed(doc: Y.Doc, blockId: string): Found | undefined {
  for (const name of flowNames(doc)) {
    const flow = flowOf(doc, name)
    const block = blocksOf(flow).find((each) => each.blockId === blockId)
    if (block) return { flow, block }
  }
  return undefined
}

const plain = (words: string): Inline => ({ type: 'words', words, marks: [] })

/** Puts blocks of their own from an index on. */
function putBlocks(
  draft: Draft,
  doc: Y.Doc,
  index: number,
  lines: readonly Inline[][],
  depth?: number,
) {
  let at = index
  for (const line of lines) {
    const blockId = draft.newBlockId()
    const start = at
    asEdges(doc, () => putEmbeds(draft.flow, start, { block: blockId }))
    if (depth !== undefined) setLooks(blockKeys(doc), blockId, { depth })
    const end = putInlines(draft, start + 1, line)
    asEdges(doc, () => putEmbeds(draft.flow, end, { end: 1 }))
    at = end + 1
  }
}

/** Puts it in one transaction, under the document's client id. */
export function putBridge(
  doc: Y.Doc,
  { bridgeId, blockId, sponsors, putAt, words }: BridgePlace,
  newBlockId: () => string,
): void {
  const edge = (which: 'open' | 'close', id: string, whose: string): Inline => ({
    type: 'bracket',
    edge: which,
    bracketId: id,
    sponsors: whose,
    ...(which === 'open' && { putAt }),
  })
  const [open, close] = [edge('open', bridgeId, sponsors), edge('close', bridgeId, '')]
  const [first = '', ...others] = paragraphsOfBridge(words)
  const end = others.length === 0 ? [close] : []
  const more = others.map((line, place) =>
    place === others.length - 1 ? [plain(line), close] : [plain(line)],
  )
  doc.transact(() => {
    const found = blockId === null ? undefined : blockNamed(doc, blockId)
    if (!found) {
      const flow = flowOf(doc)
      putBlocks({ flow, newBlockId }, doc, flow.length, [[open, plain(first), ...end], ...more])
      return
    }
    const { flow, block } = found
    const draft: Draft = { flow, newBlockId }
    putBlocks(draft, doc, endOf(block), more, looksOf(blockKeys(doc), block.blockId).depth)
    if (block.from === block.to) {
      putInlines(draft, block.from, [open, plain(first), ...end])
      return
    }
    const former = `${bridgeId}-former`
    putInlines(draft, block.to, [edge('close', former, ''), plain(' '), open, plain(first), ...end])
    putInlines(draft, block.from, [edge('open', former, '')])
  })
}
