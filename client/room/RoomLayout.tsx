import { type ReactNode, Suspense, useEffect, useRef, useState } from 'react'
import { Redirect, Route, Switch, useLocation } from 'wouter'
import { RecommendationId, TopicId } from '#shared/domain/ids'
import { useAmendmentFocus, useChosenMark } from '../amendments/focus.tsx'
import { useAuthorsKey } from '../authorship/shown.ts'
import { BracketCountsProvider, useCountsAwaited } from '../brackets/counts.tsx'
import { ActionBar } from '../chair/ActionBar.tsx'
import { KeptWithoutText } from '../drafting/KeptWordsNotice.tsx'
import { Rail } from '../drafting/Rail.tsx'
import { RecommendationPage } from '../drafting/RecommendationPage.tsx'
import { TopicPage } from '../drafting/TopicPage.tsx'
import { PartBoundary } from '../failure/PartBoundary.tsx'
import { useSoughtKeptWords } from '../live/kept-words.ts'
import { lazyPart } from '../live/lazy-part.tsx'
import { useRecord } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { AskedNow } from '../positions/AskedNow.tsx'
import { positionsPlace } from '../positions/PositionsPane.tsx'
import { useThreadFocus } from '../threads/focus.tsx'
import { MarkerStrip } from '../threads/MarkerStrip.tsx'
import { backToText } from '../threads/places.ts'
import { useMedia } from '../threads/use-lines.ts'
import { isComposingKey } from '../ui/composing.ts'
import { PageAndBeside, ThePage } from '../ui/in-turn.tsx'
import { EmptyState, Skeleton } from '../ui/Placeholder.tsx'
import ui from '../ui/ui.module.css'
import { Outline } from './Outline.tsx'
import { ReloadNeeded } from './ReloadNeeded.tsx'
import { RestoredNotice } from './RestoredNotice.tsx'
import styles from './room.module.css'
import { SomebodyElse } from './SomebodyElse.tsx'
import strip from './strip.module.css'
import { TopBar } from './TopBar.tsx'

const PeoplePage = lazyPart(async () => (await import('../people/PeoplePage.tsx')).PeoplePage)
const DelegationPage = lazyPart(
  async () => (await import('../delegation/DelegationPage.tsx')).DelegationPage,
)
const DeskPage = lazyPart(async () => (await import('../chair/DeskPage.tsx')).DeskPage)
const RecommendationDesk = lazyPart(
  async () => (await import('../chair/RecommendationDesk.tsx')).RecommendationDesk,
)
const MeetingPage = lazyPart(async () => (await import('../meeting/MeetingPage.tsx')).MeetingPage)

type Pane = 'draft' | 'outline' | 'rail'

