/**
 * Lists and headings from the keyboard: what is typed at the start of a paragraph and a space behind it, such as "- ", "1. ", "a) ", "A. "
 * or "# ". A number begins a list only with the first, or where it is the next of the list above or of the last one before other
 * paragraphs, which it then continues: "2012. " stays what it is.
 */
import { Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { type EditorState, Plugin, PluginKey, type Transaction } from '@tiptap/pm/state'
import type { BlockLooks } from '#shared/flow/block-looks'
import { type ListPlace, listPlaces, nextIn } from '#shared/flow/list-places'
import { placedBlocks, setLooksAt } from './block-commands.ts'
import { looksIn } from './flow-schema.ts'

const item = (list: BlockLooks['list']): BlockLooks => ({ list, depth: 1 })

/** What makes an item with this number of a block behind others; undefined where the number comes next in no list. */
function looksOfNumber(number: number, doc: Node, position: number): BlockLooks | undefined {
  const above = placedBlocks(doc).filter((block) => block.position < position)
  const places = listPlaces(above.map(({ looks }) => looks))
  const isNext = (place: ListPlace | undefined) => {
    const frame = place?.inside[0]
    return frame?.style === 'number' && nextIn(frame) === number
  }
  if (number === 1 || isNext(places.at(-1))) return item('number')
  const last = places.findLast(({ inside }) => inside[0]?.style === 'number')
  return isNext(last) ? { ...item('number'), continues: true } : undefined
}

/** What a marker at the start of a block at a position makes of it; undefined where it is a word like others. */
function looksOfMarker(marker: string, doc: Node, position: number): BlockLooks | undefined {
  if (/^[-*•]$/.test(marker)) return item('bullet')
  if (/^\(?a[.)]$/.test(marker)) return item('letter')
  if (/^\(?i[.)]$/.test(marker)) return item('roman')
  if (/^\(?A[.)]$/.test(marker)) return item('upper-letter')
  if (/^\(?I[.)]$/.test(marker)) return item('upper-roman')
  const [, number] = /^\(?(\d{1,3})[.)]$/.exec(marker) ?? []
  if (number !== undefined) return looksOfNumber(Number(number), doc, position)
  const [, signs] = /^(#{1,3})$/.exec(marker) ?? []
  const level = ([1, 2, 3] as const).find((each) => each === signs?.length)
  return level === undefined ? undefined : { kind: 'heading', level }
}

/** Takes the marker that stands before the caret, with its space, for what it says. */
function markerTaken(state: EditorState): Transaction | undefined {
  const { $from, empty } = state.selection
  if (!empty || !$from.parent.isTextblock) return undefined
  const looks = looksIn($from.parent.attrs)
  if (looks.list !== undefined || looks.kind !== undefined) return undefined
  const typed = $from.parent.textBetween(0, $from.parentOffset, undefined, '\uFFFC')
  const position = $from.before()
  const now = typed.endsWith(' ')
    ? looksOfMarker(typed.slice(0, -1), state.doc, position)
    : undefined
  if (!now) return undefined
  const transaction = state.tr.delete($from.start(), $from.pos)
  setLooksAt(transaction, { position, looks }, now)
  return transaction
}

export const BlockTyping = Extension.create<{ beginStep: () => void }>({
  name: 'blockTyping',
  addOptions: () => ({ beginStep: () => undefined }),
  addProseMirrorPlugins() {
    const { beginStep } = this.options
    return [
      new Plugin({
        key: new PluginKey('blockTyping'),
        props: {
          handleTextInput(view, from, to, text) {
            if (text !== ' ' || from < to) return false
            // First the space, so that undoing takes back the list and leaves what was typed.
            const typed = view.state.tr.insertText(text, from, to)
            const transaction = markerTaken(view.state.apply(typed))
            if (!transaction) return false
            view.dispatch(typed)
            beginStep()
            const taken = markerTaken(view.state)
            if (taken) view.dispatch(taken.scrollIntoView())
            beginStep()
            return true
          },
        },
      }),
    ]
  },
})
