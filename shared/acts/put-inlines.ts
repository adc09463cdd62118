/** Puts words, line breaks and brackets of a content into a block of a flow. */
import type { Inline } from '../domain/content.ts'
import { setBracketKeys } from '../flow/bracket-keys.ts'
import { type Draft, inOne } from '../flow/draft.ts'
import { asEdges } from '../flow/flow-doc.ts'
import { putEmbeds, putLetters } from '../flow/put.ts'
import { attributesOf } from '../text/marks.ts'

/** Gives back the index behind them. */
export const putInlines = (draft: Draft, index: number, inlines: readonly Inline[]): number =>
  inOne(draft, (doc) => {
    const { flow, newBlockId } = draft
    let at = index
    for (const inline of inlines) {
      if (inline.type === 'words') {
        putLetters(flow, at, inline.words, attributesOf(inline))
        at += inline.words.length
        continue
      }
      if (inline.type === 'line-break') putEmbeds(flow, at, { break: newBlockId() })
      else {
        const { edge, bracketId } = inline
        asEdges(doc, () =>
          putEmbeds(flow, at, edge === 'open' ? { open: bracketId } : { close: bracketId }),
        )
        if (edge === 'open') setBracketKeys(doc, inline)
      }
      at += 1
    }
    return at
  })
