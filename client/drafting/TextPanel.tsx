import { type ReactNode, Suspense, useCallback, useEffect, useMemo } from 'react'
import { locateInFlat } from '#shared/anchors/flat-anchor'
import { cleanContent } from '#shared/brackets/brackets'
import type { TextId } from '#shared/domain/ids'
import type { WordsAnchor } from '#shared/domain/thread'
import { mayNot } from '#shared/record/policy'
import { draftingModeNow, whyNotWrite } from '#shared/record/text-right'
import { movedPassages } from '#shared/text/amendment-passages'
import { flatWords } from '#shared/text/flat-words'
import { AuthorsLegend } from '../authorship/AuthorsLegend.tsx'
import { useAuthorsShown } from '../authorship/shown.ts'
import { type ShownAuthors, useAuthorRuns } from '../authorship/use-author-runs.ts'
import { BracketList } from '../brackets/BracketList.tsx'
import { BracketDesk } from '../brackets/desk.tsx'
import { DeletedWordsDesk } from '../deleted/desk.tsx'
import { useDeletions } from '../deleted/use-deletions.ts'
import { TextBoundary } from '../failure/TextBoundary.tsx'
import { lazyPart } from '../live/lazy-part.tsx'
import {
  useIsAwaited,
  useTextContent,
  useTextRoom,
  useTextRoomStatus,
} from '../live/open-texts.tsx'
import { useActor, useRecordState } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { NoteNumbersShown, useNoteNumbers } from '../reader/note-numbers.ts'
import { SelectableReader } from '../reader/SelectableReader.tsx'
import { WordsReader } from '../reader/WordsReader.tsx'
import { composingId, useThreadFocus } from '../threads/focus.tsx'
import { useLocated } from '../threads/located.ts'
import { Badge } from '../ui/Badge.tsx'
import { InTurn } from '../ui/in-turn.tsx'
import { Skeleton } from '../ui/Placeholder.tsx'
import { useArrival } from './arrival.ts'
import styles from './drafting.module.css'
import { useFirstLook } from './first-look.ts'
import { KeptWordsNotice } from './KeptWordsNotice.tsx'
import { type MarkedWords, useMarkedWords } from './marked-words.ts'
import { RowsTable } from './RowsTable.tsx'
import { TextTrouble } from './TextTrouble.tsx'
import { useTextView } from './text-view.tsx'
import { WordsWithoutEditor } from './WordsWithoutEditor.tsx'

const WordsEditor = lazyPart(
  async () => (await import('../editor/WordsEditor.tsx')).WordsEditor,
  WordsWithoutEditor,
)

interface TextPanelProps {
  readonly textId: TextId
  readonly heading: string
  readonly hasRows?: boolean
  /** At the end of the head. */
  readonly tools?: ReactNode
  readonly children?: ReactNode
}

/** A text with everything it carries: words, tasks, provisions; to type in for those who may, to read for the others. */
export function TextPanel(props: TextPanelProps) {
  return (
    <TextBoundary textId={props.textId} heading={props.heading}>
      <WholeText {...props} />
    </TextBoundary>
  )
}

