/** An amendment taken up change by change. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { changeFor, itemOf, wordsWithoutPlace } from '#shared/text/amended-words'
import { amendmentChanges } from '#shared/text/amendment-changes'
import { flatWords } from '#shared/text/flat-words'
import { takeUpPart } from '#shared/text/part-of-amendment'
import { readContent } from '#shared/text/read-content'
import {
  expectAttribution,
  negotiate,
  paragraph,
  step,
  textsOf,
  wordsOf,
} from '../../support/negotiated.ts'

const table = 77
const idOf = (text: Y.XmlText | undefined): Y.ID | null => (text && itemOf(text)?.id) ?? null
const isIn = <T>(some: readonly T[]) => new Set(some)
const lettersOf = (text: string): string => text.replaceAll(/\s/g, '')
const lettersIn = (doc: Y.Doc): string => lettersOf(flatWords(readContent(doc).words))
const counted = (letters: string): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const letter of letters) counts.set(letter, (counts.get(letter) ?? 0) + 1)
  return counts
}
const twinOf = (doc: Y.Doc): Y.Doc => {
  const twin = new Y.Doc()
  Y.applyUpdate(twin, Y.encodeStateAsUpdate(doc))
  return twin
}
/** A base of these paragraphs, with an amendment to it. */
function amended(paragraphs: readonly string[], amend: (doc: Y.Doc) => void) {
  const base = new Y.Doc()
  for (const [place, words] of paragraphs.entries()) paragraph(base, place, words)
  const amendment = twinOf(base)
  amendment.transact(() => amend(amendment))
  return { base, amendment, changes: amendmentChanges(base, amendment) }
}

describe('an amendment taken up in part', () => {
  test('[REC-62] whatever is chosen, only that comes into the base, in all replicas, and words keep their author', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 30 }),
        fc.infiniteStream(fc.boolean()),
        (steps, choices) => {
          const { base, amendment, reader } = negotiate(steps)
          if (wordsWithoutPlace(base, amendment) !== '') return
          const changes = amendmentChanges(base, amendment)
          const ids = changes.map(({ changeId }) => changeId)
          expect(new Set(ids).size).toBe(ids.length)
          const read = (chosen: readonly string[]) => {
            const left = ids.filter((id) => !chosen.includes(id))
            const part = takeUpPart(base, amendment, isIn(chosen), isIn(left), table)
            if (!part) throw new Error('the choice does not hold')
            return part.doc
          }
          const whole = twinOf(base)
          Y.applyUpdate(whole, changeFor(base, amendment))
          expect(lettersIn(read(ids))).toBe(lettersIn(whole))
          expect(lettersIn(read([]))).toBe(lettersIn(base))
          const chosen = ids.filter(() => choices.next().value)
          const doc = read(chosen)
          // Letter by letter: what the base had, less what was struck by choice, with what was put by choice.
          const expected = counted(lettersIn(base))
          for (const { changeId, struck, put } of changes) {
            if (!chosen.includes(changeId)) continue
            for (const [letter, n] of counted(lettersOf(struck)))
              expected.set(letter, (expected.get(letter) ?? 0) - n)
            for (const [letter, n] of counted(lettersOf(put)))
              expected.set(letter, (expected.get(letter) ?? 0) + n)
          }
          for (const [letter, n] of expected) if (n === 0) expected.delete(letter)
          expect(counted(lettersIn(doc))).toEqual(expected)
          expectAttribution(doc, (client) => (client === amendment.clientID ? 'amendment' : 'base'))
          // Somebody types in the base meanwhile: nothing of that is lost, and all agree.
          const late = twinOf(reader)
          const place = idOf(textsOf(late)[0])
          textsOf(late)[0]?.insert(0, 'mmm ', {})
          Y.applyUpdate(base, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(base)))
          Y.applyUpdate(base, Y.encodeStateAsUpdate(late))
          Y.applyUpdate(late, Y.encodeStateAsUpdate(base))
          // Unless the chair has taken the whole paragraph out, as when all is taken up.
          const stands = textsOf(doc).some((text) => Y.compareIDs(idOf(text), place))
          if (place && stands) expect(wordsOf(base).join(' ')).toContain('mmm')
          expect(readContent(late)).toEqual(readContent(base))
          expect(readContent(reader)).toEqual(readContent(base))
        },
      ),
    )
  })

  test('[REC-63] words struck here and written again there by an editor are one change: a paragraph made a list, split or merged', () => {
    const listed = amended(['first', 'the second'], (doc) => {
      doc.getXmlFragment('words').delete(1, 1)
      const list = new Y.XmlElement('bulletList')
      const item = new Y.XmlElement('listItem')
      doc.getXmlFragment('words').insert(1, [list])
      list.insert(0, [item])
      const element = new Y.XmlElement('paragraph')
      item.insert(0, [element])
      element.insert(0, [new Y.XmlText('the second')])
      textsOf(doc)[0]?.insert(5, ' of all')
    })
    expect(listed.changes.map(({ put }) => put)).toEqual(['of all', 'the second'])
    const [ofAll, list] = listed.changes.map(({ changeId }) => changeId)
    if (!ofAll || !list) throw new Error('no changes')
    const part = takeUpPart(listed.base, listed.amendment, isIn([ofAll]), isIn([list]), table)
    expect(part && readContent(part.doc).words.map(({ type }) => type)).toEqual([
      'paragraph',
      'paragraph',
    ])
    const split = amended(['one two'], (doc) => {
      textsOf(doc)[0]?.delete(4, 3)
      paragraph(doc, 1, 'two')
    })
    expect(split.changes).toHaveLength(1)
    const merged = amended(['one', 'two'], (doc) => {
      textsOf(doc)[0]?.insert(3, ' two')
      doc.getXmlFragment('words').delete(1, 1)
    })
    expect(merged.changes).toHaveLength(1)
  })

  test('[REC-64] formatting alone is a change that is taken up or left; a choice that does not name each change does not hold', () => {
    const { base, amendment, changes } = amended(['one two three'], (doc) => {
      textsOf(doc)[0]?.format(0, 3, { bold: {} })
      textsOf(doc)[0]?.format(8, 5, { italic: {} })
    })
    const [bold, italic] = changes.map(({ changeId }) => changeId)
    if (!bold || !italic) throw new Error('no changes')
    const part = takeUpPart(base, amendment, isIn([italic]), isIn([bold]), table)
    expect(part && readContent(part.doc).words).toMatchObject([
      {
        inlines: [
          { words: 'one two ', marks: [] },
          { words: 'three', marks: [{ type: 'italic' }] },
        ],
      },
    ])
    expect(takeUpPart(base, amendment, isIn([italic]), isIn([]), table)).toBeUndefined()
    expect(takeUpPart(base, amendment, isIn([italic, bold]), isIn([bold]), table)).toBeUndefined()
    expect(takeUpPart(base, amendment, isIn([italic]), isIn([bold, '1-1']), table)).toBeUndefined()
  })
})
