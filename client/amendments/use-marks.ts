import { equalityDeep } from 'lib0/function'
import { useEffect, useMemo, useState } from 'react'
import type * as Y from 'yjs'
import type { RowPassages } from '#shared/compare/row-passages'
import { TextId } from '#shared/domain/ids'
import { openAmendments } from '#shared/record/decide-amendments'
import { type AmendmentPassage, movedPassages } from '#shared/text/amendment-passages'
import { flatWords } from '#shared/text/flat-words'
import { useTextView } from '../drafting/text-view.tsx'
import { versionOf } from '../live/course.ts'
import { useOpenTexts } from '../live/open-texts.tsx'
import { useRecordState } from '../live/record.tsx'
import type { OpenTexts } from '../live/text-slots.ts'
import { whenIdle } from '../live/when-idle.ts'
import { type Compared, comparedOf } from './compared.ts'
import { useAmendmentFocus } from './focus.tsx'
import { type AmendmentMark, markOf, type RowMarks, type TextMarks } from './mark.ts'

/** Amendments are compared after changes have paused for this time, and at the latest after the other, in milliseconds. */
const pause = 200
const longestWait = 1000

/** Where all amendments to a text stand in it. */
interface Passages {
  readonly flat: string
  readonly passages: ReadonlyMap<TextId, readonly AmendmentPassage[]>
  readonly rows: ReadonlyMap<TextId, RowPassages>
  /** Whether each amendment that can be had was compared. */
  readonly isWhole: boolean
}
/** Another object when marks have to be drawn anew; what was compared last in any case. */
interface Comparison {
  latest: Passages
}

/** Whether nothing is new but that words before the passages have come or gone. */
function isFollowed(told: Passages, { flat, passages, rows, isWhole }: Passages): boolean {
  if (told.isWhole !== isWhole) return false
  if (told.passages.size !== passages.size) return false
  if ([...rows].some(([textId, now]) => told.rows.get(textId) !== now)) return false
  return [...passages].every(([textId, now]) =>
    equalityDeep(movedPassages(told.passages.get(textId) ?? [], told.flat, flat), now),
  )
}

/** Compares amendments with their base, at most one in each idle moment, so that nobody who types waits for thirty of them. */
function followPassages(
  texts: OpenTexts,
  baseId: TextId,
  amendmentIds: readonly TextId[],
  tell: (comparison: Comparison) => void,
): () => void {
  const releases = [baseId, ...amendmentIds].map(texts.hold)
  // The flat text in which each one's passages stand.
  const found = new Map<TextId, string>()
  const passages = new Map<TextId, readonly AmendmentPassage[]>()
  const rows = new Map<TextId, RowPassages>()
  /** What was compared last, and in which state of the base its places were read. */
  const lastCompared = new Map<TextId, { readonly compared: Compared; readonly version: number }>()
  const queue: TextId[] = []
  let cancel: (() => void) | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let firstChange = 0

  let flat: { readonly doc: Y.Doc; readonly version: number; readonly text: string } | undefined
  /** The flat text of the base; undefined until it is here. */
  const flatNow = (): string | undefined => {
    const { doc, status, content } = texts.room(baseId)
    if (!status().synced) return undefined
    const version = versionOf(doc)
    if (flat?.doc !== doc || flat.version !== version)
      flat = { doc, version, text: flatWords(content().words) }
    return flat.text
  }
  /** It may yet come: the server has refused nothing. */
  const isAwaited = (textId: TextId) => {
    const { connection, trouble } = texts.room(textId).status()
    return !lastCompared.has(textId) && connection !== 'closed' && !trouble
  }
  let told: Comparison | undefined
  const publish = () => {
    const text = flatNow()
    if (text === undefined) return
    for (const [textId, then] of found) {
      passages.set(textId, movedPassages(passages.get(textId) ?? [], then, text))
      found.set(textId, text)
    }
    const isWhole = !amendmentIds.some(isAwaited)
    const latest = { flat: text, passages: new Map(passages), rows: new Map(rows), isWhole }
    // Where marks are drawn they follow the words by themselves.
    if (told && isFollowed(told.latest, latest)) told.latest = latest
    else {
      told = { latest }
      tell(told)
    }
  }
  /** Reads where an amendment stands, if anything changed; gives back whether that had to be compared. */
  const look = (textId: TextId): boolean => {
    const [base, { doc, status }] = [texts.room(baseId), texts.room(textId)]
    if (!base.status().synced || !status().synced) return false
    const before = lastCompared.get(textId)
    const [compared, version] = [comparedOf(base.doc, doc), versionOf(base.doc)]
    const isSame = before?.compared === compared
    const text = isSame && before.version === version ? undefined : flatNow()
    if (text === undefined) return false
    lastCompared.set(textId, { compared, version })
    found.set(textId, text)
    passages.set(textId, compared.passages())
    const inRows = compared.rows()
    if (!equalityDeep(rows.get(textId), inRows)) rows.set(textId, inRows)
    return !isSame
  }
  const step = () => {
    cancel = undefined
    for (let next = queue.shift(); next !== undefined; next = queue.shift())
      if (look(next)) {
        cancel = whenIdle(step)
        return
      }
    publish()
  }
  const begin = () => {
    timer = undefined
    firstChange = 0
    queue.splice(0, queue.length, ...amendmentIds)
    cancel ??= whenIdle(step)
  }
  const changed = () => {
    const now = performance.now()
    firstChange ||= now
    clearTimeout(timer)
    timer = setTimeout(begin, Math.min(pause, Math.max(0, firstChange + longestWait - now)))
  }
  const end = texts.subscribeToShown(changed)
  begin()
  return () => {
    end()
    cancel?.()
    clearTimeout(timer)
    for (const release of releases) release()
  }
}

