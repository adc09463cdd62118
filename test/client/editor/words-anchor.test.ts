// @vitest-environment jsdom
/** Anchors of comments through the real editor: one test for each operation, and random edits of two people at once. */
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { anchorInFlat, locateInFlat } from '#shared/anchors/flat-anchor'
import { readText } from '#shared/flow/read-text'
import { flatWords } from '#shared/text/flat-words'
import { toggleHeading, toggleList } from '../../../client/flow/block-commands.ts'
import { deliverAll } from '../../support/flow-replicas.ts'
import { runsOf } from '../../support/property-runs.ts'
import { verifierOf } from '../../support/verified-pastes.ts'
import { behind, caretsIn, type Desk, endDesks, key, openDesks, run, type } from '../flow/desk.ts'

afterEach(endDesks)

const said = [
  'The Working Group recommends that the Secretariat publish the list of donors.',
  'The Secretariat sends the list to the members before each meeting.',
  'The members comment on the list within the month.',
]
const flatOf = ({ doc }: Desk) => flatWords(readText(doc).words)

/** Two people with an editor each on one text, in which words of the first paragraph are anchored. */
function room(quote = 'Secretariat', words = said, clients: readonly number[] = [5, 6]) {
  const desks = openDesks(words, clients)
  const [one, other] = desks
  if (!one || !other) throw new Error()
  const anchorOf = (wanted: string) => {
    const start = flatOf(one).indexOf(wanted)
    const anchor = anchorInFlat(one.doc, start, start + wanted.length, wanted)
    if (!anchor) throw new Error('no anchor')
    return anchor
  }
  const anchor = anchorOf(quote)
  return {
    one,
    other,
    anchorOf,
    /** What both find. */
    found: (of = anchor) => {
      deliverAll(desks)
      const [range] = locateInFlat(one.doc, [of])
      expect(locateInFlat(other.doc, [of])).toEqual([range])
      expect(flatOf(one)).toBe(flatOf(other))
      return range && flatOf(one).slice(range.start, range.end)
    },
  }
}
/** Types at the place before these words. */
function before(desk: Desk, words: string): void {
  behind(desk, words)
  desk.editor.commands.setTextSelection(desk.editor.state.selection.from - words.length)
}
function typeBefore(desk: Desk, words: string, put: string): void {
  before(desk, words)
  type(desk, put)
}
function selectWords(desk: Desk, words: string): void {
  behind(desk, words)
  const { to } = desk.editor.state.selection
  desk.editor.commands.setTextSelection({ from: to - words.length, to })
}

