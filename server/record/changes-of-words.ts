/** What an event changes in the words of a text, for the act to be written together with them. */

import { putBridge } from '#shared/acts/put-bridge'
import { type IsChosen, takeOut } from '#shared/acts/take-out'
import { liftOf } from '#shared/brackets/brackets'
import { liftBrackets } from '#shared/brackets/lift-brackets'
import type { TextContent } from '#shared/domain/content'
import type { TextId } from '#shared/domain/ids'
import { setBracketReason } from '#shared/flow/bracket-keys'
import type { RecordedEvent } from '#shared/record/event'
import { newBracketId } from '../sync/outcome.ts'
import type { Change } from '../sync/own-edit.ts'

/** Undefined for an event that changes no words. */
export function changeOfWords(
  { event, at }: RecordedEvent,
  contentOf: (textId: TextId) => TextContent,
  isChosen: IsChosen,
): { readonly textId: TextId; readonly change: Change } | undefined {
  switch (event.type) {
    case 'bridge-put':
      return {
        textId: event.textId,
        change: (doc) => putBridge(doc, { ...event, putAt: at }, newBracketId),
      }
    case 'text-repaired':
      return { textId: event.textId, change: (doc) => void takeOut(doc, isChosen) }
    case 'bracket-lifted': {
      const { textId, bracketId, how } = event
      const lift = liftOf(contentOf(textId), bracketId, how)
      return { textId, change: (doc) => liftBrackets(doc, lift) }
    }
    case 'bracket-reason-stated': {
      const { textId, bracketId, reason } = event
      return { textId, change: (doc) => setBracketReason(doc, bracketId, reason) }
    }
    default:
      return undefined
  }
}
