/** Headings, lists and depth: commands that set looks of the selected blocks, and move no letter. */
import type { Node } from '@tiptap/pm/model'
import type { Command, EditorState, Transaction } from '@tiptap/pm/state'
import type { ListStyle } from '#shared/domain/content'
import type { BlockLooks } from '#shared/flow/block-looks'
import { looksNames } from '#shared/flow/block-looks'
import { looksIn } from './flow-schema.ts'

interface PlacedBlock {
  readonly position: number
  readonly looks: BlockLooks
  readonly node: Node
}

/** All blocks with their places. */
export function placedBlocks(doc: Node): PlacedBlock[] {
  const blocks: PlacedBlock[] = []
  doc.descendants((node, position) => {
    if (node.isTextblock) blocks.push({ position, looks: looksIn(node.attrs), node })
    return !node.isTextblock
  })
  return blocks
}

/** Those that the selection touches. */
const selected = ({ doc, selection: { from, to } }: EditorState): PlacedBlock[] =>
  placedBlocks(doc).filter(
    ({ position, node }) =>
      from < position + node.nodeSize && position < to + (from === to ? 1 : 0),
  )

/** Sets what differs from what a block looks like already; a look that is undefined is taken away. */
export function setLooksAt(
  transaction: Transaction,
  { position, looks }: Pick<PlacedBlock, 'position' | 'looks'>,
  now: BlockLooks,
): void {
  for (const name of looksNames)
    if (Object.hasOwn(now, name) && looks[name] !== now[name])
      transaction.setNodeAttribute(position, name, now[name] ?? null)
}

/** What a block loses that leaves its list. */
export const outOfList: BlockLooks = {
  list: undefined,
  depth: undefined,
  start: undefined,
  continues: undefined,
  label: undefined,
}

/** Makes headings of this level of the blocks, or paragraphs where all are that already. */
export const toggleHeading =
  (level: 1 | 2 | 3): Command =>
  (state, dispatch) => {
    const blocks = selected(state)
    const isHeading = ({ looks }: PlacedBlock) => looks.kind === 'heading' && looks.level === level
    const looks: BlockLooks = blocks.every(isHeading)
      ? { kind: undefined, level: undefined }
      : { kind: 'heading', level }
    const transaction = state.tr
    for (const block of blocks) setLooksAt(transaction, block, looks)
    dispatch?.(transaction.scrollIntoView())
    return blocks.length > 0
  }

/** Makes items of the blocks, counted so, or takes them out of their lists where all are that already. */
export const toggleList =
  (style: ListStyle): Command =>
  (state, dispatch) => {
    const blocks = selected(state)
    const isOff = blocks.every(({ looks }) => looks.list === style)
    const transaction = state.tr
    for (const block of blocks)
      setLooksAt(
        transaction,
        block,
        isOff ? outOfList : { list: style, depth: block.looks.depth ?? 1 },
      )
    dispatch?.(transaction.scrollIntoView())
    return blocks.length > 0
  }

/** How an author wants blocks counted, labelled and written. */
export interface Shape extends Pick<BlockLooks, 'list' | 'start' | 'continues' | 'label' | 'dir'> {}

/**
 * Shapes the selected blocks. Only the first of them begins a list and bears the label; where `list` is left out they stand in no list,
 * and what goes on in an item goes on in it.
 */
export const shapeBlocks =
  ({ list, start, continues, label, dir }: Shape): Command =>
  (state, dispatch) => {
    const blocks = selected(state)
    const transaction = state.tr
    for (const [at, block] of blocks.entries()) {
      const isFirst = at === 0
      const counting: BlockLooks =
        list === undefined
          ? block.looks.list === undefined
            ? {}
            : outOfList
          : {
              list,
              depth: block.looks.depth ?? 1,
              start: isFirst ? start : undefined,
              continues: isFirst ? continues : undefined,
            }
      setLooksAt(transaction, block, { ...counting, dir, ...(isFirst && { label }) })
    }
    dispatch?.(transaction.scrollIntoView())
    return blocks.length > 0
  }

/** The looks of the first selected block. */
export const firstLooks = (state: EditorState): BlockLooks => selected(state)[0]?.looks ?? {}

const depthOf = ({ looks }: PlacedBlock): number => looks.depth ?? (looks.list ? 1 : 0)

/** The first selected item or what goes on in one, and what lies deeper behind the last: it moves along. */
function movedAlong(state: EditorState): readonly PlacedBlock[] {
  const blocks = placedBlocks(state.doc)
  const own = selected(state).filter((block) => depthOf(block) > 0)
  const last = own.at(-1)
  if (!last) return []
  const behind = blocks.slice(blocks.findIndex(({ position }) => position === last.position) + 1)
  const end = behind.findIndex((block) => depthOf(block) <= depthOf(last))
  return [...own, ...behind.slice(0, end < 0 ? behind.length : end)]
}

const deepest = 9

/** Puts items one deeper, into the item above them; nothing happens where there is none. */
export const sink: Command = (state, dispatch) => {
  const moved = movedAlong(state)
  const [first] = moved
  if (!first) return false
  const above = placedBlocks(state.doc).findLast(({ position }) => position < first.position)
  const isDeepest = moved.some((block) => depthOf(block) >= deepest)
  if (!above || depthOf(above) < depthOf(first) || isDeepest) return true
  const transaction = state.tr
  for (const block of moved) setLooksAt(transaction, block, { depth: depthOf(block) + 1 })
  dispatch?.(transaction.scrollIntoView())
  return true
}

/** Puts items one less deep; from the outermost list they come out. */
export const lift: Command = (state, dispatch) => {
  const moved = movedAlong(state)
  if (moved.length === 0) return false
  const transaction = state.tr
  for (const block of moved) {
    const depth = depthOf(block) - 1
    setLooksAt(transaction, block, depth === 0 ? outOfList : { depth })
  }
  dispatch?.(transaction.scrollIntoView())
  return true
}