describe('anchors through each operation', () => {
  test('[CMT-1] words inserted before the anchored ones leave them found', () => {
    const { one, found } = room()
    typeBefore(one, 'The Working', 'Today, ')
    expect(found()).toBe('Secretariat')
  })
  test('[CMT-2] words inserted inside the anchored ones belong to them', () => {
    const { one, found } = room('Working Group')
    typeBefore(one, 'Group', 'and Contact ')
    expect(found()).toBe('Working and Contact Group')
  })
  test('[CMT-3] words inserted at the start edge stay outside', () => {
    const { one, found } = room()
    typeBefore(one, 'Secretariat publish', 'whole ')
    expect(found()).toBe('Secretariat')
  })
  test('[CMT-4] words inserted at the end edge stay outside', () => {
    const { one, found } = room()
    behind(one, 'that the Secretariat')
    type(one, 's')
    expect(found()).toBe('Secretariat')
  })
  test('[CMT-5] a paragraph split before the anchored words takes them along', () => {
    const { one, found } = room()
    before(one, 'recommends')
    key(one, 'Enter')
    expect(found()).toBe('Secretariat')
  })
  test('[CMT-6] anchored words that are split are found on both sides', () => {
    const { one, found } = room('that the Secretariat publish')
    behind(one, 'that the Secret')
    key(one, 'Enter')
    expect(found()).toBe('that the Secret\nariat publish')
  })
  test('[CMT-7] a paragraph split after the anchored words leaves them', () => {
    const { one, found } = room()
    before(one, 'publish')
    key(one, 'Enter')
    expect(found()).toBe('Secretariat')
  })
  test('[CMT-8] a paragraph joined with the one before keeps the anchored words', () => {
    const { one, found, anchorOf } = room()
    const members = anchorOf('comment on the list')
    before(one, 'The members')
    key(one, 'Backspace')
    expect(flatOf(one)).toContain('each meeting.The members')
    expect(found(members)).toBe('comment on the list')
  })
  test('[CMT-9] a paragraph that becomes a heading keeps the anchored words', () => {
    const { one, found } = room()
    before(one, 'Working')
    run(one, toggleHeading(1))
    expect(found()).toBe('Secretariat')
  })
  test('[CMT-10] a paragraph that becomes a list keeps the anchored words', () => {
    const { one, found } = room()
    before(one, 'Working')
    run(one, toggleList('bullet'))
    expect(found()).toBe('Secretariat')
  })
  test('[CMT-11] anchored words that are made bold in part are found whole', () => {
    const { one, found } = room('that the Secretariat publish')
    selectWords(one, 'that the Secretariat')
    one.editor.commands.toggleBold()
    expect(found()).toBe('that the Secretariat publish')
  })
  test('[CMT-12] anchored words deleted and brought back by undo are found again', () => {
    const { one, found } = room()
    selectWords(one, 'the Secretariat publish')
    one.editor.commands.deleteSelection()
    expect(found()).toBeUndefined()
    one.editor.commands.undo()
    expect(found()).toBe('Secretariat')
  })
  test('[CMT-13] a paragraph that is moved takes its anchored words along', () => {
    const { one, found } = room()
    const server = verifierOf(one.doc)
    before(one, 'The Working')
    for (const _ of [1, 2]) key(one, 'ArrowDown', { altKey: true })
    server.keep()
    expect(found()).toBe('Secretariat')
    expect(flatOf(one).indexOf('Working Group')).toBeGreaterThan(flatOf(one).indexOf('members'))
  })
  test('[CMT-14] anchored words that are deleted are gone, though the same word stands elsewhere', () => {
    const { one, found } = room()
    selectWords(one, 'that the Secretariat')
    one.editor.commands.deleteSelection()
    expect(found()).toBeUndefined()
  })
  test('[CMT-15] anchored words whose paragraph is deleted are gone', () => {
    const { one, found } = room()
    const { state, view } = one.editor
    view.dispatch(state.tr.delete(0, state.doc.child(0).nodeSize))
    expect(found()).toBeUndefined()
  })
  test('[CMT-16] overlapping anchors are found each, while two people edit between them at once', () => {
    const { one, other, found, anchorOf } = room()
    const overlapping = anchorOf('the Secretariat publish the list')
    typeBefore(one, 'publish', 'should ')
    typeBefore(other, 'recommends', 'strongly ')
    expect(found()).toBe('Secretariat')
    before(other, 'strongly')
    key(other, 'Enter')
    expect(found()).toBe('Secretariat')
    expect(found(overlapping)).toBe('the Secretariat should publish the list')
  })
})

const greek = 'αβγδε ζηθικλμ νξοπρ'
const edit = fc.record({
  isOne: fc.boolean(),
  at: fc.nat(400),
  length: fc.nat(12),
  kind: fc.constantFrom('type', 'delete', 'split', 'join', 'heading', 'undo', 'sync'),
})

test('[CMT-17] whatever two people do at once, both find the same words, and never other words', () => {
  fc.assert(
    fc.property(
      fc.constantFrom([5, 6], [6, 5]),
      fc.array(edit, { maxLength: 14 }),
      (clients, edits) => {
        const { one, other, found } = room(
          greek,
          [`The Working Group recommends ${greek} the list.`, ...said.slice(1)],
          clients,
        )
        for (const { isOne, at, length, kind } of edits) {
          const here = isOne ? one : other
          const carets = caretsIn(here)
          const from = carets[at % carets.length] ?? 1
          const { commands } = here.editor
          here.wait()
          if (kind === 'sync') found()
          else if (kind === 'undo') commands.undo()
          else if (kind === 'delete')
            commands.deleteRange({
              from,
              to: carets.findLast((place) => place <= from + length) ?? from,
            })
          else {
            commands.setTextSelection(from)
            if (kind === 'type') type(here, 'xyz')
            else if (kind === 'split') key(here, 'Enter')
            else if (kind === 'join') key(here, 'Backspace')
            else run(here, toggleHeading(2))
          }
        }
        const words = found()
        // No other words are Greek: what is found begins and ends with the anchored words.
        if (words === undefined) expect(flatOf(one)).not.toMatch(/\p{Script=Greek}/u)
        else expect(words.trim()).toMatch(/^\p{Script=Greek}(?:.*\p{Script=Greek})?$/su)
        endDesks()
      },
    ),
    { numRuns: runsOf('editors') },
  )
})
