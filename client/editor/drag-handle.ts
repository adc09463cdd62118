/**
 * A paragraph is dragged by a handle at its left edge, with a mouse or a finger: a line shows where it would come, and it is moved as
 * Alt and an arrow move it. Nobody drags while they compose. What others do meanwhile goes on: the paragraph is known by its id.
 *
 * Of `First`, `Second`, `Third` somebody drags `Third` until the line is above `Second`, while another types in it: `First`, `Third`, `Second`.
 */
import { Extension } from '@tiptap/core'
import { Plugin } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import { isHolding } from '../flow/flow-binding.ts'
import { moveBlockTo } from '../flow/move-blocks.ts'
import { say } from '../messages/use-messages.ts'
import styles from './editor.module.css'

/** After these the handle is beside the caret. */
const hostEvents = ['pointerleave', 'focusin', 'focusout'] as const

/** A child of the document as it stands on the page. */
interface Drawn {
  readonly index: number
  readonly blockId: unknown
  readonly isBlock: boolean
  readonly top: number
  readonly bottom: number
}

function drawnAt(view: EditorView, position: number, index: number): Drawn | undefined {
  const [node, element] = [view.state.doc.maybeChild(index), view.nodeDOM(position)]
  if (!node || !(element instanceof Element)) return undefined
  const { top, bottom } = element.getBoundingClientRect()
  const blockId: unknown = node.attrs['blockId']
  return { index, blockId, isBlock: node.isTextblock, top, bottom }
}

/** All of them: while somebody drags. At a key or a move of the pointer one alone is measured. */
function drawnIn(view: EditorView): Drawn[] {
  const drawn: Drawn[] = []
  view.state.doc.forEach((_node, position, index) => {
    const found = drawnAt(view, position, index)
    if (found) drawn.push(found)
  })
  return drawn
}

/** The child of the document that a position is in. */
function drawnAround(view: EditorView, position: number): Drawn | undefined {
  const place = view.state.doc.resolve(position)
  return drawnAt(view, place.posAtIndex(place.index(0), 0), place.index(0))
}

/** The child before which something comes that is let go at a height of the window, and where the line for it is. */
function gapAt(
  drawn: readonly Drawn[],
  y: number,
): { readonly before: number; readonly y: number } {
  const next = drawn.findIndex(({ top, bottom }) => y < (top + bottom) / 2)
  const [above, below] = [drawn.at(next < 0 ? -1 : next - 1), drawn[next]]
  if (!below) return { before: drawn.length, y: above?.bottom ?? 0 }
  return { before: below.index, y: next === 0 ? below.top : ((above?.bottom ?? 0) + below.top) / 2 }
}

function part(className: string | undefined): HTMLElement {
  const element = document.createElement('div')
  element.className = className ?? ''
  element.ariaHidden = 'true'
  element.hidden = true
  return element
}

/** The handle and the line, beside the words and none of them. Those who use keys move paragraphs by Alt and an arrow. */
function openHandle(view: EditorView, host: HTMLElement, beginStep: () => void) {
  const [handle, line] = [part(styles['dragHandle']), part(styles['dropLine'])]
  handle.title = say('drag.handle')
  host.append(handle, line)
  /** The block beside which the handle is. */
  let beside: unknown
  let dragged: { readonly blockId: unknown; readonly pointer: number } | undefined

  const isComposing = () => view.composing || isHolding(view)
  const heightOf = (y: number) => `${y - host.getBoundingClientRect().top}px`
  const showAt = (found: Drawn | undefined) => {
    if (dragged) return
    handle.hidden = !found?.isBlock || !view.editable
    beside = found?.blockId
    if (found) handle.style.insetBlockStart = heightOf(found.top)
  }
  let frame = 0
  /** With the next picture: no key waits for it. */
  const showAtCaret = () => {
    cancelAnimationFrame(frame)
    frame = requestAnimationFrame(() => {
      if (view.isDestroyed) return
      showAt(view.hasFocus() ? drawnAround(view, view.state.selection.from) : undefined)
    })
  }
  const end = () => {
    dragged = undefined
    line.hidden = true
    delete handle.dataset['dragging']
  }
  const showAtPointer = ({ target, pointerType }: PointerEvent) => {
    const isInWords = target instanceof Node && target !== view.dom && view.dom.contains(target)
    if (pointerType === 'mouse' && isInWords) showAt(drawnAround(view, view.posAtDOM(target, 0)))
  }
  const start = (event: PointerEvent) => {
    // The caret stays where it is, and the words are not selected.
    event.preventDefault()
    if (event.button !== 0 || isComposing()) return
    handle.setPointerCapture(event.pointerId)
    dragged = { blockId: beside, pointer: event.pointerId }
    handle.dataset['dragging'] = ''
  }
  const move = ({ pointerId, clientY }: PointerEvent) => {
    if (dragged?.pointer !== pointerId) return
    const gap = gapAt(drawnIn(view), clientY)
    line.hidden = false
    line.style.insetBlockStart = heightOf(gap.y)
    line.scrollIntoView({ block: 'nearest' })
  }
  const drop = ({ pointerId, clientY }: PointerEvent) => {
    const was = dragged
    if (was?.pointer !== pointerId) return
    const isMoved = !line.hidden
    end()
    if (!isMoved || isComposing()) return
    const drawn = drawnIn(view)
    const found = drawn.find(({ blockId }) => blockId === was.blockId)
    if (!found) return
    beginStep()
    moveBlockTo(found.index, gapAt(drawn, clientY).before)(view.state, view.dispatch)
    view.focus()
  }
  const cancel = ({ key }: KeyboardEvent) => {
    if (key === 'Escape') end()
  }
  host.addEventListener('pointermove', showAtPointer)
  for (const what of hostEvents) host.addEventListener(what, showAtCaret)
  handle.addEventListener('pointerdown', start)
  handle.addEventListener('pointermove', move)
  handle.addEventListener('pointerup', drop)
  handle.addEventListener('pointercancel', end)
  document.addEventListener('keydown', cancel, true)
  return {
    update: showAtCaret,
    destroy() {
      cancelAnimationFrame(frame)
      host.removeEventListener('pointermove', showAtPointer)
      for (const what of hostEvents) host.removeEventListener(what, showAtCaret)
      document.removeEventListener('keydown', cancel, true)
      handle.remove()
      line.remove()
    },
  }
}

interface DragHandleOptions {
  /** What is done next is a step of its own. */
  readonly beginStep: () => void
}

export const DragHandle = Extension.create<DragHandleOptions>({
  name: 'dragHandle',
  addOptions: () => ({ beginStep: () => undefined }),
  addProseMirrorPlugins() {
    const { beginStep } = this.options
    return [
      new Plugin({
        view(view) {
          const host = view.dom.parentElement
          return host ? openHandle(view, host, beginStep) : {}
        },
      }),
    ]
  },
})
