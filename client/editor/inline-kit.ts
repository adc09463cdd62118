/** What editors of words have in common, whatever their blocks: letters, marks and links, and none of the kit's own blocks. */
import { StarterKit, type StarterKitOptions } from '@tiptap/starter-kit'
import { isSafeAddress } from '#shared/text/content-names'

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
    isAllowedUri: (address) => isSafeAddress(address),
  },
}

/** The kit, without what an editor leaves out beside. */
export const inlineKit = (leftOut: Partial<StarterKitOptions> = {}) =>
  StarterKit.configure({ ...options, ...leftOut })
