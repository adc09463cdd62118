// @vitest-environment jsdom
import { test } from 'vitest'
import * as Y from 'yjs'
import { amendmentChanges } from '#shared/text/amendment-changes'
import { bracketChange } from '#shared/text/bracket-change'
import { contentToPlain } from '#shared/text/content-to-plain'
import { readContent } from '#shared/text/read-content'
import { passagesBetween } from '#shared/text/amendment-passages'
import { openEditor } from './words-editor.ts'
import { paragraph } from '../../support/negotiated.ts'

function go(name: string, edit: (e: ReturnType<typeof openEditor>) => void) {
  const base = new Y.Doc()
  paragraph(base, 0, 'The forum shall hold an annual meeting.')
  paragraph(base, 1, 'It reports to the council each year.')
  openEditor(base)
  const am = new Y.Doc()
  Y.applyUpdate(am, Y.encodeStateAsUpdate(base))
  const e = openEditor(am)
  edit(e)
  const merged = new Y.Doc()
  Y.applyUpdate(merged, Y.encodeStateAsUpdate(base))
  bracketChange(base, am, merged, { authorOf: () => 'a', clientFor: () => 999, sponsors: 'BR', newBracketId: () => 'n' + Math.random() })
  console.log(name, '\nAMENDED', JSON.stringify(contentToPlain(readContent(am))), '\nCHANGES', JSON.stringify(amendmentChanges(base, am).map((c) => c.pieces)), '\nPASSAGES', JSON.stringify(passagesBetween(readContent(base).words, readContent(am).words)), '\nBRACKETED', JSON.stringify(contentToPlain(readContent(merged))), '\nXML', merged.getXmlFragment('words').toString())
}
test('x', () => {
  go('list', (e) => { e.commands.setTextSelection(3); e.commands.toggleBulletList() })
  go('list+words', (e) => { e.commands.setTextSelection(3); e.commands.toggleBulletList(); e.commands.insertContentAt(e.state.doc.child(0).nodeSize - 4, ' in Geneva') })
  go('list both', (e) => { e.commands.setTextSelection({from: 3, to: 60}); e.commands.toggleBulletList() })
  go('split', (e) => { e.chain().setTextSelection(10).splitBlock().run() })
  go('join', (e) => { e.chain().setTextSelection(e.state.doc.child(0).nodeSize + 1).joinBackward().run() })
  go('bold', (e) => { e.chain().setTextSelection({from: 3, to: 9}).toggleBold().run() })
  go('heading', (e) => { e.chain().setTextSelection(3).toggleHeading({level: 2}).run() })
})
