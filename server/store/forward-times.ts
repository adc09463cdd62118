/** Times in a text's log never run backwards: what is written after the clock was set back bears the time of the record before it. */
import type { TextId } from '#shared/domain/ids'
import type { Instant } from '#shared/domain/plain-string'
import type { TextAppend } from './store.ts'

/** Gives what is to be written its times. `lastOf`: when a text was written in last, asked once for each. */
export function openForwardTimes(
  lastOf: (textId: TextId) => Instant | undefined,
): (appends: readonly TextAppend[]) => readonly TextAppend[] {
  const lasts = new Map<TextId, Instant>()
  return (appends) =>
    appends.map(({ textId, records }) => {
      let last = lasts.get(textId) ?? lastOf(textId) ?? ''
      const forward = records.map((record) => {
        if (record.at >= last) last = record.at
        return record.at === last ? record : { ...record, at: last }
      })
      if (last !== '') lasts.set(textId, last)
      return { textId, records: forward }
    })
}
