/** Puts a bridging proposal into a Y.Doc in square brackets: nothing is struck, and it merges with whatever is typed meanwhile. */
import * as Y from 'yjs'
import type { Inline } from '../domain/content.ts'
import { paragraphsOfBridge } from './bridge-words.ts'
import { nodeName, wordsName } from './content-names.ts'
import { attributeOf } from './read-inlines.ts'
import { inlineNodes, insertNodes, paragraphNode } from './write-content.ts'

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

type Edges = Extract<Inline, { type: 'bracket' }>

function blockOf(parent: Y.XmlFragment, blockId: string): Y.XmlElement | undefined {
  for (const child of parent.toArray()) {
    if (!(child instanceof Y.XmlElement)) continue
    const isWords = child.nodeName === nodeName.paragraph || child.nodeName === nodeName.heading
    if (isWords && attributeOf(child, 'id') === blockId) return child
    const inside = isWords ? undefined : blockOf(child, blockId)
    if (inside) return inside
  }
  return undefined
}

const edge = (which: 'open' | 'close', fields: Omit<Edges, 'type' | 'edge'>): Edges => ({
  type: 'bracket',
  edge: which,
  ...fields,
})
const plain = (words: string): Inline => ({ type: 'words', words, marks: [] })

/** Puts paragraphs into a parent, from a place on. The editor gives each an id when somebody types next. */
function insertParagraphs(parent: Y.XmlFragment, place: number, lines: readonly Inline[][]): void {
  const nodes = lines.map((inlines) => paragraphNode({ type: 'paragraph', blockId: '', inlines }))
  insertNodes(parent, place, nodes)
}

/** Puts it in one transaction, beside what the paragraph says as the other option of one choice. */
export function putBridge(
  doc: Y.Doc,
  { bridgeId, blockId, sponsors, putAt, words }: BridgePlace,
): void {
  doc.transact(() => {
    const fragment = doc.getXmlFragment(wordsName)
    const block = blockId === null ? undefined : blockOf(fragment, blockId)
    const close = edge('close', { bracketId: bridgeId, sponsors: '' })
    const open = (optionOf: string) =>
      edge('open', { bracketId: bridgeId, sponsors, putAt, optionOf })
    const [first = '', ...others] = paragraphsOfBridge(words)
    const end = others.length === 0 ? [close] : []
    const more = others.map((line, place) =>
      place === others.length - 1 ? [plain(line), close] : [plain(line)],
    )
    if (!block) {
      const inlines = [open(''), plain(first), ...end]
      insertNodes(fragment, fragment.length, [
        paragraphNode({ type: 'paragraph', blockId: bridgeId, inlines }),
      ])
      insertParagraphs(fragment, fragment.length, more)
      return
    }
    const { parent } = block
    if (parent instanceof Y.XmlFragment)
      insertParagraphs(parent, parent.toArray().findIndex((child) => child === block) + 1, more)
    if (block.length === 0) {
      insertNodes(block, 0, inlineNodes([open(''), plain(first), ...end]))
      return
    }
    const former = { bracketId: `${bridgeId}-former`, sponsors: '' }
    insertNodes(
      block,
      block.length,
      inlineNodes([edge('close', former), plain(' '), open(bridgeId), plain(first), ...end]),
    )
    insertNodes(block, 0, inlineNodes([edge('open', { ...former, putAt, optionOf: bridgeId })]))
  })
}
