/** Others' carets and selections in a flow, and one's own told to others: in presence, nothing of which is recorded. */
import { Extension } from '@tiptap/core'
import { Plugin, PluginKey } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import type { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { SharedPresence } from '#shared/protocol/presence'
import type { CellRuns } from '../flow/cell-runs.ts'
import { isHolding } from '../flow/flow-binding.ts'
import { type Run, withRuns } from '../flow/runs.ts'
import { placeOf } from '../flow/selected-place.ts'
import { renderCaret, selectionAttributes } from './caret.ts'

const user = (state: Readonly<Record<string, unknown>>): Record<string, unknown> => {
  const said = state['user']
  return typeof said === 'object' && said !== null ? { ...said } : {}
}

/** Where somebody's place is; undefined where its letter has not come yet. */
const foundAt = (doc: Y.Doc, place: unknown) =>
  Y.createAbsolutePositionFromRelativePosition(
    Y.createRelativePositionFromJSON(place),
    doc,
    false,
  ) ?? undefined

interface ShownCarets {
  readonly runs: ReadonlyMap<Y.Text, readonly Run[]>
  /** Whether any is of a letter that has not come yet. */
  readonly isWaiting: boolean
}

/** Others' carets in the flows of a document, as runs. */
function caretsIn(doc: Y.Doc, awareness: Awareness): ShownCarets {
  const runs = new Map<Y.Text, Run[]>()
  let isWaiting = false
  for (const [client, state] of awareness.getStates()) {
    const cursor = SharedPresence.safeParse(state).data?.cursor
    if (client === awareness.clientID || !cursor) continue
    const [anchor, head] = [foundAt(doc, cursor.anchor), foundAt(doc, cursor.head)]
    isWaiting ||= !anchor || !head
    if (!anchor || !(head?.type instanceof Y.Text) || anchor.type !== head.type) continue
    const own = runs.get(head.type) ?? []
    runs.set(head.type, own)
    const [start, end] = [Math.min(anchor.index, head.index), Math.max(anchor.index, head.index)]
    const said = user(state)
    if (start < end) own.push({ is: 'range', start, end, attributes: selectionAttributes(said) })
    const key = `caret ${client} ${String(said['name'])} ${String(said['color'])}`
    const draw = () => renderCaret(said)
    own.push({ is: 'point', at: head.index, stands: 'behind', key, draw })
  }
  return { runs, isWaiting }
}

/** Lives as long as the view. */
function share(view: EditorView, flow: Y.Text, awareness: Awareness, cells?: CellRuns) {
  let isWaiting = false
  const draw = () => {
    if (view.isDestroyed || !flow.doc) return
    const carets = caretsIn(flow.doc, awareness)
    ;({ isWaiting } = carets)
    view.dispatch(withRuns(view.state.tr, 'carets', carets.runs.get(flow) ?? []))
    const others = [...carets.runs].filter(([each]) => each !== flow)
    cells?.set('carets', new Map(others.map(([each, runs]) => [Y.findRootTypeKey(each), runs])))
  }
  const changed = ({
    added,
    updated,
    removed,
  }: Record<'added' | 'updated' | 'removed', number[]>) => {
    if ([...added, ...updated, ...removed].some((client) => client !== awareness.clientID)) draw()
  }
  let isUntold = false
  const arrived = ({ local }: Y.Transaction) => {
    if (isWaiting) draw()
    if (isUntold && local) tell()
  }
  let told: string | undefined
  const tell = () => {
    isUntold = isHolding(view)
    if (isUntold) return
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
  /** The cells among the words, where carets are shown too. */
  readonly cells: CellRuns | undefined
}

export const Carets = Extension.create<CaretsOptions>({
  name: 'carets',
  // When the binding has written what was typed.
  priority: 10,
  addOptions: () => ({ flow: undefined, awareness: undefined, cells: undefined }),
  addProseMirrorPlugins() {
    const { flow, awareness, cells } = this.options
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
          const { end, tell: update } = (shared = share(view, flow, awareness, cells))
          return { update, destroy: end }
        },
      }),
    ]
  },
})