/** The frame of the room: outline, page, rail, bars. Below 1100 px the panes take turns. */
export function RoomLayout() {
  const say = useMessages()
  const [place] = useLocation()
  const [pane, setPane] = useState<Pane>('draft')
  const { threadId, setThread, composing } = useThreadFocus()
  useEffect(() => setPane(location.hash === `#${positionsPlace}` ? 'rail' : 'draft'), [place])
  useEffect(() => {
    if (composing !== null || threadId !== null) setPane('rail')
  }, [composing, threadId])
  const { chosen, choose, leave } = useAmendmentFocus()
  useEffect(() => {
    if (chosen?.goTo === 'card') setPane('rail')
    if (chosen?.goTo === 'mark' || chosen?.goTo === 'draft') setPane('draft')
  }, [chosen])
  useChosenMark(pane !== 'rail')
  const sought = useSoughtKeptWords()
  useEffect(() => {
    if (sought !== undefined) setPane('draft')
  }, [sought])
  usePaneKey()
  useEscape(pane === 'rail' || threadId !== null || chosen !== null, () => {
    setPane('draft')
    if (chosen && threadId === null) {
      // From the card back to the mark; from there on, nothing is chosen.
      if (chosen.goTo === 'card') return choose(chosen.textId, 'mark')
      return leave()
    }
    setThread(null)
    backToText(threadId)
  })
  const hasStrip = useMedia('(700px <= width < 1100px)')

  const [, kind, id] = place.split('/')
  const recommendationId =
    kind === 'recommendations' || kind === 'desk' ? RecommendationId.safeParse(id).data : undefined
  useAuthorsKey()
  const topicId = kind === 'topics' ? TopicId.safeParse(id).data : undefined
  const subject = recommendationId ?? topicId
  const isStripShown = hasStrip && subject !== undefined && pane !== 'outline'
  return (
    <BracketCountsProvider>
      <PageAndBeside>
        <div className={styles['room']} data-pane={pane} data-strip={isStripShown}>
          <a className={styles['skip']} href="#draft">
            {say('room.skip')}
          </a>
          <PartBoundary>
            <TopBar />
          </PartBoundary>
          <div className={strip['strip']}>
            <ReloadNeeded />
            <RestoredNotice />
            <SomebodyElse />
          </div>
          <nav
            className={styles['outline']}
            aria-label={say('room.outline')}
            tabIndex={-1}
            data-pane-of-room
          >
            <PartBoundary>
              <Outline onStay={() => setPane('draft')} />
            </PartBoundary>
          </nav>
          <main className={styles['page']} id="draft" tabIndex={-1} data-pane-of-room>
            <PartBoundary>
              <KeptWithoutText />
            </PartBoundary>
            <PartBoundary about={place}>
              <ThePage>
                <Page>
                  <Switch>
                    <Route path="/recommendations/:id">
                      {recommendationId ? (
                        <RecommendationPage
                          key={recommendationId}
                          recommendationId={recommendationId}
                        />
                      ) : (
                        <EmptyState>{say('notFound.text')}</EmptyState>
                      )}
                    </Route>
                    <Route path="/topics/:id">
                      {topicId ? (
                        <TopicPage key={topicId} topicId={topicId} />
                      ) : (
                        <EmptyState>{say('notFound.text')}</EmptyState>
                      )}
                    </Route>
                    <Route path="/people" component={PeoplePage} />
                    <Route path="/desk" component={DeskPage} />
                    <Route path="/delegation" component={DelegationPage} />
                    <Route path="/desk/:id">
                      {recommendationId ? (
                        <RecommendationDesk
                          key={recommendationId}
                          recommendationId={recommendationId}
                        />
                      ) : (
                        <EmptyState>{say('notFound.text')}</EmptyState>
                      )}
                    </Route>
                    <Route path="/meeting" component={MeetingPage} />
                    <Route>
                      <FirstPlace />
                    </Route>
                  </Switch>
                </Page>
              </ThePage>
            </PartBoundary>
            <PartBoundary>
              <AskedNow
                recommendationId={kind === 'recommendations' ? recommendationId : undefined}
              />
            </PartBoundary>
          </main>
          {isStripShown ? (
            <PartBoundary key={subject}>
              <MarkerStrip recommendationId={recommendationId} topicId={topicId} />
            </PartBoundary>
          ) : null}
          <aside
            className={styles['rail']}
            aria-label={say('room.rail')}
            tabIndex={-1}
            data-pane-of-room
          >
            {subject ? (
              <Rail key={subject} recommendationId={recommendationId} topicId={topicId} />
            ) : (
              <EmptyState>{say('rail.nothing')}</EmptyState>
            )}
          </aside>
          <PartBoundary about={recommendationId}>
            <ActionBar recommendationId={recommendationId} />
          </PartBoundary>
          <nav className={styles['panes']} aria-label={say('room.panes')}>
            {(['draft', 'outline', 'rail'] as const).map((each) => (
              <button
                key={each}
                type="button"
                aria-pressed={pane === each}
                onClick={() => setPane(each)}
              >
                {say(`room.pane.${each}`)}
              </button>
            ))}
          </nav>
        </div>
      </PageAndBeside>
    </BracketCountsProvider>
  )
}

/** Escape leaves the chosen thread and what lies over the page, unless a dialog or a field has its own use for it. */
function useEscape(isOpen: boolean, close: () => void): void {
  const latest = useRef(close)
  useEffect(() => {
    latest.current = close
  })
  useEffect(() => {
    if (!isOpen) return undefined
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || isComposingKey(event)) return
      if (!document.querySelector('[role="dialog"]')) latest.current()
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [isOpen])
}

/** F6 goes from pane to pane, as desktop programs have it. */
function usePaneKey(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'F6') return
      event.preventDefault()
      const panes = [...document.querySelectorAll<HTMLElement>('[data-pane-of-room]')].filter(
        (pane) => pane.offsetParent !== null,
      )
      const current = panes.findIndex((pane) => pane.contains(document.activeElement))
      const step = event.shiftKey ? -1 : 1
      panes.at((current + step + panes.length) % panes.length)?.focus()
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [])
}

/** What a page shows at its head is known before it is shown: nothing in it makes room for itself later. */
function Page({ children }: { readonly children: ReactNode }) {
  const say = useMessages()
  const isAwaited = useCountsAwaited()
  return (
    <>
      {isAwaited ? <Skeleton label={say('loading')} /> : null}
      <div className={ui['turn']} hidden={isAwaited}>
        <Suspense fallback={<Skeleton label={say('loading')} />}>{children}</Suspense>
      </div>
    </>
  )
}

/** Where the room opens: what is on the floor, else the first recommendation, else the meeting. */
function FirstPlace() {
  const place = useRecord((state) => {
    const first =
      state.floor.recommendationId ?? state.topics.flatMap((topic) => topic.recommendationIds)[0]
    if (first) return `/recommendations/${first}`
    return state.topics[0] ? `/topics/${state.topics[0].topicId}` : '/meeting'
  })
  return <Redirect to={place} replace />
}
