/** Puts a row of tokens into a flow: what is pasted, and what an editor's step puts. */
import * as Y from 'yjs'
import { type BlockLooks, setLooks } from './block-looks.ts'
import { type Draft, inOne } from './draft.ts'
import { type Embed, readEmbed } from './embeds.ts'
import { asEdges, blockKeys } from './flow-doc.ts'
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

/** The ids of blocks that have stood in a flow, and whether each stands now. */
function blocksEver(flow: Y.Text): Map<string, boolean> {
  const ever = new Map<string, boolean>()
  for (const { content, deleted } of Y.getTypeChildren(flow)) {
    const embed = content instanceof Y.ContentEmbed ? readEmbed(content.embed) : undefined
    if (embed && 'block' in embed) ever.set(embed.block, ever.get(embed.block) === true || !deleted)
  }
  return ever
}

export const putTokens = (draft: Draft, index: number, tokens: readonly NewToken[]): void =>
  inOne(draft, (doc) => {
    const { flow, newBlockId } = draft
    const isStructured = tokens.some(({ type }) => type === 'begin')
    const ever = isStructured ? blocksEver(flow) : new Map<string, boolean>()
    let at = index
    const edge = (embed: Embed) => {
      asEdges(doc, () => putEmbeds(flow, at, embed))
      at += 1
    }
    for (const token of tokens)
      switch (token.type) {
        case 'begin': {
          const { blockId: given, looks } = token
          const isMoved = given !== undefined && ever.get(given) === false
          const blockId = isMoved ? given : newBlockId()
          ever.set(blockId, true)
          edge({ block: blockId })
          setLooks(blockKeys(doc), blockId, looks)
          break
        }
        case 'end':
          edge({ end: 1 })
          break
        case 'letters':
          putLetters(flow, at, token.letters, token.marks)
          at += token.letters.length
          break
        case 'embed':
          if ('break' in token.embed) {
            putEmbeds(flow, at, token.embed)
            at += 1
          } else edge(token.embed)
          break
      }
  })
