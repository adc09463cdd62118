/**
 * Runs in a cell that nobody is in, which is drawn without an editor: elements around letters of the cell, and points between them.
 *
 * Before `<p>Every year</p>` of a flow that begins with the edge of its block; after, with a range from 1 to 6:
 * `<p><mark>Every</mark> year</p>`.
 */
import type { DecorationAttrs, EditorView } from '@tiptap/pm/view'
import type * as Y from 'yjs'
import { blocksOf } from '#shared/flow/blocks'
import type { Run } from './runs.ts'

/** Letters, an edge of a bracket or a line break, with the index of the first in the flow. */
interface Leaf {
  readonly index: number
  readonly node: ChildNode
}
interface DrawnBlock {
  readonly element: Element
  leaves: Leaf[]
}

const isOneLong = (node: Element): boolean => node.matches('br, [data-bracket]')
const lengthOf = ({ node }: Leaf): number => (node instanceof Text ? node.length : 1)

function leavesIn(parent: ParentNode & Node): ChildNode[] {
  return Array.from(parent.childNodes).flatMap((node): ChildNode[] =>
    node instanceof Element && !isOneLong(node) ? leavesIn(node) : [node],
  )
}

function blocksIn(cell: Element, flow: Y.Text): DrawnBlock[] {
  const elements = cell.querySelectorAll('p, h1, h2, h3')
  return blocksOf(flow).flatMap(({ from }, at) => {
    const element = elements[at]
    if (!element) return []
    let index = from
    const leaves = leavesIn(element).map((node): Leaf => {
      const leaf = { index, node }
      index += lengthOf(leaf)
      return leaf
    })
    return [{ element, leaves }]
  })
}

/** Cuts the letters that an index lies inside of. */
function cutAt(block: DrawnBlock, index: number): void {
  block.leaves = block.leaves.flatMap((leaf): Leaf[] => {
    const { node, index: from } = leaf
    if (!(node instanceof Text) || index <= from || index >= from + node.length) return [leaf]
    return [leaf, { index, node: node.splitText(index - from) }]
  })
}

function elementFor({ nodeName = 'span', ...attributes }: DecorationAttrs): HTMLElement {
  const element = document.createElement(nodeName)
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined) element.setAttribute(name, value)
  return element
}

function drawRange(block: DrawnBlock, run: Extract<Run, { is: 'range' }>): void {
  cutAt(block, run.start)
  cutAt(block, run.end)
  for (const leaf of block.leaves) {
    if (leaf.index < run.start || leaf.index + lengthOf(leaf) > run.end) continue
    const around = elementFor(run.attributes)
    leaf.node.replaceWith(around)
    around.append(leaf.node)
  }
}

function drawPoint(
  block: DrawnBlock,
  { at, draw }: Extract<Run, { is: 'point' }>,
  view: EditorView,
) {
  cutAt(block, at)
  const next = block.leaves.find(({ index }) => index >= at)
  /** Outside of whatever is drawn around the letters. */
  let place: ChildNode | null = next?.node ?? null
  while (place?.parentElement && place.parentElement !== block.element) place = place.parentElement
  block.element.insertBefore(draw(view), place)
}

/** Draws runs in a cell as it stands on the page; `view` is the editor of the words that the cell is among. */
export function drawStill(
  cell: Element,
  flow: Y.Text,
  runs: readonly Run[],
  view: EditorView,
): void {
  if (runs.length === 0) return
  const blocks = blocksIn(cell, flow)
  for (const run of runs) {
    if (run.is === 'range') for (const block of blocks) drawRange(block, run)
    else {
      const behind = blocks.findIndex(({ leaves }) => (leaves[0]?.index ?? run.at) > run.at)
      const block = blocks[behind < 0 ? blocks.length - 1 : Math.max(0, behind - 1)]
      if (block) drawPoint(block, run, view)
    }
  }
}
