// The same schema of ProseMirror bound by y-prosemirror to a document that others type in.
import { Editor, Extension } from '@tiptap/core'
import { ySyncPlugin } from 'y-prosemirror'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { flowSchema } from '../../../../client/flow/flow-schema.ts'

const doc = new Y.Doc()
const provider = new WebsocketProvider(`ws://${location.host}`, 'document-0', doc, {
  disableBc: true,
})
provider.once('sync', () => {
  const sync = Extension.create({
    name: 'sync',
    addProseMirrorPlugins: () => [ySyncPlugin(doc.getXmlFragment('prosemirror'))],
  })
  const editor = new Editor({ extensions: [...flowSchema, sync] })
  editor.mount(document.querySelector('#editor'))
})
