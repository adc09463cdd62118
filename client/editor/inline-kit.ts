/** What editors of words have in common, whatever their blocks: letters, marks and links, and none of the kit's own blocks. */
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
  strike: false,
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

/** The kit, without what an editor leaves out beside. */
export const inlineKit = (leftOut: Partial<StarterKitOptions> = {}) =>
  StarterKit.configure({ ...options, ...leftOut })
