/** How many square brackets each text had through the meeting day, worked out from its log. */
import * as Y from 'yjs'
import type { BracketMoment } from '#shared/domain/bracket-moment'
import type { TextId } from '#shared/domain/ids'
import { countBrackets } from '#shared/text/brackets'
import { readContent } from '#shared/text/read-content'
import { newTextDoc } from '#shared/text/text-doc'
import type { Store, TextRecord } from '../store/store.ts'
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

const count = (doc: Y.Doc): number => countBrackets(readContent(doc))

const withMoment = ({ first, moments }: TextCounts, moment: BracketMoment): TextCounts =>
  moments.at(-1)?.count === moment.count
    ? { first, moments }
    : { first, moments: [...moments, moment] }

/** Replays a text's log from an instant on, and counts at the end of each minute in which somebody typed. */
async function replay(store: Store, textId: TextId, since: string): Promise<TextCounts> {
  const doc = newTextDoc()
  const history = store.readTextHistory(textId)
  const later = history.filter(({ at }) => at > since)
  const isOlder = later.length < history.length
  if (isOlder) Y.applyUpdate(doc, await store.stateAt(textId, since))
  const apply = ({ updates }: TextRecord) => {
    for (const update of updates) Y.applyUpdate(doc, update)
  }
  const [creation] = isOlder ? [] : later.splice(0, 1)
  if (creation) apply(creation)
  const first = count(doc)
  let counts: TextCounts = { first, moments: [{ at: creation?.at ?? since, count: first }] }
  for (const [index, record] of later.entries()) {
    apply(record)
    const next = later[index + 1]
    if (next?.at.slice(0, minuteLength) === record.at.slice(0, minuteLength)) continue
    counts = withMoment(counts, { at: record.at, count: count(doc) })
    // A long day is read without holding anybody up.
    await new Promise((settle) => setImmediate(settle))
  }
  doc.destroy()
  return counts
}

/** Counts from the log: nobody needs a text open for it. What was worked out is kept while nobody types. */
export function bracketCounter(
  store: Store,
  changesOf: (textId: TextId) => number,
): (textId: TextId, since: string | null) => Promise<TextCounts> {
  const known = new Map<TextId, Known>()

  const countNow = (textId: TextId): BracketMoment => {
    const { snapshot, tail } = store.readText(textId)
    const { doc } = rebuildFrom(store, textId)
    const now = count(doc)
    doc.destroy()
    return { at: tail.at(-1)?.at ?? snapshot.at(-1)?.at ?? '', count: now }
  }

  return async (textId, since) => {
    const changes = changesOf(textId)
    const before = known.get(textId)
    if (before?.since === since && before.changes === changes) return before.counts
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
}