/** The marks of amendments in a text: in its words, and in its tasks and provisions. */
interface AllMarks {
  readonly words: TextMarks
  readonly rows: RowMarks
}

const inOrder = (marks: readonly AmendmentMark[]) =>
  marks.toSorted((a, b) => a.end - b.end || a.number - b.number)

/** The marks of the tabled amendments to a text, and whether more of them are on their way; undefined where they are not shown or not known yet. */
export function useAmendmentMarks(textId: TextId): {
  readonly all: AllMarks | undefined
  readonly isAwaited: boolean
} {
  const texts = useOpenTexts()
  const state = useRecordState()
  const view = useTextView()
  const { chosen } = useAmendmentFocus()
  const look = view === 'markup' || view === 'simple' ? view : undefined
  const tabled = openAmendments(state, textId).filter(({ standing }) => standing === 'tabled')
  const key = look ? tabled.map((amendment) => amendment.textId).join(' ') : ''
  const [comparison, setComparison] = useState<Comparison | undefined>(undefined)
  useEffect(() => {
    setComparison(undefined)
    if (key === '') return undefined
    // One string for the list: any other change of the state is no reason to begin anew.
    const ids = key.split(' ').flatMap((id) => TextId.safeParse(id).data ?? [])
    return followPassages(texts, textId, ids, setComparison)
  }, [texts, textId, key])
  const isAwaited = key !== '' && comparison?.latest.isWhole !== true
  const all = useMemo((): AllMarks | undefined => {
    if (!comparison || !look) return undefined
    const { flat, passages: compared, rows } = comparison.latest
    const markAt = (amendmentId: TextId) => {
      const mark = { ...markOf(state, amendmentId), isActive: chosen?.textId === amendmentId }
      return (passage: AmendmentPassage): AmendmentMark => ({ ...passage, ...mark })
    }
    const words = [...compared].flatMap(([amendmentId, passages]) =>
      passages.map(markAt(amendmentId)),
    )
    const cells = new Map<string, TextMarks>()
    for (const [amendmentId, inRows] of rows)
      for (const [cell, { flat: now, passages }] of inRows.cells) {
        const known = cells.get(cell)
        const others = known ? movedPassages(known.marks, known.flat, now) : []
        const marks = inOrder([...others, ...passages.map(markAt(amendmentId))])
        cells.set(cell, { flat: now, look, marks })
      }
    const put = [...rows].flatMap(([amendmentId, inRows]) =>
      inRows.put.map(({ rows: of, rowId, cells: own }) => {
        const said = [...own].map(([field, words]) => {
          const whole = { as: 'words', start: 0, end: 0, put: words } as const
          return [field, markAt(amendmentId)(whole)] as const
        })
        return { rows: of, rowId, amendmentId, marks: new Map(said) }
      }),
    )
    return { words: { flat, look, marks: inOrder(words) }, rows: { cells, put } }
  }, [comparison, look, state, chosen])
  return { all, isAwaited }
}
