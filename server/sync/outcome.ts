/** What an outcome of an amendment makes of its base. Nothing but the two documents is asked, so that it can be worked out anywhere. */
import { randomBytes } from 'node:crypto'
import * as Y from 'yjs'
import { type Branch, changesIn } from '#shared/amendment/branch'
import { bracketInstead, takeUp } from '#shared/amendment/take-up'
import { shownChanges } from '#shared/compare/shown'
import { tableOf } from '#shared/copies/doc-copies'
import type { TextContent } from '#shared/domain/content'
import { setBracketKeys } from '#shared/flow/bracket-keys'
import { readText } from '#shared/flow/read-text'
import type { AfterPart } from '#shared/record/facts'

export type Outcome =
  | { readonly is: 'take-up' }
  | { readonly is: 'bracket'; readonly sponsors: string }
  /** These changes are taken up, and those are left. */
  | { readonly is: 'part'; readonly chosen: readonly string[]; readonly left: readonly string[] }

/** What the base says after it, and what brings it there. */
export interface WorkedOut {
  readonly content: TextContent
  readonly update: Uint8Array
  /** All changes of the amendment, where only a part of them is taken up. */
  readonly changes: AfterPart['changes']
}
export type NoOutcome = 'nothing-to-bracket' | 'changes-moved'

/** An id for a bracket, a block or a break that the server puts. */
export const newBracketId = (): string => randomBytes(9).toString('base64url')

/** Works it out from a branch that is up to its base, under a client id that nobody has in the two texts. */
export function workOut(
  base: Y.Doc,
  branch: Branch,
  outcome: Outcome,
  client: number,
  at: string,
): WorkedOut | NoOutcome {
  const after = (doc: Y.Doc, changes: AfterPart['changes'] = []): WorkedOut => ({
    content: readText(doc),
    update: Y.encodeStateAsUpdate(doc, Y.encodeStateVector(base)),
    changes,
  })
  if (outcome.is === 'bracket') {
    const bracketed = bracketInstead(base, branch, client, newBracketId)
    if (!bracketed) return 'nothing-to-bracket'
    const { doc, brackets } = bracketed
    doc.transact(() => {
      for (const { bracketId, of } of brackets) {
        const sponsors = of === 'proposed' ? outcome.sponsors : ''
        setBracketKeys(doc, { bracketId, sponsors, putAt: at })
      }
    })
    return after(doc)
  }
  const taken = takeUp(base, branch, client, outcome.is === 'part' ? outcome : undefined)
  if (!taken) return 'changes-moved'
  return outcome.is === 'part'
    ? after(taken.doc, shownChanges(changesIn(branch, tableOf(branch.doc))))
    : after(taken.doc)
}
