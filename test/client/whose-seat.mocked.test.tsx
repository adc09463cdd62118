// @vitest-environment jsdom
/** A link to another seat than the one that is signed in here. */
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { GroupId, MemberId, SeatId } from '#shared/domain/ids'
import type { Problem, SessionView } from '#shared/protocol/api'
import type { SeatHolder } from '#shared/record/seat-holder'
import { JoinPage } from '../../client/entry/JoinPage.tsx'
import { hearSession } from '../../client/live/session-news.ts'

const { went } = vi.hoisted(() => ({ went: vi.fn<(groupId: string) => void>() }))
vi.mock('../../client/entry/leave.ts', () => ({ toRoom: went }))

const groupId = GroupId.parse('g_00000001')
const holder = (delegation: string, name: string): SeatHolder => ({
  groupId,
  groupName: 'Test group',
  memberId: MemberId.parse(`m_0000${delegation.toLowerCase()}`),
  name,
  role: 'delegate',
  seat: delegation,
  delegation,
})
const brazil = holder('Brazil', 'Ana Lima')
const portugal = holder('Portugal', '')
const question: Problem = {
  type: 'urn:adref:problem:signed-in-as-another',
  title: 'asked',
  status: 409,
  code: 'signed-in-as-another',
  detail: 'asked',
  seats: { present: brazil, offered: portugal },
}
const signedIn: SessionView = {
  setUp: true,
  attendances: [
    {
      groupId,
      groupName: 'Test group',
      role: 'delegate',
      memberId: portugal.memberId,
      seatId: SeatId.parse('s_00000001'),
      delegationId: null,
      meetingId: null,
    },
  ],
}

let root: Root
const sent: unknown[] = []
beforeEach(() => {
  sent.length = 0
  went.mockClear()
  location.hash = `#${'x'.repeat(43)}`
  vi.stubGlobal('fetch', async (_path: string, { body }: { body: string }) => {
    const asked = JSON.parse(body)
    sent.push(asked)
    return asked.inPlaceOf === brazil.memberId
      ? new Response(JSON.stringify(signedIn), { status: 201 })
      : new Response(JSON.stringify(question), { status: 409 })
  })
  root = createRoot(document.body.appendChild(document.createElement('div')))
  root.render(<JoinPage />)
})
afterEach(() => {
  root.unmount()
  document.body.replaceChildren()
  vi.unstubAllGlobals()
})
/** A busy machine draws late. */
const patience = { timeout: 120_000 }
const button = async (name: string): Promise<HTMLButtonElement> =>
  vi.waitFor(() => {
    const found = [...document.querySelectorAll('button')].find((each) => each.textContent === name)
    if (!found) throw new Error(`no button ${name}`)
    return found
  }, patience)

test('[UI-270] a link to another seat says who is signed in and whose seat it is, with the focus on neither answer; staying uses no link', async () => {
  const stay = await button('Stay as Brazil')
  expect(document.body.textContent).toContain('Ana Lima, Brazil (Delegate)')
  expect(document.body.textContent).toContain('Portugal (Delegate)')
  expect(document.body.textContent).toContain('private window')
  await vi.waitFor(() => expect(document.activeElement?.tagName).toBe('H1'), patience)
  stay.click()
  expect(went).toHaveBeenCalledExactlyOnceWith(groupId)
  expect(sent).toEqual([{ token: 'x'.repeat(43) }])
})

test('[UI-271] taking the seat names the member in whose place, tells the other windows, and goes to the room', async () => {
  const heard: SessionView[] = []
  const stop = hearSession((view) => heard.push(view))
  ;(await button('Sign in as Portugal')).click()
  await vi.waitFor(() => expect(went).toHaveBeenCalledExactlyOnceWith(groupId), patience)
  expect(sent.at(-1)).toEqual({ token: 'x'.repeat(43), inPlaceOf: brazil.memberId })
  await vi.waitFor(() => expect(heard).toEqual([signedIn]), patience)
  stop()
})
