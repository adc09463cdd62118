/** What a decision needs to know beside the state: gathered by the server before it asks, and by the client to preview. */
import type { TextContent } from '../domain/content.ts'
import type { TextId } from '../domain/ids.ts'
import type { Instant } from '../domain/plain-string.ts'

export interface Facts {
  /** What a text says now; undefined when that is not known. */
  contentOf(textId: TextId): TextContent | undefined
  /** Milliseconds from an instant until now; negative while it is still to come. */
  since(instant: Instant): number
}
