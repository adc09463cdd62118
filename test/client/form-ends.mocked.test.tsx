// @vitest-environment jsdom
/** Forms whose press got no answer, while the record has what they put. */
import { useState } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { GroupId, RecommendationId } from '#shared/domain/ids'
import { useFormAct } from '../../client/drafting/act.ts'
import { DecisionDialog } from '../../client/drafting/DecisionDialog.tsx'
import { usualPace } from '../../client/live/pace.ts'
import { NoticeRegion } from '../../client/ui/notices.tsx'

const line = vi.hoisted(() => ({
  keys: [] as string[],
  isDead: true,
  recorded: new Map<string, (event: unknown) => void>(),
  you: { groupId: '', memberId: 'm_00000001' },
}))
vi.mock('../../client/live/record.tsx', () => ({
  useYou: () => line.you,
  useEpoch: () => 'epoch001',
  useFold: () => () => undefined,
  useCheckSession: () => () => undefined,
  useRecorded: () => (commandId: string) =>
    new Promise((settle) => void line.recorded.set(commandId, settle)),
}))
line.you.groupId = GroupId.parse('g_00000001')

const problem = { title: 'No answer', detail: 'Nobody answers.', code: 'no-answer' }
vi.mock('../../client/live/http.ts', () => ({
  ask: async (
    _schema: unknown,
    _path: string,
    { headers }: { headers: Record<string, string> },
  ) => {
    line.keys.push(headers['Idempotency-Key'] ?? '')
    return line.isDead
      ? { ok: false, isOffline: true, problem }
      : { ok: false, isOffline: false, problem: { ...problem, code: 'already-so' } }
  },
}))

const recommendationId = RecommendationId.parse('r_00000001')
const ended = vi.fn<(how: string) => void>()

/** A form with words, as those of the room are made. */
function Retitle() {
  const [title, setTitle] = useState('First')
  const { act, isPending } = useFormAct(title)
  const put = async () => {
    if (await act({ type: 'retitle-recommendation', recommendationId, title })) ended(title)
  }
  return (
    <form onSubmit={(event) => event.preventDefault()}>
      <input value={title} onChange={(event) => setTitle(event.target.value)} />
      <button type="button" disabled={isPending} onClick={() => void put()}>
        Put
      </button>
    </form>
  )
}
function Decide() {
  const { act, isPending } = useFormAct()
  return (
    <DecisionDialog
      title="Decide"
      confirm="Do it"
      isPending={isPending}
      onDecide={(note) =>
        act({
          type: 'resolve-recommendation',
          recommendationId,
          outcome: 'agree-ad-ref',
          alternativeTextId: null,
          note,
        })
      }
      onClose={() => ended('closed')}
    >
      <p>What it does.</p>
    </DecisionDialog>
  )
}

let root: Root
const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds)
const settle = async () => {
  for (let turn = 0; turn < 20; turn += 1) {
    await pass(10)
    await new Promise((done) => setImmediate(done))
  }
}
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  // The document of these tests knows no style sheets.
  vi.stubGlobal('CSS', { escape: (value: string) => value })
  line.isDead = true
  line.keys = []
  root = createRoot(document.body.appendChild(document.createElement('div')))
})
afterEach(() => {
  root.unmount()
  ended.mockReset()
  document.body.replaceChildren()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})
const show = async (part: React.ReactNode) => {
  root.render(<NoticeRegion>{part}</NoticeRegion>)
  await settle()
}
const button = (name: string) => {
  const found = [...document.querySelectorAll('button')].find(
    ({ textContent }) => textContent === name,
  )
  if (!found) throw new Error(`no button ${name}`)
  return found
}
const press = async (name: string) => {
  button(name).click()
  await settle()
}
const write = async (words: string) => {
  const input = document.querySelector('input')
  // React hears only of values that the browser has set.
  const value = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')
  value?.set?.call(input, words)
  input?.dispatchEvent(new Event('input', { bubbles: true }))
  await settle()
}
/** The record has the act that was sent under the first key, or the last. */
const record = async (which: 0 | -1) => {
  line.recorded.get(line.keys.at(which) ?? '')?.({ sequence: 7 })
  await settle()
}

test('[UI-367] a form whose press got no answer ends as soon as the record has its act, while it is being sent or long after; pressed again it is another act, and what was written in it since stays', async () => {
  // While it is sent again and again.
  await show(<Retitle />)
  await press('Put')
  expect(button('Put').disabled).toBe(true)
  await record(0)
  expect(ended.mock.calls).toEqual([['First']])
  expect(button('Put').disabled).toBe(false)

  // After its page has given up: pressed again, the first of the two presses was the one that was done.
  await press('Put')
  const [, firstKey] = new Set(line.keys)
  await pass(usualPace.giveUpAct * 1.5)
  await settle()
  expect(button('Put').disabled).toBe(false)
  line.isDead = false
  await press('Put')
  expect(new Set(line.keys).size).toBe(3)
  expect(ended).toHaveBeenCalledTimes(1)
  line.recorded.get(firstKey ?? '')?.({ sequence: 8 })
  await settle()
  expect(ended).toHaveBeenCalledTimes(2)

  // Something else stands in it by then.
  line.isDead = true
  await press('Put')
  await pass(usualPace.giveUpAct * 1.5)
  await write('Second')
  await record(-1)
  expect(ended).toHaveBeenCalledTimes(2)
})

test('[UI-367] a dialog may be pressed again when nobody answered, and closes when the record has the decision', async () => {
  await show(<Decide />)
  await press('Do it')
  expect(button('Do it').disabled).toBe(true)
  await pass(usualPace.giveUpAct * 1.5)
  await settle()
  expect(button('Do it').disabled).toBe(false)
  expect(ended).not.toHaveBeenCalled()
  await record(-1)
  expect(ended.mock.calls).toEqual([['closed']])
})
