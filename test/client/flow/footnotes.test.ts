// @vitest-environment jsdom
/** Footnotes in real editors: how they are begun, left and deleted, and what others do in them and around them at once. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { branchOf, changesIn } from '#shared/amendment/branch'
import { countBrackets } from '#shared/brackets/brackets'
import { shownChanges } from '#shared/compare/shown'
import { flowOf } from '#shared/flow/flow-doc'
import { readText } from '#shared/flow/read-text'
import { contentToHtml } from '#shared/text/content-to-html'
import { contentToPlain } from '#shared/text/content-to-plain'
import { bracketSelection } from '../../../client/editor/bracket-commands.ts'
import { putFootnote } from '../../../client/editor/footnotes.ts'
import { deliverAll, replicasOf } from '../../support/flow-replicas.ts'
import {
  behind,
  clip,
  type Desk,
  endDesks,
  key,
  oneDesk,
  openDesk,
  paste,
  press,
  run,
  twoDesks,
  type,
} from './desk.ts'

beforeEach(() => void vi.stubGlobal('ClipboardEvent', Event))
afterEach(endDesks)

const plain = ({ doc }: Desk): string => contentToPlain(readText(doc)).trimEnd()
const numbers = ({ editor }: Desk): string[] =>
  Array.from(
    editor.view.dom.querySelectorAll<HTMLElement>('[data-note-number]'),
    ({ dataset }) => dataset['noteNumber'] ?? '',
  )

/** Puts a note behind words, and goes on behind it. */
function note(desk: Desk, words: string, says: string): void {
  behind(desk, words)
  run(desk, putFootnote)
  press(desk, says)
  key(desk, 'Enter')
}

/** Selects from the start of some words to the end of others. */
function over(desk: Desk, first: string, last: string): void {
  behind(desk, first)
  const from = desk.editor.state.selection.from - first.length
  behind(desk, last)
  desk.editor.commands.setTextSelection({ from, to: desk.editor.state.selection.to })
}

test('[UI-570] a footnote begins at the caret and is left by Enter; it is numbered where it stands, and on paper its words come at the end', () => {
  const desk = oneDesk(['Recalling its decision on the fund', 'Decides to meet.'])
  note(desk, 'to meet', 'See annex II.')
  note(desk, 'decision', 'Decision 4, section B.')
  press(desk, ',')
  expect(plain(desk)).toBe(
    'Recalling its decision^1, on the fund\n\nDecides to meet^2.\n\n1 Decision 4, section B.\n\n2 See annex II.',
  )
  expect(numbers(desk)).toEqual(['1', '2'])
  const html = contentToHtml(readText(desk.doc))
  expect(html).toMatch(
    /^<p>Recalling its decision<sup><a id="note-ref-(\S+)" href="#note-\1" role="doc-noteref">1<\/a><\/sup>, on the fund<\/p>/,
  )
  expect(html).toMatch(
    /<section role="doc-endnotes"><ol><li id="note-(\S+)" value="1"><p>Decision 4, section B\. <a href="#note-ref-\1" role="doc-backlink">1<\/a><\/p><\/li>/,
  )
})

test('[UI-571] what two write in one note at once, and in it while another splits its paragraph, stands in it whole', () => {
  const [one, other] = twoDesks(['Recalling its decision here.'])
  note(one, 'decision', 'Decision 4.')
  deliverAll([one, other])
  behind(one, 'Decision 4')
  press(one, ' of 2010')
  behind(other, 'Decision 4')
  press(other, ', section B')
  deliverAll([one, other])
  expect(plain(one)).toBe(plain(other))
  expect(plain(one)).toMatch(
    /^Recalling its decision\^1 here\.\n\n1 Decision 4(?: of 2010, section B|, section B of 2010)\.$/,
  )
  behind(one, 'its')
  key(one, 'Enter')
  behind(other, 'Decision 4')
  press(other, 'bis')
  deliverAll([one, other])
  expect(plain(one)).toMatch(/^Recalling its\n\n decision\^1 here\.[\s\S]*1 Decision 4bis/)
})

test('[UI-572] square brackets in a footnote are letters; a bracket stands around a whole note or around none of it', () => {
  const desk = oneDesk(['Decides to meet soon.'])
  note(desk, 'to meet', 'See annex [II].')
  expect(countBrackets(readText(desk.doc))).toBe(0)
  over(desk, 'annex', 'annex')
  expect(bracketSelection(desk.editor.state)).toBeUndefined()
  over(desk, 'to meet', 'soon')
  const transaction = bracketSelection(desk.editor.state)
  if (transaction) desk.editor.view.dispatch(transaction)
  expect(plain(desk)).toBe('Decides [to meet^1 soon].\n\n1 See annex [II].')
  expect(countBrackets(readText(desk.doc))).toBe(1)
})

test('[UI-573] Backspace behind a note selects it, and the next press deletes it whole; undo brings it back; one without words goes at once', () => {
  const desk = oneDesk(['Decides to meet soon.'])
  note(desk, 'to meet', 'See annex II.')
  key(desk, 'Backspace')
  expect(plain(desk)).toContain('^1')
  type(desk, '')
  desk.editor.commands.deleteSelection()
  expect(plain(desk)).toBe('Decides to meet soon.')
  desk.editor.commands.undo()
  expect(plain(desk)).toBe('Decides to meet^1 soon.\n\n1 See annex II.')
  behind(desk, 'Decides')
  run(desk, putFootnote)
  expect(numbers(desk)).toEqual(['1', '2'])
  key(desk, 'Backspace')
  expect(plain(desk)).toBe('Decides to meet^1 soon.\n\n1 See annex II.')
})

test('[UI-574] a note goes with the words that are cut and pasted; a copy of it is another note; lines that are pasted into one stay in it', () => {
  const desk = oneDesk(['Decides to meet soon.', 'Last'])
  note(desk, 'to meet', 'See annex II.')
  over(desk, 'to meet', 'soon')
  const copied = clip(desk.editor.view, 'copy')
  behind(desk, 'Last')
  paste(desk, copied)
  expect(plain(desk)).toBe(
    'Decides to meet^1 soon.\n\nLastto meet^2 soon\n\n1 See annex II.\n\n2 See annex II.',
  )
  desk.editor.commands.undo()
  over(desk, 'to meet', 'soon')
  const cut = clip(desk.editor.view, 'cut')
  behind(desk, 'Last')
  paste(desk, cut)
  expect(plain(desk)).toBe('Decides .\n\nLastto meet^1 soon\n\n1 See annex II.')
  behind(desk, 'annex II')
  paste(desk, '<p>, and</p><p>annex III</p>')
  expect(plain(desk)).toBe('Decides .\n\nLastto meet^1 soon\n\n1 See annex II, and annex III.')
})

test('[UI-576] where an amendment puts a footnote, its changes show the note’s words in small brackets', () => {
  const [base] = replicasOf(['Recalling its decision on the fund.'], [99], { gc: false })
  if (!base) throw new Error()
  const branch = branchOf(base.doc, 7)
  const draft = { flow: flowOf(branch.doc), newBlockId: () => 'm1' }
  note(openDesk({ doc: branch.doc, draft }), 'decision', 'Decision 4')
  const [change] = shownChanges(changesIn(branch))
  expect(JSON.stringify(change)).toContain('⁽Decision 4⁾')
  expect(JSON.stringify(change)).not.toContain('\u2009')
})
