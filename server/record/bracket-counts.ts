/** How many square brackets each text had through the meeting day, worked out from its log. */

import { countBrackets } from '#shared/brackets/brackets'
import type { BracketMoment } from '#shared/domain/bracket-moment'
import type { TextId } from '#shared/domain/ids'
import { readText } from '#shared/flow/read-text'
import { openReplay } from '../store/replay.ts'
import type { Store } from '../store/store.ts'
import { rebuildFrom } from '../store/text-log.ts'

/** Within so many characters of an instant are its day, hour and minute. */
const minuteLength = 16

/** The counts of one text since an instant. */
export interface TextCounts {
  /** At the opening, or when the text came if it came later. */
  readonly first: number
  /** The moments at which the count became another one; the first of them is where the text begins. */
  readonly moments: readonly BracketMoment[]
}

interface Known {
  readonly since: string | null
  readonly changes: number
  readonly counts: TextCounts
}
interface Counting {
  readonly since: string | null
  readonly changes: number
  readonly counts: Promise<TextCounts>
}

const withMoment = ({ first, moments }: TextCounts, moment: BracketMoment): TextCounts =>
  moments.at(-1)?.count === moment.count
    ? { first, moments }
    : { first, moments: [...moments, moment] }

/** Replays a text's log from an instant on, and counts at the end of each minute in which somebody typed. */
async function replay(store: Store, textId: TextId, since: string): Promise<TextCounts> {
  const history = store.readTextHistory(textId)
  const later = history.findIndex(({ at }) => at > since)
  const from = later < 0 ? history.length : later
  const replayed = openReplay()
  const count = () => countBrackets(replayed.content())
  const [begin, creation] = from > 0 ? [from, undefined] : [1, history[0]]
  replayed.take(history.slice(0, begin))
  await turn()
  const first = count()
  let counts: TextCounts = { first, moments: [{ at: creation?.at ?? since, count: first }] }
  for (let at = begin; at < history.length; at += 1) {
    const [record, next] = [history[at], history[at + 1]]
    if (!record) break
    replayed.take([record])
    if (next?.at.slice(0, minuteLength) === record.at.slice(0, minuteLength)) continue
    counts = withMoment(counts, { at: record.at, count: count() })
    await turn()
  }
  return counts
}

/** A long day is read without holding anybody up. */
const turn = () => new Promise((settle) => setImmediate(settle))

/** Counts from the log: nobody needs a text open for it. What was worked out is kept while nobody types. */
export function bracketCounter(
  store: Store,
  changesOf: (textId: TextId) => number,
): (textId: TextId, since: string | null) => Promise<TextCounts> {
  const known = new Map<TextId, Known>()

  const countNow = (textId: TextId): BracketMoment => {
    const { snapshot, tail } = store.readText(textId)
    const { doc } = rebuildFrom(store, textId)
    const now = countBrackets(readText(doc))
    doc.destroy()
    return { at: tail.at(-1)?.at ?? snapshot.at(-1)?.at ?? '', count: now }
  }

  const countAnew = async (textId: TextId, since: string | null, changes: number) => {
    const before = known.get(textId)
    const isSameDay = before?.since === since
    const now = countNow(textId)
    const counts = isSameDay
      ? withMoment(before.counts, now)
      : since === null
        ? { first: now.count, moments: [now] }
        : await replay(store, textId, since)
    known.set(textId, { since, changes, counts })
    return counts
  }
  /** What is being counted: whoever asks meanwhile waits for the same. */
  const counting = new Map<TextId, Counting>()

  return (textId, since) => {
    const changes = changesOf(textId)
    const before = known.get(textId)
    if (before?.since === since && before.changes === changes) return Promise.resolve(before.counts)
    const under = counting.get(textId)
    if (under?.since === since && under.changes === changes) return under.counts
    const counts = countAnew(textId, since, changes)
    const now: Counting = { since, changes, counts }
    counting.set(textId, now)
    const over = () => counting.get(textId) === now && counting.delete(textId)
    counts.then(over, over)
    return counts
  }
}
