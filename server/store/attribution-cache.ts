/** Attribution of the texts that were asked for last: what came into their logs since is taken in, and no more. */
import type { MemberId, TextId } from '#shared/domain/ids'
import { type Attribution, openAttribution } from '#shared/text/attribution'
import type { TextRecord, WordsAttribution } from './store.ts'
import { bytesOf } from './text-log.ts'

interface Followed {
  readonly attribution: Attribution<MemberId>
  version: number
  bytes: number
}

/** Logs of so many bytes are followed at a time; a document that keeps what was struck is about ten times as large. */
const mostBytes = 16 * 1024 * 1024

export interface AttributionCache {
  /** Who wrote what stands in the last of these texts, each of which was begun from the one before. */
  readonly of: (lineage: readonly TextId[]) => WordsAttribution
}

export function openAttributionCache(
  readFrom: (textId: TextId, start: number, end: number) => TextRecord[],
): AttributionCache {
  /** Longest unasked first. */
  const followed = new Map<TextId, Followed>()

  const follow = (textId: TextId, source: Attribution<MemberId> | undefined): Followed => {
    const known = followed.get(textId) ?? {
      attribution: openAttribution<MemberId>(source),
      version: 0,
      bytes: 0,
    }
    const records = readFrom(textId, known.version + 1, Number.MAX_SAFE_INTEGER - 1)
    // Only when all of it was taken in is it kept.
    followed.delete(textId)
    known.attribution.take(records)
    known.version += records.length
    known.bytes += bytesOf(records)
    followed.set(textId, known)
    return known
  }
  const makeRoom = () => {
    let bytes = 0
    for (const each of followed.values()) bytes += each.bytes
    for (const [textId, each] of followed) {
      if (bytes <= mostBytes) return
      followed.delete(textId)
      bytes -= each.bytes
    }
  }

  return {
    of(lineage) {
      let last: Followed | undefined
      for (const textId of lineage) last = follow(textId, last?.attribution)
      makeRoom()
      return {
        version: last?.version ?? 0,
        authors: last?.attribution.authors() ?? new Map(),
        kept: last?.attribution.kept() ?? [],
      }
    },
  }
}
