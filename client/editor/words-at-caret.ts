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
import { elementsAt, holdAt, placeIn, type Row, rowOf, type TextPlace } from './block-texts.ts'

/** Words that stand together, as Yjs keeps them: in one piece, however they are marked. */
interface Run {
  readonly words: string
  readonly nodes: readonly Node[]
  /** Offset in the paragraph. */
  readonly start: number
}

function runsOf(block: Node): Row<Run, Node> {
  const others: Node[] = []
  const runs: Run[] = [{ words: '', nodes: [], start: 0 }]
  block.forEach((node, start) => {
    const { text } = node
    const last = runs.at(-1)
    if (text !== undefined && last)
      runs[runs.length - 1] = { ...last, words: last.words + text, nodes: [...last.nodes, node] }
    else {
      others.push(node)
      runs.push({ words: '', nodes: [], start: start + node.nodeSize })
    }
  })
  return { runs, others }
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
  /** How many runs the paragraph has. */
  readonly runs: number
  readonly before: string
  readonly after: string
  readonly from: number
  readonly caret: ResolvedPos
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
  if (was.runs.length !== is.runs.length) return undefined
  const run = is.runs.findIndex(({ words }, index) => words !== was.runs[index]?.words)
  const [old, now] = [was.runs[run], is.runs[run]]
  if (!old || !now) return undefined
  const isKept = ({ nodes }: Run, index: number) =>
    index === run || Fragment.from(nodes).eq(Fragment.from(was.runs[index]?.nodes ?? []))
  if (!is.runs.every(isKept)) return undefined
  if (!Fragment.from(is.others).eq(Fragment.from(was.others))) return undefined
  const growth = now.words.length - old.words.length
  // Nothing else has changed than these words, in which the caret stands.
  if (doc.content.size - before.doc.content.size !== growth) return undefined
  const place = caret.parentOffset - now.start
  if (place < 0 || place > now.words.length) return undefined
  return {
    run,
    runs: is.runs.length,
    before: old.words,
    after: now.words,
    from: Math.max(0, place - Math.max(0, growth)),
    caret,
    nodes: now.nodes,
    sameFrom: blocks.findLastIndex((each, depth) => !isSameAround(each, caret, depth + 1)) + 1,
  }
}

/** Whether the words have the marks in Yjs that they have in the editor. */
function isMarkedAs(run: readonly Y.XmlText[], nodes: readonly Node[]): boolean {
  const delta: { insert: string; attributes?: unknown }[] = run.flatMap((text) => text.toDelta())
  const pieces: typeof delta = []
  for (const { insert, attributes } of delta) {
    const last = pieces.at(-1)
    if (last && equalityDeep(last.attributes, attributes))
      pieces[pieces.length - 1] = { ...last, insert: last.insert + insert }
    else pieces.push(attributes ? { insert, attributes } : { insert })
  }
  return equalityDeep(
    pieces,
    nodes.map(({ text: words, marks }) => ({
      insert: words,
      ...(marks.length > 0 && {
        attributes: Object.fromEntries(marks.map(({ type, attrs }) => [type.name, attrs])),
      }),
    })),
  )
}

function strike(run: readonly Y.XmlText[], from: number, count: number): void {
  let start = 0
  for (const text of run) {
    const { length } = text
    const here = Math.max(0, from - start)
    const end = Math.min(length, from + count - start)
    if (end > here) text.delete(here, end - here)
    start += length
  }
}

/**
 * Right behind one's own last letter, even where somebody else has put and struck letters on its right: Yjs would go on behind
 * those, and what they put next could come in between.
 */
function put(place: TextPlace, words: string, transaction: Y.Transaction): void {
  const { text, index } = place
  const { own } = holdAt(place)
  const right = own?.right
  if (!right || (right.countable && !right.deleted)) return text.insert(index, words)
  const { doc } = transaction
  const id = Y.createID(doc.clientID, Y.getState(doc.store, doc.clientID))
  const letters = new Y.ContentString(words)
  const item = new Y.Item(id, own, own.lastId, right, right.id, text, null, letters)
  item.integrate(transaction, 0)
  // Yjs remembers places in a text by what stood there: it finds them anew.
  text._searchMarker?.splice(0)
  return undefined
}

function write({ type, mapping }: ProsemirrorBinding, edit: Edit, transaction: Y.Transaction) {
  const { caret, run: at } = edit
  const elements = elementsAt(type, caret)
  const block = elements?.at(-1)
  const row = block && rowOf(block)
  const run = row?.runs[at]
  // Where nobody has typed yet, y-prosemirror begins the text.
  if (!elements || !run?.length || row?.runs.length !== edit.runs) return
  if (run.map(plainWords).join('') !== edit.before) return
  const { index, remove, insert } = simpleDiffStringWithCursor(edit.before, edit.after, edit.from)
  strike(run, index, remove)
  const place = placeIn(run, index)
  if (place && insert !== '') put(place, insert, transaction)
  // Marks and form are y-prosemirror's to write: it looks where it does not know the words yet.
  if (!isMarkedAs(run, edit.nodes)) return
  const [text, ...more] = run
  if (text && more.length === 0 && edit.nodes.length > 0) mapping.set(text, [...edit.nodes])
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
          const edit = editBetween(before, state)
          if (!edit) return
          binding.mux(() => {
            binding.doc.transact((transaction) => write(binding, edit, transaction), ySyncPluginKey)
          })
        },
      }),
    }),
  ],
})
