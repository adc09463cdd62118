// @vitest-environment jsdom
/** What the browser shows of a page in its tab, its history and its bookmarks. */
import { act, type ReactElement } from 'react'
import { createRoot } from 'react-dom/client'
import { expect, test, vi } from 'vitest'
import type { RecordState } from '#shared/record/state'
import { DeskPage } from '../../client/chair/DeskPage.tsx'
import { RecommendationDesk } from '../../client/chair/RecommendationDesk.tsx'
import { RecommendationPage } from '../../client/drafting/RecommendationPage.tsx'
import { TopicPage } from '../../client/drafting/TopicPage.tsx'
import { EntryPage } from '../../client/entry/EntryPage.tsx'
import { MeetingPage } from '../../client/meeting/MeetingPage.tsx'
import { PeoplePage } from '../../client/people/PeoplePage.tsx'
import { aMeeting, recommendation, topicId } from '../support/meeting.ts'

const { record, nothing } = vi.hoisted(
  (): { record: { state: RecordState | undefined }; nothing: () => null } => ({
    record: { state: undefined },
    nothing: () => null,
  }),
)
vi.mock('../../client/live/record.tsx', () => ({
  useRecordState: () => record.state,
  useRecord: (select: (state: RecordState | undefined) => unknown) => select(record.state),
  useActor: () => ({ by: 'public' }),
  useYou: () => ({ role: 'public' }),
  useCheckSession: () => nothing,
  useRecordNow: () => nothing,
  useSomebodyElse: nothing,
}))
vi.mock('../../client/drafting/act.ts', () => ({
  useAct: () => ({}),
  useFormAct: () => ({}),
}))
vi.mock('../../client/amendments/AmendableText.tsx', () => ({ AmendableText: nothing }))
vi.mock('../../client/drafting/TextPanel.tsx', () => ({ TextPanel: nothing }))
vi.mock('../../client/drafting/TextViewMenu.tsx', () => ({ TextViewMenu: nothing }))
vi.mock('../../client/brackets/BracketTally.tsx', () => ({
  BracketTally: nothing,
  LiveBracketTally: nothing,
}))

function titleOf(page: ReactElement): string {
  Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true)
  const root = createRoot(document.createElement('div'))
  act(() => root.render(page))
  act(() => root.unmount())
  return document.title
}

test('[UI-361] each page says in the browser’s tab what it is, then where: recommendation, topic, desk, people, meeting, and the ways in', () => {
  record.state = aMeeting().state
  const recommendationId = recommendation('one')
  const group = record.state.group?.name ?? ''
  const { title } = record.state.recommendations[recommendationId] ?? {}
  expect(title).toBeTruthy()
  const [topic] = record.state.topics
  const places = [
    [<RecommendationPage key="r" recommendationId={recommendationId} />, `A.1 ${title}`],
    [<TopicPage key="t" topicId={topicId} />, `A. ${topic?.title}`],
    [<DeskPage key="d" />, 'The chair’s desk'],
    [
      <RecommendationDesk key="o" recommendationId={recommendationId} />,
      `The chair’s desk: A.1 ${title}`,
    ],
    [<PeoplePage key="p" />, 'Seats and links'],
    [<MeetingPage key="m" />, 'Mandate, calendar and documents'],
  ] as const
  for (const [page, said] of places) expect(titleOf(page)).toBe(`${said} · ${group}`)
  expect(titleOf(<EntryPage title="Opening your seat" />)).toBe('Opening your seat · adref')
})
