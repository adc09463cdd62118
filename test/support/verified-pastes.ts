/** What the server does with what a page claims of letters that it pasted: it looks whether that is so, and keeps what holds. */
import type * as Y from 'yjs'
import { openLetterTimes } from '#server/sync/letter-times'
import { claimsBudget, heldClaim, type TimedText } from '#server/sync/verified-claims'
import type { CopyRange } from '#shared/copies/copy-range'
import { claimAt, claimsRoot, keepCopies } from '#shared/copies/doc-copies'
import { clientsOfSession } from '#shared/flow/flow-doc'

export interface Verifier {
  readonly text: TimedText
  /** The ranges of the claims in a page's document, which are kept from now on; `others` are texts that its person may read. */
  readonly keep: (others?: Readonly<Record<string, TimedText>>) => CopyRange[]
}

/** To be opened before anything is cut. */
export function verifierOf(doc: Y.Doc): Verifier {
  const text: TimedText = { doc, times: openLetterTimes(doc), bindings: new Map() }
  const judged = new Set<string>()
  const own = clientsOfSession(doc.clientID)
  return {
    text,
    keep(others = {}) {
      const kept: CopyRange[] = []
      for (const [name, said] of doc.getMap(claimsRoot)) {
        const claim = judged.has(name) ? undefined : claimAt(name, said)
        judged.add(name)
        if (!claim) continue
        const source = claim.text === undefined ? text : others[claim.text]
        if (!source) continue
        const isFresh = ({ client }: { client: number }) => own.includes(client)
        const held = heldClaim(claim, source, text, isFresh, claimsBudget())
        const ranges = held?.ranges ?? []
        keepCopies(doc, ranges)
        kept.push(...ranges)
      }
      return kept
    },
  }
}
