/** Attribution of the texts that were asked for last. */
import type { MemberId, TextId } from '#shared/domain/ids'
import { type Attribution, openAttribution } from '#shared/text/attribution'
import { followLogs, type ReadLog } from './followed-logs.ts'
import type { WordsAttribution } from './store.ts'

export interface AttributionCache {
  /** Who wrote what stands in the last of these texts, each of which was begun from the one before. */
  readonly of: (lineage: readonly TextId[]) => WordsAttribution
}

export function openAttributionCache(read: ReadLog): AttributionCache {
  const logs = followLogs<Attribution<MemberId>>(read, (attribution, records) =>
    attribution.take(records),
  )
  return {
    of(lineage) {
      let attribution: Attribution<MemberId> | undefined
      let version = 0
      for (const textId of lineage) {
        const source = attribution
        ;({ follower: attribution, version } = logs.of(textId, () => openAttribution(source)))
      }
      logs.makeRoom()
      return {
        version,
        authors: attribution?.authors() ?? new Map(),
        kept: attribution?.kept() ?? [],
      }
    },
  }
}
