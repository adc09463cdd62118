/** Puts a row of tokens into a flow: what is pasted, and what an editor's step puts. */
import { type BlockLooks, setLooks } from './block-looks.ts'
import { blocksOf } from './blocks.ts'
import { type Draft, inOne } from './draft.ts'
import type { Embed } from './embeds.ts'
import { asEdges, blockKeys } from './flow-doc.ts'
import { putEmbeds, putLetters } from './put.ts'
import type { Marks } from './tokens.ts'

/** A token that is to be put. A block whose id stands already, or that has none, gets one of its own. */
export type NewToken =
  | { readonly type: 'begin'; readonly blockId: string | undefined; readonly looks: BlockLooks }
  | { readonly type: 'end' }
  | { readonly type: 'letters'; readonly letters: string; readonly marks: Marks }
  | { readonly type: 'embed'; readonly embed: Embed }

export const putTokens = (draft: Draft, index: number, tokens: readonly NewToken[]): void =>
  inOne(draft, (doc) => {
    const { flow, newBlockId } = draft
    const isStructured = tokens.some(({ type }) => type === 'begin')
    const standing = new Set(isStructured ? blocksOf(flow).map(({ blockId }) => blockId) : [])
    let at = index
    const edge = (embed: Embed) => {
      asEdges(doc, () => putEmbeds(flow, at, embed))
      at += 1
    }
    for (const token of tokens)
      switch (token.type) {
        case 'begin': {
          const { blockId: given, looks } = token
          const blockId = given === undefined || standing.has(given) ? newBlockId() : given
          standing.add(blockId)
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