function WholeText({ textId, heading, hasRows = true, tools, children }: TextPanelProps) {
  const say = useMessages()
  const state = useRecordState()
  const actor = useActor()
  const text = state.texts[textId]
  const whyNot = whyNotWrite(state, actor, textId)
  const content = useTextContent(textId)
  const view = useTextView()
  const room = useTextRoom(textId)
  const trouble = useTextRoomStatus(room, 'trouble')
  const connection = useTextRoomStatus(room, 'connection')
  const isAwaited = useIsAwaited(textId)
  const isEditable = whyNot === undefined
  useEffect(() => {
    // It comes together with the words.
    if (isEditable) WordsEditor.loadAhead()
  }, [isEditable])
  const numbers = useNoteNumbers(room.doc, content)
  const arrive = useArrival(textId)
  const marked = useMarkedWords(textId)
  const authors = useAuthorRuns(textId)
  const said = useMemo(
    () => (content && view === 'clean' ? cleanContent(content) : content),
    [content, view],
  )
  const deletions = useDeletions(textId)
  if (!text) return null
  const mode = draftingModeNow(state, text)
  const mayType = whyNot === undefined && connection !== 'closed'
  return (
    <section
      className={styles['text']}
      aria-label={heading}
      data-kind={text.kind}
      tabIndex={-1}
      ref={arrive}
    >
      <div className={styles['textHead']}>
        <h2>{heading}</h2>
        {text.kind === 'amendment' ? null : (
          <Badge tone={mode === 'open' ? 'accent' : 'neutral'}>{say(`mode.${mode}`)}</Badge>
        )}
        {whyNot !== undefined && actor.by === 'member' && actor.role !== 'observer' ? (
          <span className={styles['whyNot']}>{say(`whyNot.${whyNot}`)}</span>
        ) : null}
        {tools}
      </div>
      {children}
      <KeptWordsNotice textId={textId} />
      <TextTrouble textId={textId} />
      {content && said ? (
        <BracketDesk textId={textId}>
          <NoteNumbersShown value={numbers}>
            <InTurn>
              {view === 'brackets' ? (
                <BracketList content={content} label={heading} />
              ) : view === 'clean' ? (
                <WordsReader
                  words={said.words}
                  label={heading}
                  highlights={[]}
                  onHighlight={() => undefined}
                />
              ) : (
                <TextBoundary textId={textId} heading={heading}>
                  <DeletedWordsDesk textId={textId} deletions={deletions} mayType={mayType}>
                    <Words
                      textId={textId}
                      label={heading}
                      mayType={mayType}
                      marked={marked}
                      authors={authors}
                    />
                  </DeletedWordsDesk>
                </TextBoundary>
              )}
              {hasRows && view !== 'brackets'
                ? (['tasks', 'provisions'] as const).map((rows) => (
                    <RowsTable
                      key={rows}
                      textId={textId}
                      rows={rows}
                      tasks={said.tasks}
                      provisions={said.provisions}
                      mayType={mayType && view !== 'clean'}
                      marks={marked.rows}
                      acts={marked.acts}
                      authors={view === 'clean' ? undefined : authors?.cells}
                    />
                  ))
                : null}
            </InTurn>
          </NoteNumbersShown>
        </BracketDesk>
      ) : trouble ? null : (
        <Skeleton label={say('loading')} isAwaited={isAwaited} />
      )}
    </section>
  )
}

function Words({
  textId,
  label,
  mayType,
  marked: { compared, acts, isAwaited },
  authors,
}: {
  readonly textId: TextId
  readonly label: string
  readonly mayType: boolean
  readonly marked: MarkedWords
  readonly authors: ShownAuthors | undefined
}) {
  const say = useMessages()
  const state = useRecordState()
  const actor = useActor()
  const room = useTextRoom(textId)
  const content = useTextContent(textId)
  const { threadId: active, setThread, composing, setComposing, withCard } = useThreadFocus()
  const { threads } = state
  const located = useLocated(textId)
  const highlights = useMemo(() => {
    if (!located) return []
    const chosen = composing?.textId === textId ? composingId : active
    const shown: { threadId: string; start: number; end: number }[] = [...located].flatMap(
      ([threadId, range]) =>
        range && !threads[threadId]?.resolved ? [{ threadId, ...range }] : [],
    )
    const [own] = composing?.textId === textId ? locateInFlat(room.doc, [composing.words]) : []
    if (own) shown.push({ threadId: composingId, ...own })
    return shown.map((each) => ({
      ...each,
      isActive: each.threadId === chosen,
      hasCard: withCard.has(each.threadId),
    }))
  }, [located, threads, textId, room, active, composing, withCard])
  const mayComment = mayNot(state, actor, 'open-thread') === undefined
  const isAuthorsShown = useAuthorsShown()
  const comment = useCallback(
    (words: WordsAnchor) => setComposing({ textId, words }),
    [setComposing, textId],
  )
  const marks = useMemo(() => {
    if (mayType || !compared || !content) return compared
    const flat = flatWords(content.words)
    return { ...compared, flat, marks: movedPassages(compared.marks, compared.flat, flat) }
  }, [mayType, compared, content])
  const isWhole = useFirstLook(isAwaited || (isAuthorsShown && !authors))
  if (!content) return null
  if (!isWhole) return <Skeleton label={say('loading')} />
  const shown = {
    label,
    highlights,
    authors: authors?.words,
    marks,
    onHighlight: setThread,
    onComment: mayComment ? comment : undefined,
  }
  const legend = authors ? (
    <AuthorsLegend runs={[...authors.words, ...[...authors.cells.values()].flat()]} />
  ) : null
  if (!mayType)
    return (
      <>
        {legend}
        <SelectableReader doc={room.doc} words={content.words} acts={acts} {...shown} />
      </>
    )
  return (
    <Suspense fallback={<Skeleton label={say('loading')} />}>
      {legend}
      <WordsEditor room={room} markActs={acts} {...shown} />
    </Suspense>
  )
}
