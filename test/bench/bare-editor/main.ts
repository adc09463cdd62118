/** The floor that typing is measured against: Tiptap with its starter kit, the same text, and nothing else. */
import { Editor } from '@tiptap/core'
import { StarterKit } from '@tiptap/starter-kit'
import { longText } from '../long-text.ts'

const content = longText.map((text) => ({ type: 'paragraph', content: [{ type: 'text', text }] }))
const page = new Editor({
  element: document.querySelector('#editor'),
  extensions: [StarterKit],
  content: { type: 'doc', content },
})
page.view.dom.spellcheck = true
