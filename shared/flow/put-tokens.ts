/** Puts a row of tokens into a flow: what is pasted, and what an editor's step puts. */
import * as Y from 'yjs'
import type { Spanning } from '../text/cell-slots.ts'
import { type BlockLooks, setLooks } from './block-looks.ts'
import { type Draft, inOne } from './draft.ts'
import { type Embed, readEmbed } from './embeds.ts'
import { asEdges, blockKeys } from './flow-doc.ts'
import { putGrid } from './new-table.ts'
import { putEmbeds, putLetters } from './put.ts'
import type { Marks } from './tokens.ts'

/**
 * A token that is to be put. A block keeps its id where it is moved: where an edge with it has stood in this flow and stands no
 * more. Any other gets one of its own, also when it comes from another text: others may put a copy of it here at the same time.
 */
export type NewToken =
  | { readonly type: 'begin'; readonly blockId: string | undefined; readonly looks: BlockLooks }
  | { readonly type: 'end' }
  | { readonly type: 'letters'; readonly letters: string; readonly marks: Marks }
  | { readonly type: 'embed'; readonly embed: Embed }
  | {
      readonly type: 'table'
      /** Kept where the table is moved, as a block's: then its own cells are there again. */
      readonly tableId: string | undefined
      readonly rows: readonly (readonly NewTableCell[])[]
    }
export interface NewTableCell extends Spanning {
  readonly header: boolean
  readonly tokens: readonly NewToken[]
}

/** The ids of blocks and tables that have stood in a flow, and whether each stands now. */
function blocksEver(flow: Y.Text): Map<string, boolean> {
  const ever = new Map<string, boolean>()
  for (const { content, deleted } of Y.getTypeChildren(flow)) {
    const embed = content instanceof Y.ContentEmbed ? readEmbed(content.embed) : undefined
    const id =
      embed && ('block' in embed ? embed.block : 'table' in embed ? embed.table : undefined)
    if (id !== undefined) ever.set(id, ever.get(id) === true || !deleted)
  }
  return ever
}

export const putTokens = (draft: Draft, index: number, tokens: readonly NewToken[]): void =>
  inOne(draft, (doc) => {
    const { flow, newBlockId } = draft
    const isStructured = tokens.some(({ type }) => type === 'begin' || type === 'table')
    const ever = isStructured ? blocksEver(flow) : new Map<string, boolean>()
    let at = index
    const edge = (embed: Embed) => {
      asEdges(doc, () => putEmbeds(flow, at, embed))
      at += 1
    }
    /** The id that something keeps that stood here before, or a new one. */
    const idOf = (given: string | undefined): string => {
      const id = given !== undefined && ever.get(given) === false ? given : newBlockId()
      ever.set(id, true)
      return id
    }
    for (const token of tokens)
      switch (token.type) {
        case 'begin': {
          const { blockId: given, looks } = token
          const blockId = idOf(given)
          edge({ block: blockId })
          setLooks(blockKeys(doc), blockId, looks)
          break
        }
        case 'end':
          edge({ end: 1 })
          break
        case 'letters':
          putLetters(flow, at, token.letters, token.marks, at === index ? draft.behind : undefined)
          at += token.letters.length
          break
        case 'embed':
          if ('break' in token.embed) {
            putEmbeds(flow, at, token.embed)
            at += 1
          } else edge(token.embed)
          break
        case 'table': {
          // Where it is moved its own cells are there again.
          const isMoved = ever.get(token.tableId ?? '') === false
          const tableId = idOf(token.tableId)
          edge({ table: tableId })
          if (isMoved) break
          for (const {
            flow: cell,
            cell: { tokens: inside },
          } of putGrid(doc, tableId, token.rows, newBlockId))
            putTokens({ flow: cell, newBlockId }, 0, inside)
          break
        }
      }
  })
