/** What editors of words have in common, whatever their blocks: letters, marks and links, and none of the kit's own blocks. */
import { type Editor, Mark } from '@tiptap/core'
import { StarterKit, type StarterKitOptions } from '@tiptap/starter-kit'
import { mayBeFormat } from '#shared/flow/allowed-flow'

/** Whether a text may hold a link to an address. */
export const mayBeLink = (href: string): boolean => mayBeFormat('link', { href })

const options: Partial<StarterKitOptions> = {
  document: false,
  paragraph: false,
  heading: false,
  bulletList: false,
  orderedList: false,
  listItem: false,
  blockquote: false,
  code: false,
  codeBlock: false,
  horizontalRule: false,
  undoRedo: false,
  dropcursor: false,
  gapcursor: false,
  trailingNode: false,
  link: {
    autolink: false,
    openOnClick: false,
    isAllowedUri: (address) => mayBeLink(address),
  },
}

type Raised = 'superscript' | 'subscript'

/** Puts words above or below the line, or back on it. Two who do both at once leave both: marks of others never take one away. */
export const raise = (editor: Editor, name: Raised): boolean =>
  editor
    .chain()
    .focus()
    .unsetMark(name === 'superscript' ? 'subscript' : 'superscript')
    .toggleMark(name)
    .run()

const raisedMark = (name: Raised, tag: 'sup' | 'sub', key: string) =>
  Mark.create({
    name,
    parseHTML: () => [{ tag }, { style: `vertical-align=${tag === 'sup' ? 'super' : 'sub'}` }],
    renderHTML: ({ HTMLAttributes }) => [tag, HTMLAttributes, 0],
    addKeyboardShortcuts() {
      return { [key]: () => raise(this.editor, name) }
    },
  })

/** On square brackets that are letters: what is typed beside them is not. */
export const literalMark = Mark.create({
  name: 'literal',
  inclusive: false,
  parseHTML: () => [{ tag: 'span[data-literal]' }],
  renderHTML: () => ['span', { 'data-literal': '' }, 0],
})

/** What stands above and below the line. */
export const raisedMarks = [
  raisedMark('superscript', 'sup', 'Mod-.'),
  raisedMark('subscript', 'sub', 'Mod-,'),
]

/** The kit, without what an editor leaves out beside. */
export const inlineKit = (leftOut: Partial<StarterKitOptions> = {}) =>
  StarterKit.configure({ ...options, ...leftOut })
