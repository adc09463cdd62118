/**
 * Writes what is typed or deleted exactly where the caret was. y-prosemirror looks for what changed from the left, and where
 * the same letter stands twice it takes the wrong one: "Remot" typed before "the" would put " Remo" before the first letter of
 * "the", and its end after it. The words would read the same, but that letter would have changed its author, and comments and
 * amendments that hold on to it would take the typed words for theirs.
 */
import { Extension } from '@tiptap/core'
import { Fragment, type Node, type ResolvedPos } from '@tiptap/pm/model'
import { type EditorState, Plugin, PluginKey } from '@tiptap/pm/state'
import { ProsemirrorBinding, ySyncPluginKey } from '@tiptap/y-tiptap'
import { simpleDiffStringWithCursor } from 'lib0/diff'
import { equalityDeep } from 'lib0/function'
import * as Y from 'yjs'
import { plainWords } from '#shared/text/plain-words'

/** An inline of a paragraph as Yjs keeps it: all words that stand together are one. */
interface Run {
  readonly words: string | undefined
  readonly nodes: readonly Node[]
  /** Offset in the paragraph. */
  readonly start: number
}

function runsOf(block: Node): Run[] {
  const runs: Run[] = []
  block.forEach((node, start) => {
    const { text } = node
    const last = runs.at(-1)
    if (text !== undefined && last?.words !== undefined)
      runs[runs.length - 1] = { ...last, words: last.words + text, nodes: [...last.nodes, node] }
    else runs.push({ words: text, nodes: [node], start })
  })
  return runs
}

/** The block of the caret and what holds it, from the outside in, in another document; undefined where the way is not the same. */
function blocksBefore(doc: Node, caret: ResolvedPos): Node[] | undefined {
  const blocks: Node[] = []
  for (let depth = 0; depth < caret.depth; depth += 1) {
    const holder = blocks.at(-1) ?? doc
    if (holder.childCount !== caret.node(depth).childCount) return undefined
    const next = holder.child(caret.index(depth))
    if (next.type !== caret.node(depth + 1).type) return undefined
    blocks.push(next)
  }
  return blocks
}

/** The elements that Yjs keeps for the block of the caret and for what holds it, from the outside in. */
function elementsAt(root: Y.XmlFragment, caret: ResolvedPos): Y.XmlElement[] | undefined {
  const elements: Y.XmlElement[] = []
  for (let depth = 0; depth < caret.depth; depth += 1) {
    const next: unknown = (elements.at(-1) ?? root).get(caret.index(depth))
    if (!(next instanceof Y.XmlElement)) return undefined
    elements.push(next)
  }
  return elements
}

/** Whether a block that holds the caret has kept its form and all blocks in it but the one with the caret. */
function isSameAround(before: Node, caret: ResolvedPos, depth: number): boolean {
  const now = caret.node(depth)
  const isOther = (child: Node, place: number) =>
    depth < caret.depth && place !== caret.index(depth) && child !== before.children[place]
  return before.sameMarkup(now) && !now.children.some(isOther)
}

/** One edit of one run of words: what stood there, what stands there now, and where in it the typing began. */
interface Edit {
  readonly run: number
  readonly before: string
  readonly after: string
  readonly caret: number
  readonly nodes: readonly Node[]
  /** From this block on, from the outside in, nothing else has changed in it. */
  readonly sameFrom: number
}

function editBetween(before: EditorState, { doc, selection }: EditorState): Edit | undefined {
  const { $head: caret, empty } = selection
  if (!empty || !caret.parent.isTextblock) return undefined
  const blocks = blocksBefore(before.doc, caret)
  const block = blocks?.at(-1)
  if (!blocks || !block || block === caret.parent) return undefined
  const [was, is] = [runsOf(block), runsOf(caret.parent)]
  if (was.length !== is.length) return undefined
  const run = is.findIndex(({ words }, index) => words !== was[index]?.words)
  const [old, now] = [was[run], is[run]]
  if (old?.words === undefined || now?.words === undefined) return undefined
  const isKept = ({ nodes }: Run, index: number) =>
    index === run || Fragment.from(nodes).eq(Fragment.from(was[index]?.nodes ?? []))
  if (!is.every(isKept)) return undefined
  const growth = now.words.length - old.words.length
  // Nothing else has changed than these words, in which the caret stands.
  if (doc.content.size - before.doc.content.size !== growth) return undefined
  const place = caret.parentOffset - now.start
  if (place < 0 || place > now.words.length) return undefined
  return {
    run,
    before: old.words,
    after: now.words,
    caret: Math.max(0, place - Math.max(0, growth)),
    nodes: now.nodes,
    sameFrom: blocks.findLastIndex((each, depth) => !isSameAround(each, caret, depth + 1)) + 1,
  }
}

/** Whether the words have the marks in Yjs that they have in the editor. */
const isMarkedAs = (text: Y.XmlText, nodes: readonly Node[]): boolean =>
  equalityDeep(
    text.toDelta(),
    nodes.map(({ text: words, marks }) => ({
      insert: words,
      ...(marks.length > 0 && {
        attributes: Object.fromEntries(marks.map(({ type, attrs }) => [type.name, attrs])),
      }),
    })),
  )

function write({ type, mapping }: ProsemirrorBinding, before: EditorState, after: EditorState) {
  const edit = editBetween(before, after)
  const { $head: caret } = after.selection
  const elements = edit && elementsAt(type, caret)
  const text: unknown = edit && elements?.at(-1)?.get(edit.run)
  if (!edit || !elements || !(text instanceof Y.XmlText)) return
  if (plainWords(text) !== edit.before) return
  const { index, remove, insert } = simpleDiffStringWithCursor(edit.before, edit.after, edit.caret)
  text.delete(index, remove)
  text.insert(index, insert)
  // Marks and form are y-prosemirror's to write: it looks where it does not know the words yet.
  if (!isMarkedAs(text, edit.nodes)) return
  mapping.set(text, [...edit.nodes])
  for (const [depth, element] of elements.entries())
    if (depth >= edit.sameFrom) mapping.set(element, caret.node(depth + 1))
}

export const WordsAtCaret = Extension.create({
  name: 'wordsAtCaret',
  // Before the collaboration extension writes what it finds to be different.
  priority: 1001,
  addProseMirrorPlugins: () => [
    new Plugin({
      key: new PluginKey('wordsAtCaret'),
      view: () => ({
        update({ state }, before) {
          if (state.doc === before.doc) return
          const { binding, addToHistory } = ySyncPluginKey.getState(state)
          if (!(binding instanceof ProsemirrorBinding) || addToHistory === false) return
          binding.mux(() => {
            binding.doc.transact(() => write(binding, before, state), ySyncPluginKey)
          })
        },
      }),
    }),
  ],
})
