// @vitest-environment jsdom
/** What cannot be drawn takes down nothing around it, and no typed word. */
import { Extension } from '@tiptap/core'
import { Plugin } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import { EditorContent, useEditor } from '@tiptap/react'
import { act, type ReactNode, useEffect, useState } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Doc } from 'yjs'
import type { TextContent } from '#shared/domain/content'
import { TextId } from '#shared/domain/ids'
import { useEditorFailure } from '../../client/editor/editor-failure.ts'

import { PartBoundary } from '../../client/failure/PartBoundary.tsx'
import { PageBoundary, RoomBoundary } from '../../client/failure/RoomBoundary.tsx'
import { TextBoundary } from '../../client/failure/TextBoundary.tsx'
import { useUnexpectedFailures } from '../../client/failure/unexpected.ts'
import { flowSchema } from '../../client/flow/flow-schema.ts'
import { OpenTextsProvider } from '../../client/live/open-texts.tsx'
import { NoticeRegion } from '../../client/ui/notices.tsx'

const rooms = vi.hoisted(() => ({
  saving: 'saving',
  content: (): TextContent => {
    throw new Error('unreadable')
  },
  closed: [] as string[],
  recordNow: () => ({ texts: {} }),
}))
vi.mock('../../client/live/record.tsx', () => ({
  useYou: () => ({ memberId: 'm_00000001', role: 'delegate' }),
  useEpoch: () => 'e',
  useFeedConnection: () => 'live',
  useRecordNow: () => rooms.recordNow,
  useSomebodyElse: () => undefined,
}))
vi.mock('../../client/live/text-room.ts', () => ({
  openTextRoom: (textId: string) => {
    const status = { connection: 'live', synced: true, saving: rooms.saving, trouble: undefined }
    return {
      textId,
      doc: new Doc(),
      status: () => status,
      subscribe: () => () => undefined,
      subscribeToShown: () => () => undefined,
      content: () => rooms.content(),
      resume: () => undefined,
      close: () => rooms.closed.push(textId),
    }
  },
}))

const textId = TextId.parse('t_00000001')
const words: TextContent = {
  words: [
    {
      type: 'paragraph',
      blockId: '',
      inlines: [{ type: 'words', words: 'What Portugal typed.', marks: [] }],
    },
  ],
  tasks: [],
  provisions: [],
}

