/** Others' carets and selections in a flow, and one's own told to others: in presence, nothing of which is recorded. */
import { Extension } from '@tiptap/core'
import { Plugin, PluginKey } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import type { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { SharedPresence } from '#shared/protocol/presence'
import { type Run, withRuns } from '../flow/runs.ts'
import { placeOf } from '../flow/selected-place.ts'
import { renderCaret, selectionAttributes } from './caret.ts'

const user = (state: Readonly<Record<string, unknown>>): Record<string, unknown> => {
  const said = state['user']
  return typeof said === 'object' && said !== null ? { ...said } : {}
}

/** Where somebody's place is in this flow; undefined where it is in another, `unknown` where its letter has not come yet. */
function indexIn(flow: Y.Text, place: unknown): number | 'unknown' | undefined {
  const { doc } = flow
  const found =
    doc &&
    Y.createAbsolutePositionFromRelativePosition(
      Y.createRelativePositionFromJSON(place),
      doc,
      false,
    )
  if (!found) return 'unknown'
  return Object.is(found.type, flow) ? found.index : undefined
}

/** The carets in this flow as runs, and whether any is of a letter that has not come yet. */
function caretsIn(flow: Y.Text, awareness: Awareness): { runs: Run[]; isWaiting: boolean } {
  const runs: Run[] = []
  let isWaiting = false
  for (const [client, state] of awareness.getStates()) {
    const cursor = SharedPresence.safeParse(state).data?.cursor
    if (client === awareness.clientID || !cursor) continue
    const [anchor, head] = [indexIn(flow, cursor.anchor), indexIn(flow, cursor.head)]
    if (anchor === 'unknown' || head === 'unknown') isWaiting = true
    else if (anchor !== undefined && head !== undefined) {
      const [start, end] = [Math.min(anchor, head), Math.max(anchor, head)]
      const said = user(state)
      if (start < end) runs.push({ is: 'range', start, end, attributes: selectionAttributes(said) })
      const key = `caret ${client} ${String(said['name'])} ${String(said['color'])}`
      runs.push({ is: 'point', at: head, stands: 'behind', key, draw: () => renderCaret(said) })
    }
  }
  return { runs, isWaiting }
}

/** Lives as long as the view. */
function share(view: EditorView, flow: Y.Text, awareness: Awareness) {
  let isWaiting = false
  const draw = () => {
    if (view.isDestroyed) return
    const carets = caretsIn(flow, awareness)
    ;({ isWaiting } = carets)
    view.dispatch(withRuns(view.state.tr, 'carets', carets.runs))
  }
  const changed = ({
    added,
    updated,
    removed,
  }: Record<'added' | 'updated' | 'removed', number[]>) => {
    if ([...added, ...updated, ...removed].some((client) => client !== awareness.clientID)) draw()
  }
  const arrived = () => {
    if (isWaiting) draw()
  }
  let told: string | undefined
  const tell = () => {
    const place = view.hasFocus() ? placeOf(view.state, flow) : undefined
    const cursor = place && {
      anchor: Y.relativePositionToJSON(place.anchor),
      head: Y.relativePositionToJSON(place.head),
    }
    const now = JSON.stringify(cursor)
    if (now === told || awareness.getLocalState() === null) return
    told = now
    awareness.setLocalStateField('cursor', cursor ?? null)
  }
  awareness.on('change', changed)
  flow.doc?.on('afterTransaction', arrived)
  queueMicrotask(draw)
  return {
    tell,
    end: () => {
      awareness.off('change', changed)
      flow.doc?.off('afterTransaction', arrived)
      if (told !== undefined && awareness.getLocalState() !== null)
        awareness.setLocalStateField('cursor', null)
    },
  }
}

interface CaretsOptions {
  readonly flow: Y.Text | undefined
  readonly awareness: Awareness | undefined
}

export const Carets = Extension.create<CaretsOptions>({
  name: 'carets',
  // When the binding has written what was typed.
  priority: 10,
  addOptions: () => ({ flow: undefined, awareness: undefined }),
  addProseMirrorPlugins() {
    const { flow, awareness } = this.options
    if (!flow || !awareness) return []
    let shared: ReturnType<typeof share> | undefined
    const tell = () => {
      shared?.tell()
      return false
    }
    return [
      new Plugin({
        key: new PluginKey('shared-carets'),
        props: { handleDOMEvents: { focus: tell, blur: () => void setTimeout(tell) } },
        view(view) {
          const { end, tell: update } = (shared = share(view, flow, awareness))
          return { update, destroy: end }
        },
      }),
    ]
  },
})
