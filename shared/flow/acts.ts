/**
 * What a person does to a flow. Each act touches what it is about and nothing else: a split puts two edges, a join deletes two, a
 * bracket's edges come and go, a change of kind sets a key. So every act composes with what others do in the same place at once.
 *
 * Before `{p1}one two{end}`; Enter behind "one" gives `{p1}one{end}{p2} two{end}`; Backspace before " two" gives the first again.
 */
import type * as Y from 'yjs'
import { type BlockLooks, looksOf, setLooks } from './block-looks.ts'
import { blockAt, blocksOf, type FlowBlock, isTable, partsOf } from './blocks.ts'
import { type Draft, inOne } from './draft.ts'
import type { Embed } from './embeds.ts'
import { asEdges, blockKeys } from './flow-doc.ts'
import { deleteRange, marksAt, putEmbeds, putLetters, putMarks, setMark } from './put.ts'
import type { Marks } from './tokens.ts'

/** Edges for a block that has none, so that what is done to it next has a name; gives back how far its letters moved. */
function giveEdges(draft: Draft, doc: Y.Doc, block: FlowBlock): number {
  if (block.blockId !== undefined) return 0
  const { flow, newBlockId } = draft
  asEdges(doc, () => {
    if (!block.hasEnd) putEmbeds(flow, block.to, { end: 1 })
    putEmbeds(flow, block.from, { block: newBlockId() })
  })
  return 1
}

/** Gives edges to what stands outside of any block where somebody acts, from an index to another. */
export const nameBlocks = (draft: Draft, from: number, to: number): void =>
  inOne(draft, (doc) => {
    for (const block of blocksOf(draft.flow).toReversed())
      if (from <= block.to && block.from <= to) giveEdges(draft, doc, block)
  })

/** Types letters; gives back the index behind them. Without marks of their own they get those of the letter before. */
export const type = (draft: Draft, index: number, letters: string, marks?: Marks): number =>
  inOne(draft, (doc) => {
    const at = index + giveEdges(draft, doc, blockAt(draft.flow, index))
    putLetters(draft.flow, at, letters, marks)
    return at + letters.length
  })

/** A new block has the looks of the one that it comes from; behind a heading a paragraph begins, and no list begins anew. */
function inherit(doc: Y.Doc, from: string | undefined, to: string, isBehind: boolean): void {
  const keys = blockKeys(doc)
  const { start: _, continues: __, label: ___, ...looks } = looksOf(keys, from)
  if (isBehind && looks.kind === 'heading')
    setLooks(keys, to, { list: looks.list, depth: looks.depth, dir: looks.dir })
  else setLooks(keys, to, looks)
}

/**
 * Enter. At the end of a block a whole block comes behind its end, at the start of one with words before its opening edge: whoever
 * types there meanwhile stays in the block that they type in. Gives back the caret's index in the later block.
 */
export const split = (draft: Draft, index: number): number =>
  inOne(draft, (doc) => {
    const { flow } = draft
    const shift = giveEdges(draft, doc, blockAt(flow, index))
    const block = blockAt(flow, index + shift)
    const at = Math.max(index + shift, block.from)
    const id = draft.newBlockId()
    const [isAtEnd, isAtStart] = [at === block.to, at === block.from]
    const whole: readonly Embed[] = [{ block: id }, { end: 1 }]
    inherit(doc, block.blockId, id, isAtEnd)
    if (isAtStart && !isAtEnd) {
      asEdges(doc, () => putEmbeds(flow, block.from - 1, ...whole))
      return at + whole.length
    }
    if (isAtEnd) {
      asEdges(doc, () => {
        if (!block.hasEnd) putEmbeds(flow, block.to, { end: 1 })
        putEmbeds(flow, block.to + 1, ...whole)
      })
      return block.to + 2
    }
    const marks = marksAt(flow, at)
    asEdges(doc, () => {
      putEmbeds(flow, at, { end: 1 }, { block: id })
      putMarks(flow, at + 2, marks)
    })
    return at + 2
  })

/**
 * Backspace at the start of a block: its letters go on in the block before. Where one of the two is empty it is that one that goes.
 * Gives back the caret's index; undefined for the first block and for one behind a table, which stay as they are.
 */
export const join = (draft: Draft, index: number): number | undefined =>
  inOne(draft, () => {
    const { flow } = draft
    const parts = partsOf(flow)
    const at = parts.findIndex((part) => !isTable(part) && index <= part.to)
    const [before, block] = [parts[at - 1], parts[at]]
    // What stands behind a table stays there.
    if (!before || !block || isTable(before) || isTable(block)) return undefined
    const isGone = before.from === before.to
    if (isGone) {
      const from = before.from - (before.blockId === undefined ? 0 : 1)
      const to = before.to + (before.hasEnd ? 1 : 0)
      deleteRange(flow, from, to)
      return block.from - (to - from)
    }
    if (block.from === block.to)
      deleteRange(
        flow,
        block.from - (block.blockId === undefined ? 0 : 1),
        block.to + (block.hasEnd ? 1 : 0),
      )
    else deleteRange(flow, before.to, block.from)
    return before.to
  })

/** Deletes from an index to another, both carets in blocks: what is left of the first and of the last block becomes one. */
export const remove = ({ flow }: Draft, from: number, to: number): void =>
  deleteRange(flow, from, to)

/** Line breaks are letters to all but the eye. */
export const breakLine = (draft: Draft, index: number, breakId: string): number =>
  inOne(draft, (doc) => {
    const at = index + giveEdges(draft, doc, blockAt(draft.flow, index))
    putEmbeds(draft.flow, at, { break: breakId })
    return at + 1
  })

/** Puts square brackets around what stands from an index to another; no letter moves. */
export const bracket = ({ flow }: Draft, from: number, to: number, bracketId: string): void => {
  const { doc } = flow
  doc?.transact(() =>
    asEdges(doc, () => {
      putEmbeds(flow, to, { close: bracketId })
      putEmbeds(flow, from, { open: bracketId })
    }),
  )
}

/** Takes the edges of a bracket away, and nothing else. */
export const liftBracket = (draft: Draft, bracketId: string): void =>
  inOne(draft, () => {
    const edges = blocksOf(draft.flow).flatMap(({ tokens }) =>
      tokens.filter((token) => {
        if (token.type !== 'embed' || !token.embed) return false
        const { embed } = token
        return (
          ('open' in embed && embed.open === bracketId) ||
          ('close' in embed && embed.close === bracketId)
        )
      }),
    )
    for (const { index } of edges.toReversed()) deleteRange(draft.flow, index, index + 1)
  })

/** Gives or takes a mark (null) from an index to another; each block keeps its own. */
export const mark = (draft: Draft, from: number, to: number, name: string, value: unknown): void =>
  inOne(draft, () => {
    for (const block of blocksOf(draft.flow).toReversed())
      setMark(draft.flow, Math.max(from, block.from), Math.min(to, block.to), name, value)
  })

/** Changes how the block at an index looks: heading, list, depth. */
export const restyle = (draft: Draft, index: number, looks: BlockLooks): void =>
  inOne(draft, (doc) => {
    const shift = giveEdges(draft, doc, blockAt(draft.flow, index))
    const { blockId } = blockAt(draft.flow, index + shift)
    if (blockId === undefined) throw new Error('a block with edges has an id')
    setLooks(blockKeys(doc), blockId, looks)
  })
