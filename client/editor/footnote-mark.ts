import { Mark } from '@tiptap/core'

/** On the words of a footnote, its two thin spaces among them: what is typed between these is in the note, what is typed beside them is not. */
export const footnoteMark = Mark.create({
  name: 'footnote',
  // Around all other marks: a note is one element, whatever stands out in it.
  priority: 2000,
  inclusive: false,
  addAttributes: () => ({ id: { default: '', rendered: false } }),
  parseHTML: () => [
    { tag: 'span[data-footnote]', getAttrs: ({ dataset }) => ({ id: dataset['footnote'] ?? '' }) },
  ],
  renderHTML: ({ mark }) => ['span', { 'data-footnote': String(mark.attrs['id']) }, 0],
})
