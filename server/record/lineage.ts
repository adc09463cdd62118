/** Which texts a text was begun from: an amendment from its base, an alternative from the majority text of that day. */
import type { GroupId, TextId } from '#shared/domain/ids'
import type { Store } from '../store/store.ts'
import type { Records } from './records.ts'

/** Gives a text after the texts that it was begun from, the first one first. Asked of the record once for each text: it never changes. */
export function lineages(
  store: Pick<Store, 'readEvents'>,
  records: Pick<Records, 'stateOf'>,
): (textId: TextId, groupId: GroupId) => readonly TextId[] {
  const sources = new Map<TextId, TextId | null>()

  const sourceOf = (textId: TextId, groupId: GroupId): TextId | null => {
    const known = sources.get(textId)
    if (known !== undefined) return known
    const text = records.stateOf(groupId)?.texts[textId]
    let source: TextId | null = null
    if (text?.kind === 'amendment') source = text.baseTextId
    else if (text?.kind === 'majority' || text?.kind === 'alternative')
      for (const { event } of store.readEvents(groupId))
        if (event.type === 'alternative-proposed' && event.textId === textId)
          source = event.copiedFrom
    sources.set(textId, source)
    return source
  }
  return (textId, groupId) => {
    const lineage: TextId[] = []
    for (let each: TextId | null = textId; each; each = sourceOf(each, groupId))
      lineage.unshift(each)
    return lineage
  }
}
