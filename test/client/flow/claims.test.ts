// @vitest-environment jsdom
/** Words that are cut and pasted on a page: which letters it claims them to be, and that the server finds it so. */
import { TextSelection } from '@tiptap/pm/state'
import { afterEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { claimsRoot, tableOf } from '#shared/copies/doc-copies'
import { flowOf } from '#shared/flow/flow-doc'
import { tokensOf } from '#shared/flow/tokens'
import { memberNamed, newsOf } from '../../support/admitting-flows.ts'
import { blocksRead, deliver, deliverAll } from '../../support/flow-replicas.ts'
import { type FollowingServer, openFollowingServer } from '../../support/following-server.ts'
import { verifierOf } from '../../support/verified-pastes.ts'
import { behind, clip, type Desk, endDesks, key, openDesks, paste, twoDesks, type } from './desk.ts'
import { cellNamed, goInto, twoDesks as twoTableDesks } from './table-desks.ts'

afterEach(endDesks)

/** Selects these words in one block, and copies or cuts them as the browser does; gives back what lies on the clipboard. */
function take(desk: Desk, words: string, how: 'copy' | 'cut'): string {
  behind(desk, words)
  const { view, state, commands } = desk.editor
  const { to } = state.selection
  commands.setTextSelection({ from: to - words.length, to })
  return clip(view, how)
}

const claims = ({ doc }: Desk): string[] =>
  [...doc.getMap(claimsRoot)].map(([name, said]) => `${name} = ${String(said)}`)

/** Where letters of a flow are from, by the one table of copies: `client-clock` of the first of each stretch. */
function sources({ doc }: Desk, words: string, name?: string): string[] {
  const table = tableOf(doc)
  const found: string[] = []
  for (const token of tokensOf(flowOf(doc, name))) {
    const at = token.type === 'letters' ? token.letters.indexOf(words) : -1
    if (at < 0) continue
    for (let unit = 0; unit < words.length; unit += 1) {
      const { client, clock, text } = table.originalOf({
        client: token.id.client,
        clock: token.id.clock + at + unit,
      })
      const said = `${text === undefined ? '' : `${text} `}${client}`
      if (found.at(-1)?.startsWith(said) !== true) found.push(`${said}-${clock}`)
    }
  }
  return found
}

test('[UI-441] words that are cut and pasted in another paragraph are claimed letter by letter, and stay those of whoever wrote them', () => {
  const [one, other] = twoDesks(['First ', 'one two three'])
  behind(other, 'two')
  type(other, ' and more')
  deliver(other, one)
  const server = verifierOf(one.doc)
  const html = take(one, 'two and more', 'cut')
  behind(one, 'First ')
  paste(one, html)
  expect(blocksRead(one)).toEqual(['p1:First two and more', 'p2:one  three'])
  expect(claims(one)).toHaveLength(1)
  expect(claims(one)[0]).toMatch(/^5-\d+ = moved:3:1-\d+,9:6-\d+$/)
  expect(server.keep()).toHaveLength(2)
  expect(sources(one, 'two and more')).toEqual([
    expect.stringMatching(/^1-/),
    expect.stringMatching(/^6-/),
  ])
  deliver(one, other)
  expect(sources(other, 'two and more')).toEqual(sources(one, 'two and more'))
})

test('[UI-441] of what is pasted from several paragraphs each run is claimed; cut again before anybody has heard, it is still whose it was', () => {
  const [one] = twoDesks(['First', 'one two', 'three four', 'Last '])
  const { editor } = one
  const server = verifierOf(one.doc)
  const { view } = editor
  behind(one, 'one ')
  const { from } = editor.state.selection
  behind(one, 'three')
  editor.commands.setTextSelection({ from, to: editor.state.selection.to })
  const html = clip(view, 'cut')
  behind(one, 'Last ')
  paste(one, html)
  expect(blocksRead(one).map((read) => read.replace(/^.*:/, ''))).toEqual([
    'First',
    'one  four',
    'Last two',
    'three',
  ])
  const sizes = () => claims(one).map((said) => said.replace(/^.* = moved:(\d+):.*$/, '$1'))
  expect(sizes()).toEqual(['3', '5'])
  const again = take(one, 'three', 'cut')
  behind(one, 'First')
  paste(one, again)
  expect(sizes()).toEqual(['3', '5', '5'])
  server.keep()
  for (const words of ['two', 'three'])
    expect(sources(one, words)).toEqual([expect.stringMatching(/^1-/)])
})

test('[UI-441] words that are pasted in a cell, from a cell, and in another text are claimed too, those of another text with its name', () => {
  const [one, other] = twoTableDesks()
  const server = verifierOf(one.doc)
  const html = take(one, 'First', 'copy')
  const name = cellNamed(one, 1, 0)
  goInto(one, 1, 0).pasteHTML(html)
  expect(flowOf(one.doc, name).toJSON()).toContain('BrazilFirst')
  expect(server.keep()).toMatchObject([{ length: 5, original: { client: 1 }, by: 'member' }])
  expect(sources(one, 'First', name)).toEqual([expect.stringMatching(/^1-/)])
  // From a cell into the words.
  const cell = goInto(one, 1, 1)
  cell.dispatch(cell.state.tr.insertText('% of ships'))
  const { doc, tr } = cell.state
  cell.dispatch(tr.setSelection(TextSelection.create(doc, 1, doc.content.size - 1)))
  const cut = clip(cell, 'cut')
  behind(one, 'Last')
  paste(one, cut)
  expect(server.keep().map(({ length }) => length)).toEqual([1, 10])
  expect(sources(one, '3% of ships')).toEqual([
    expect.stringMatching(/^1-/),
    expect.stringMatching(/^5-/),
  ])
  deliverAll([one, other])
  expect(sources(other, '3% of ships')).toEqual(sources(one, '3% of ships'))
  // In another text, whose person copied in this one.
  const [page] = openDesks(['Other text '], [7])
  if (!page) throw new Error()
  const elsewhere = verifierOf(page.doc)
  take(one, 'First', 'copy')
  page.editors.copied = one.editors.copied
  behind(page, 'Other text ')
  paste(page, html)
  expect(claims(page)).toEqual([expect.stringMatching(/^7-\d+ = 5:1-\d+:t_1$/)])
  expect(elsewhere.keep({ t_1: server.text })).toMatchObject([
    { length: 5, original: { text: 't_1' } },
  ])
})

test('[UI-441] what comes from elsewhere, or is typed, claims nothing; nor does what reads otherwise than what was copied', () => {
  const [one] = twoDesks(['First', 'one two'])
  paste(one, '<p>one two</p>')
  expect(claims(one)).toEqual([])
  take(one, 'First', 'copy')
  behind(one, 'two')
  paste(one, '<p>Frist</p>')
  type(one, 'First')
  key(one, 'Enter')
  expect(claims(one)).toEqual([])
})

/** Lets a server hear what a page has done. */
const hearing =
  (server: FollowingServer) =>
  ({ doc }: Desk, author: number): void =>
    server.receiveBatch([[memberNamed(author), newsOf(doc, server)]])

test('[UI-447] a paragraph that two move at once stands once, where it came first; what one of them typed in it stays', () => {
  const [one, other] = twoDesks(['one two', 'second', 'last'])
  const server = openFollowingServer(one.doc)
  const hear = hearing(server)
  for (const [desk, by] of [
    [one, 1],
    [other, 2],
  ] as const) {
    behind(desk, 'one')
    for (let each = 0; each < by; each += 1) key(desk, 'ArrowDown', { altKey: true })
  }
  hear(one, 1)
  hear(other, 2)
  const everybody = [one, other].map(({ doc, draft }) => ({ doc, draft }))
  const follow = () => {
    for (const { doc } of everybody)
      Y.applyUpdate(doc, Y.encodeStateAsUpdate(server.doc, Y.encodeStateVector(doc)), 'remote')
  }
  follow()
  for (const each of everybody)
    expect(blocksRead(each)).toEqual(['p2:second', 'p1:one two', 'p3:last'])
  // The same again, and the second types in what it moves.
  for (const desk of [one, other]) {
    behind(desk, 'one')
    key(desk, 'ArrowUp', { altKey: true })
  }
  type(other, ' typed')
  hear(one, 1)
  hear(other, 2)
  follow()
  expect(blocksRead(one).join().match(/two/g)).toHaveLength(1)
  expect(blocksRead(one).join()).toContain(' typed')
  expect(blocksRead(other)).toEqual(blocksRead(one))
})

test('[UI-490] what others typed in a paragraph that was moved goes back with it when the move is undone, and comes along when it is done again', () => {
  const [one, other] = twoDesks(['one two', 'second', 'last'])
  const server = openFollowingServer(one.doc)
  const hear = hearing(server)
  const everybody = [one, other].map(({ doc, draft }) => ({ doc, draft }))
  const follow = () => {
    for (const { doc } of everybody)
      Y.applyUpdate(doc, Y.encodeStateAsUpdate(server.doc, Y.encodeStateVector(doc)), 'remote')
  }
  behind(one, 'one')
  key(one, 'ArrowDown', { altKey: true })
  hear(one, 1)
  follow()
  behind(other, 'one')
  type(other, ' typed')
  behind(other, 'two')
  type(other, ' more')
  hear(other, 2)
  follow()
  one.undo.undo()
  hear(one, 1)
  follow()
  for (const each of everybody)
    expect(blocksRead(each)).toEqual(['p1:one typed two more', 'p2:second', 'p3:last'])
  one.undo.redo()
  hear(one, 1)
  follow()
  for (const each of everybody)
    expect(blocksRead(each)).toEqual(['p2:second', 'p1:one typed two more', 'p3:last'])
})
