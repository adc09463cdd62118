/** Brackets of a text that is written for a test: each is put by a member of its delegation, since whoever puts one is its sponsor. */
import type * as Y from 'yjs'
import type { Block, Cell, TextContent } from '#shared/domain/content'
import { bracket } from '#shared/flow/acts'
import { bracketKeysOf } from '#shared/flow/bracket-keys'
import { flowOf, newFlowDoc } from '#shared/flow/flow-doc'
import { tokensOf } from '#shared/flow/tokens'
import { writeText } from '#shared/flow/write-flow'

/** A bracket that is still to be put. */
export interface PutBracket {
  /** The code of its delegation; '' for nobody's. */
  readonly sponsors: string
  readonly put: (doc: Y.Doc) => void
}

const withoutIn = (cell: Cell): Cell => cell.filter(({ type }) => type !== 'bracket')

function withoutBrackets(blocks: readonly Block[]): Block[] {
  return blocks.map((block): Block => {
    if (block.type === 'list')
      return {
        ...block,
        items: block.items.map((item) => ({ blocks: withoutBrackets(item.blocks) })),
      }
    return block.type === 'table' ? block : { ...block, inlines: withoutIn(block.inlines) }
  })
}

const newBlockId = () => crypto.randomUUID()

/** The brackets of the words in the order in which they open, each to be put when those before it are there. */
function bracketsIn(doc: Y.Doc): PutBracket[] {
  const edges = tokensOf(flowOf(doc)).flatMap((token) => {
    const embed = token.type === 'embed' ? token.embed : undefined
    if (embed && 'open' in embed) return [{ id: embed.open, isOpen: true, index: token.index }]
    return embed && 'close' in embed ? [{ id: embed.close, isOpen: false, index: token.index }] : []
  })
  return edges.flatMap(({ id, isOpen, index: from }, at) => {
    const close = edges.find((edge) => edge.id === id && !edge.isOpen)
    if (!isOpen || !close) return []
    const later = new Set(edges.slice(at).flatMap((edge) => (edge.isOpen ? [edge.id] : [])))
    const inside = edges.filter((edge) => later.has(edge.id) && edge.index < close.index)
    const put = (into: Y.Doc) =>
      bracket({ flow: flowOf(into), newBlockId }, from, close.index - inside.length, id)
    return [{ sponsors: bracketKeysOf(doc, id).sponsors, put }]
  })
}

/** A text without the brackets in its words, and these. */
export function bracketsApart(content: TextContent): {
  readonly content: TextContent
  readonly brackets: readonly PutBracket[]
} {
  const doc = newFlowDoc(1)
  writeText(doc, content, { newBlockId, newBreakId: newBlockId })
  return {
    content: { ...content, words: withoutBrackets(content.words) },
    brackets: bracketsIn(doc),
  }
}
