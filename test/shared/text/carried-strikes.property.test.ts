/** Others split and join paragraphs of the base while an amendment strikes words in them. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { changeFor, updateFromBase, wordsWithoutPlace } from '#shared/text/amended-words'
import { carriedStrikes } from '#shared/text/carried-strikes'
import { readContent } from '#shared/text/read-content'
import { openRewrites } from '#shared/text/rewrites'
import {
  act,
  expectAttribution,
  paragraph,
  step,
  textsOf,
  wordsOf,
} from '../../support/negotiated.ts'

/** A base, whose changes are followed, and an amendment to it. */
function openBoth(paragraphs: readonly string[]) {
  const [base, amendment, reader] = [new Y.Doc(), new Y.Doc(), new Y.Doc()]
  const rewrites = openRewrites()
  base.on('update', (update: Uint8Array) => {
    rewrites.take([update])
    Y.applyUpdate(reader, update)
  })
  for (const [index, words] of paragraphs.entries()) paragraph(base, index, words)
  Y.applyUpdate(amendment, Y.encodeStateAsUpdate(base))
  const meet = () => {
    const strikes = carriedStrikes(amendment, rewrites.since(Y.encodeStateVector(amendment)))
    Y.applyUpdate(amendment, updateFromBase(base, amendment))
    if (strikes) Y.applyUpdate(amendment, strikes)
  }
  return { base, amendment, reader, meet }
}

/** As an editor does it: the words of the second are struck and written again at the end of the first. */
function join(doc: Y.Doc, at: number): void {
  const texts = textsOf(doc)
  const place = at % Math.max(1, texts.length - 1)
  const [first, second] = [texts[place], texts[place + 1]]
  const block = second?.parent
  if (!first || !second || !(block instanceof Y.XmlElement)) return
  doc.transact(() => {
    const words = second.toJSON().replaceAll(/<[^>]*>/g, '')
    const fragment = doc.getXmlFragment('words')
    fragment.delete(fragment.toArray().indexOf(block), 1)
    first.insert(first.length, words, {})
  })
}
const steps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: step },
    {
      weight: 1,
      arbitrary: fc.record({
        on: fc.constant('base' as const),
        act: fc.constant('join' as const),
        at: fc.nat(1000),
      }),
    },
  ),
  { maxLength: 30 },
)
const start = ['aaeeb ccdda bbeec ddabc ', 'eecab ddbba ccaed aabcd ', 'bbbca eedcc dabda ccbbe ']

function negotiate(all: typeof steps extends fc.Arbitrary<infer S> ? S : never) {
  const both = openBoth(start)
  const { base, amendment, meet } = both
  const struck = new Set<string>()
  for (const [n, each] of all.entries()) {
    if (each.act === 'meet') meet()
    else if (each.act === 'join') join(base, each.at)
    else if (each.on === 'base') act(base, { ...each, act: each.act }, n)
    else {
      const before = wordsOf(amendment)
      act(amendment, { ...each, act: each.act }, n)
      if (each.act !== 'strike') continue
      const left = wordsOf(amendment)
      for (const word of before) if (!left.includes(word)) struck.add(word)
    }
  }
  meet()
  return { ...both, struck }
}

describe('strikes of an amendment', () => {
  test('[TXT-81] a strike covers its words on both sides when somebody splits the paragraph within them', () => {
    const { base, amendment, meet } = openBoth(['The budget is published by the office each year.'])
    textsOf(amendment)[0]?.delete(11, 36)
    const text = textsOf(base)[0]
    base.transact(() => {
      text?.delete(24, 24)
      paragraph(base, 1, 'by the office each year.')
    })
    meet()
    expect(textsOf(amendment).map(String)).toEqual(['The budget ', '.'])
    expect(textsOf(base).map(String)).toEqual([
      'The budget is published ',
      'by the office each year.',
    ])
  })

  test('[TXT-82] however others split, join and edit, no word that an amendment struck stands again in it; taken up, nothing else is lost', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const { base, amendment, reader, struck } = negotiate(all)
        // A word that others write in or cut apart is not the one that was struck.
        const stands = new Set(wordsOf(amendment))
        for (const word of struck) expect(stands).not.toContain(word)
        if (wordsWithoutPlace(base, amendment) !== '') return
        const stays = wordsOf(base).filter((word) => stands.has(word))
        Y.applyUpdate(base, changeFor(base, amendment))
        Y.applyUpdate(amendment, updateFromBase(base, amendment))
        expect(readContent(reader)).toEqual(readContent(base))
        expect(readContent(amendment)).toEqual(readContent(base))
        for (const word of stays) expect(wordsOf(base)).toContain(word)
        expectAttribution(base, (client) => (client === amendment.clientID ? 'amendment' : 'base'))
      }),
    )
  })
})
