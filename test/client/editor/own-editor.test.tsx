// @vitest-environment jsdom
/** How many editors there are of a text that a page shows. */
import { Editor } from '@tiptap/core'
import { act, Suspense, use } from 'react'
import { createRoot } from 'react-dom/client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useOwnEditor } from '../../../client/editor/use-own-editor.ts'
import { FlowBinding } from '../../../client/flow/flow-binding.ts'
import { flowSchema } from '../../../client/flow/flow-schema.ts'
import { firstConnection } from '../../../client/live/first-connection.ts'
import { replicasOf } from '../../support/flow-replicas.ts'

beforeEach(() => void Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true))
afterEach(() => void Reflect.deleteProperty(globalThis, 'IS_REACT_ACT_ENVIRONMENT'))

test('[UI-500] a text has one editor on a page, however often React begins to draw it anew, with its words and the caret at their start; it ends with the part that shows it', async () => {
  const [replica] = replicasOf(['One', 'Two'], [5])
  if (!replica) throw new Error()
  const made: Editor[] = []
  const shown: (Editor | null)[] = []
  const makeEditor = () => {
    const editor = new Editor({
      extensions: [...flowSchema, FlowBinding.configure({ draft: replica.draft })],
    })
    made.push(editor)
    return editor
  }
  const makeAnother = () => makeEditor()
  let arrive: (() => void) | undefined
  const late = new Promise<void>((resolve) => {
    arrive = resolve
  })
  function Words({ isAnother }: { readonly isAnother: boolean }) {
    const editor = useOwnEditor(isAnother ? makeAnother : makeEditor)
    // What suspends makes React throw away what was drawn, and draw it from the start.
    use(late)
    shown.push(editor)
    return null
  }
  const root = createRoot(document.createElement('div'))
  const show = (isAnother: boolean) =>
    act(async () => {
      root.render(
        <Suspense>
          <Words isAnother={isAnother} />
        </Suspense>,
      )
      await Promise.resolve()
    })
  await show(false)
  expect(made).toEqual([])
  await act(async () => {
    arrive?.()
    await late
  })
  expect(made).toHaveLength(1)
  expect(shown.at(-1)).toBe(made[0])
  expect(made[0]?.getText()).toBe('One\n\nTwo')
  expect(made[0]?.state.selection.head).toBe(1)
  await show(true)
  expect(made.map(({ isDestroyed }) => isDestroyed)).toEqual([true, false])
  expect(shown.at(-1)).toBe(made[1])
  act(() => root.unmount())
  expect(made.map(({ isDestroyed }) => isDestroyed)).toEqual([true, true])
})

test('[UI-501] a text with a copy on this device asks the server once, when the copy is read; a copy that does not come is waited for a second at most', () => {
  vi.useFakeTimers()
  try {
    const connect = vi.fn<() => void>()
    const first = firstConnection(connect)
    vi.advanceTimersByTime(500)
    expect(connect).not.toHaveBeenCalled()
    first.now()
    expect(connect).toHaveBeenCalledOnce()
    vi.advanceTimersByTime(5000)
    first.now()
    expect(connect).toHaveBeenCalledOnce()
    firstConnection(connect)
    vi.advanceTimersByTime(1000)
    expect(connect).toHaveBeenCalledTimes(2)
    const given = firstConnection(connect)
    given.never()
    given.now()
    vi.advanceTimersByTime(5000)
    expect(connect).toHaveBeenCalledTimes(2)
  } finally {
    vi.useRealTimers()
  }
})