let root: Root
let page: HTMLElement
let isBroken = true
beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
  // React tells the console of what a boundary has caught.
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  page = document.body.appendChild(document.createElement('div'))
  root = createRoot(page)
  isBroken = true
  rooms.saving = 'saving'
  rooms.content = () => words
  rooms.closed.length = 0
})
afterEach(() => {
  act(() => root.unmount())
  document.body.replaceChildren()
  vi.useRealTimers()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

const show = (part: ReactNode) => act(() => root.render(part))
const alerts = () =>
  [...page.querySelectorAll('[role=alert]')].map(({ textContent }) => textContent ?? '')
const press = (name: string) => {
  const button = [...page.querySelectorAll('button')].find(
    ({ textContent }) => textContent === name,
  )
  if (!button) throw new Error(`there is no button ${name}`)
  act(() => button.click())
}
function Breaking({ how = 'drawing' }: { readonly how?: 'drawing' | 'effect' }) {
  if (isBroken && how === 'drawing') throw new Error('cannot be drawn')
  useEffect(() => {
    if (isBroken) throw new Error('has no effect')
  })
  return <p>drawn</p>
}

for (const how of ['drawing', 'effect'] as const)
  test(`[UI-235] a text that cannot be drawn leaves the others as they are, says what to do, stays connected while its words are not saved, and is read or tried again: by ${how}`, () => {
    vi.useFakeTimers()
    show(
      <OpenTextsProvider>
        <TextBoundary textId={textId} heading="Majority text">
          <input aria-label="typing here" ref={(field) => field?.focus()} />
          <Breaking how={how} />
        </TextBoundary>
        <p>another text</p>
      </OpenTextsProvider>,
    )
    expect(page.textContent).toContain('another text')
    expect(alerts()).toHaveLength(1)
    expect(alerts()[0]).toContain('Majority text')
    expect(alerts()[0]).toContain('sent by itself')
    expect(document.activeElement?.getAttribute('role')).toBe('alert')
    act(() => void vi.advanceTimersByTime(60_000))
    expect(rooms.closed).toEqual([])
    press('Read the words')
    expect(page.textContent).toContain('What Portugal typed.')
    press('Try again')
    expect(alerts()).toHaveLength(1)
    isBroken = false
    press('Try again')
    expect(alerts()).toEqual([])
    expect(page.textContent).toContain('drawn')
  })

test('[UI-236] a text that cannot even be read says so in its place alone', () => {
  rooms.content = () => {
    throw new Error('unreadable')
  }
  show(
    <OpenTextsProvider>
      <TextBoundary textId={textId} heading="Majority text">
        <Breaking />
      </TextBoundary>
      <p>another text</p>
    </OpenTextsProvider>,
  )
  press('Read the words')
  expect(alerts().at(-1)).toContain('cannot be read here either')
  expect(page.textContent).toContain('another text')
})

test('[UI-237] a room that cannot be drawn keeps its texts open and says what became of what was typed; a part of it goes alone, and comes back with what it is about', () => {
  vi.useFakeTimers()
  function Unsaved() {
    return (
      <TextBoundary textId={textId} heading="Majority text">
        <Breaking />
      </TextBoundary>
    )
  }
  show(
    <OpenTextsProvider>
      <Unsaved />
    </OpenTextsProvider>,
  )
  show(
    <OpenTextsProvider>
      <RoomBoundary>
        <Breaking />
      </RoomBoundary>
    </OpenTextsProvider>,
  )
  expect(page.querySelector('h1')?.textContent).toBe('The room could not be shown')
  expect(alerts()[0]).toContain('kept on this device and is sent by itself')
  act(() => void vi.advanceTimersByTime(60_000))
  expect(rooms.closed).toEqual([])
  show(
    <PageBoundary>
      <PartBoundary about="A.1">
        <Breaking />
      </PartBoundary>
      <p>the rest</p>
    </PageBoundary>,
  )
  expect(page.textContent).toContain('the rest')
  expect(alerts()[0]).toContain('This part of the room')
  isBroken = false
  show(
    <PageBoundary>
      <PartBoundary about="A.2">
        <Breaking />
      </PartBoundary>
    </PageBoundary>,
  )
  expect(page.textContent).toBe('drawn')
})

test('[UI-238] an editor in which a change fails is taken away before it can write over what others typed', () => {
  const opened: EditorView[] = []
  const Fragile = Extension.create({
    name: 'fragile',
    addProseMirrorPlugins: () => [
      new Plugin({
        view(view) {
          opened.push(view)
          return {}
        },
        state: {
          init: () => null,
          apply: (transaction) => {
            if (transaction.doc.textContent.includes('!')) throw new Error('cannot be applied')
            return null
          },
        },
      }),
    ],
  })
  function Editing() {
    const failing = useEditorFailure()
    const [extensions] = useState(() => [failing, ...flowSchema, Fragile])
    const editor = useEditor({
      injectCSS: false,
      extensions,
      content: '<p>The fund</p>',
    })
    return <EditorContent editor={editor} />
  }
  show(
    <OpenTextsProvider>
      <TextBoundary textId={textId} heading="Majority text">
        <Editing />
      </TextBoundary>
    </OpenTextsProvider>,
  )
  const view = opened.at(-1)
  if (!view) throw new Error('no editor was opened')
  act(() => view.dispatch(view.state.tr.insertText('?', 1)))
  expect(page.textContent).toBe('?The fund')
  act(() => view.dispatch(view.state.tr.insertText('!', 1)))
  expect(alerts()[0]).toContain('Majority text')
  expect(page.querySelector('[contenteditable]')).toBeNull()
})

test('[UI-239] a fault in an answer to a press or behind a promise is told once in a while and blanks nothing; a lost network is none', async () => {
  const Telling = () => {
    useUnexpectedFailures()
    return <p>the room</p>
  }
  show(
    <NoticeRegion>
      <Telling />
    </NoticeRegion>,
  )
  const notices = () => page.querySelector('[role=status]')?.children.length ?? 0
  const rejected = (reason: unknown) =>
    act(() => {
      dispatchEvent(Object.assign(new Event('unhandledrejection'), { reason }))
    })
  rejected(new TypeError('Failed to fetch'))
  rejected(new DOMException('The request was given up.', 'AbortError'))
  act(() => {
    dispatchEvent(new ErrorEvent('error', { message: 'ResizeObserver loop' }))
  })
  expect(notices()).toBe(0)
  act(() => {
    dispatchEvent(new ErrorEvent('error', { error: new Error('a key was answered badly') }))
  })
  rejected(new Error('once more'))
  expect(notices()).toBe(1)
  expect(page.textContent).toContain('What you typed is kept.')
  expect(page.textContent).toContain('the room')
})
