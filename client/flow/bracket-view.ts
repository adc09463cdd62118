/**
 * How the edges of brackets look: whose a bracket is stands behind its opening edge, told by the document and not by the edge. Half a
 * bracket, of which somebody deleted the other edge, is none and is not shown.
 */
import { Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { type EditorState, Plugin, PluginKey, type Transaction } from '@tiptap/pm/state'
import { Decoration, DecorationSet, type NodeView } from '@tiptap/pm/view'
import type * as Y from 'yjs'
import { bracketKeysOf, bracketsRoot } from '#shared/flow/bracket-keys'
import styles from '../editor/editor.module.css'
import { nodeNames } from './flow-schema.ts'

/** Shows an edge again when something is said of its bracket. */
function newEdges(doc: Y.Doc) {
  const shown = new Map<string, Set<() => void>>()
  const changed = ({ keysChanged }: Y.YMapEvent<unknown>) => {
    for (const key of keysChanged)
      for (const show of shown.get(key.slice(0, key.lastIndexOf('.'))) ?? []) show()
  }
  const keys: Y.Map<unknown> = doc.getMap(bracketsRoot)
  keys.observe(changed)
  return {
    add(bracketId: string, show: () => void): () => void {
      const own = shown.get(bracketId) ?? new Set()
      shown.set(bracketId, own.add(show))
      return () => {
        own.delete(show)
        if (own.size === 0 && shown.get(bracketId) === own) shown.delete(bracketId)
      }
    },
    end: () => keys.unobserve(changed),
  }
}

/** An edge as an element. */
export function edgeOf({ attrs }: Node, doc: Y.Doc | undefined): HTMLElement {
  const bracketId = String(attrs['bracketId'])
  const isOpen = attrs['edge'] !== 'close'
  const edge = document.createElement('span')
  edge.className = styles['bracket'] ?? ''
  edge.dataset['bracket'] = bracketId
  edge.dataset['edge'] = isOpen ? 'open' : 'close'
  edge.textContent = isOpen ? '[' : ']'
  const sponsors = isOpen && doc ? bracketKeysOf(doc, bracketId).sponsors : ''
  if (sponsors === '') return edge
  const code = document.createElement('b')
  code.appendChild(document.createElement('bdi')).textContent = `${sponsors}:`
  edge.append(code, ' ')
  return edge
}

function edgeView(node: Node, doc: Y.Doc, edges: ReturnType<typeof newEdges>): NodeView {
  const dom = edgeOf(node, doc)
  const show = () => dom.replaceChildren(...edgeOf(node, doc).childNodes)
  const end =
    node.attrs['edge'] === 'close'
      ? () => undefined
      : edges.add(String(node.attrs['bracketId']), show)
  return { dom, ignoreMutation: () => true, destroy: end }
}

/** The edges that lack their other one, in reading order. */
function halves(doc: Node): DecorationSet {
  const open = new Map<unknown, number>()
  const alone: number[] = []
  doc.descendants(({ type, attrs }, at) => {
    if (type.name !== nodeNames.bracket) return
    const { bracketId, edge } = attrs
    if (edge !== 'close') open.set(bracketId, at)
    else if (!open.delete(bracketId)) alone.push(at)
  })
  const all = [...alone, ...open.values()]
  const hidden = { class: styles['half'] ?? '' }
  return DecorationSet.create(
    doc,
    all.map((at) => Decoration.node(at, at + 1, hidden)),
  )
}

const holdsEdge = (doc: Node, from: number, to: number): boolean => {
  let found = false
  doc.nodesBetween(from, to, ({ type }) => {
    found ||= type.name === nodeNames.bracket
    return !found
  })
  return found
}

/** Whether any edge came or went. */
const movesEdges = ({ mapping, docs, doc }: Transaction): boolean =>
  mapping.maps.some((map, n) => {
    const [before, after] = [docs[n], docs[n + 1] ?? doc]
    let found = false
    map.forEach((from, to, newFrom, newTo) => {
      found ||= (before && holdsEdge(before, from, to)) || holdsEdge(after, newFrom, newTo)
    })
    return found
  })

export const BracketView = Extension.create<{ readonly doc: Y.Doc | undefined }>({
  name: 'bracketView',
  addOptions: () => ({ doc: undefined }),
  addProseMirrorPlugins() {
    const { doc } = this.options
    if (!doc) return []
    const edges = newEdges(doc)
    const key = new PluginKey<DecorationSet>('bracketView')
    return [
      new Plugin<DecorationSet>({
        key,
        state: {
          init: (_config, state: EditorState) => halves(state.doc),
          apply(transaction, before) {
            if (!transaction.docChanged) return before
            return movesEdges(transaction)
              ? halves(transaction.doc)
              : before.map(transaction.mapping, transaction.doc)
          },
        },
        props: {
          decorations: (state) => key.getState(state),
          nodeViews: { [nodeNames.bracket]: (node) => edgeView(node, doc, edges) },
        },
        view: () => ({ destroy: edges.end }),
      }),
    ]
  },
})
