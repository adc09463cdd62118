/** The floor that typing is measured against: the same document in the same schema of ProseMirror, and nothing else. */
import { Editor } from '@tiptap/core'
import { flowSchema } from '../../../client/flow/flow-schema.ts'
import { longText } from '../long-text.ts'

const content = longText.map((text) => ({ type: 'block', content: [{ type: 'text', text }] }))
const page = new Editor({
  element: document.querySelector('#editor'),
  extensions: flowSchema,
  content: { type: 'doc', content },
})
page.view.dom.spellcheck = true
