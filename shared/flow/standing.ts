/** What stands in a document: it has come, and was not deleted. */
import * as Y from 'yjs'
import { readEmbed } from './embeds.ts'
import type { LetterId } from './ids.ts'

/** Whether a letter stands. */
export const standsIn =
  (doc: Y.Doc) =>
  ({ client, clock }: LetterId): boolean =>
    clock < Y.getState(doc.store, client) &&
    !Y.getItem(doc.store, Y.createID(client, clock)).deleted

/** Whether letters, or anything else but edges of blocks, stand in a flow. */
export const isWritten = (flow: Y.Text): boolean =>
  Y.getTypeChildren(flow).some(({ deleted, content }) => {
    if (deleted) return false
    if (!(content instanceof Y.ContentEmbed)) return content instanceof Y.ContentString
    const embed = readEmbed(content.embed)
    return embed !== undefined && !('block' in embed || 'end' in embed)
  })
