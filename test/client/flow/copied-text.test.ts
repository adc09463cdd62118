// @vitest-environment jsdom
/** What is copied as plain text. */
import { afterEach, expect, test } from 'vitest'
import { setBracketKeys } from '#shared/flow/bracket-keys'
import { toggleList } from '../../../client/flow/block-commands.ts'
import { endDesks, oneDesk, press, run, select } from './desk.ts'
import { openTableDesks } from './table-desks.ts'

afterEach(endDesks)

const copied = ({ editor: { view } }: ReturnType<typeof oneDesk>): string =>
  view.serializeForClipboard(view.state.selection.content()).text

test('[UI-401] copied as plain text, items have the numbers that they have on screen, brackets their sponsors, rows and cells lines and tabs', () => {
  const desk = oneDesk(['Before', 'one', 'two', 'Report yearly'])
  select(desk, 'one', 'two')
  run(desk, toggleList('number'))
  select(desk, 'Report yearly')
  press(desk, '[')
  const [opened] = desk.editor.view.dom.querySelectorAll<HTMLElement>('[data-edge="open"]')
  setBracketKeys(desk.doc, {
    bracketId: opened?.dataset['bracket'] ?? '',
    sponsors: 'PT',
    putAt: '',
  })
  expect(desk.editor.view.dom.textContent).toContain('[PT: Report yearly]')
  desk.editor.commands.selectAll()
  expect(copied(desk)).toBe('Before\n\n1. one\n\n2. two\n\n[PT: Report yearly]')
  select(desk, 'two')
  expect(copied(desk)).toBe('two')
  const [tables] = openTableDesks(5)
  tables?.editor.commands.selectAll()
  expect(tables && copied(tables)).toBe('First\n\nCountry\tShare\nBrazil\t3\n\nLast')
})
