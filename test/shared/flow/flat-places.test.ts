/** Places of flows in the flat text and back. */
import { expect, test } from 'vitest'
import type { Block, Inline } from '#shared/domain/content'
import { flatPlaces } from '#shared/flow/flat-places'
import { flowOf, newFlowDoc } from '#shared/flow/flow-doc'
import { readText } from '#shared/flow/read-text'
import { tokensOf } from '#shared/flow/tokens'
import { writeText } from '#shared/flow/write-flow'
import { flatWords } from '#shared/text/flat-words'

const words = (said: string): Inline => ({ type: 'words', words: said, marks: [] })
const paragraph = (...inlines: Inline[]): Block => ({ type: 'paragraph', blockId: '', inlines })
const edge = (which: 'open' | 'close', bracketId: string): Inline => ({
  type: 'bracket',
  edge: which,
  bracketId,
  sponsors: '',
})

function docOf(blocks: Block[]) {
  const doc = newFlowDoc(7, { gc: false })
  let next = 0
  const id = () => `id${next++}`
  writeText(doc, { words: blocks, tasks: [], provisions: [] }, { newBlockId: id, newBreakId: id })
  return doc
}

test('[TXT-430] each character of the flat text has its place in a flow, cells of tables among them, and each letter of a flow its offset', () => {
  const doc = docOf([
    paragraph(words('One '), edge('open', 'b'), words('two'), edge('close', 'b'), words(' more')),
    paragraph(),
    paragraph(words('three'), { type: 'line-break' }, words('four')),
    {
      type: 'table',
      rows: [[{ header: true, blocks: [paragraph(words('cell')), paragraph(words('line'))] }]],
    },
    paragraph(words('last')),
  ])
  // Half a bracket is none.
  flowOf(doc).insertEmbed(3, { open: 'half' })
  const flat = flatWords(readText(doc).words)
  expect(flat).toBe('One [two] more\n\nthree\nfour\ncell\nline\nlast')
  const places = flatPlaces(doc)
  const letters = new Map<string, string>()
  for (const flow of doc.share.keys()) {
    if (flow !== 'flow' && !flow.startsWith('cell/')) continue
    for (const token of tokensOf(flowOf(doc, flow)))
      if (token.type === 'letters')
        for (const [at, letter] of token.letters.split('').entries()) {
          letters.set(`${flow} ${token.index + at}`, letter)
          expect(flat[places.offsetOf(token.index + at, flow) ?? -1]).toBe(letter)
        }
  }
  for (const [offset, letter] of flat.split('').entries()) {
    const { flow, index } = places.placeBefore(offset)
    if (/[a-z]/i.test(letter)) expect(letters.get(`${flow} ${index}`)).toBe(letter)
    const behind = places.placeBehind(offset + 1)
    if (/[a-z]/i.test(letter))
      expect(letters.get(`${behind.flow} ${behind.index - 1}`)).toBe(letter)
    expect(places.offsetOf(index, flow)).toBe(offset)
  }
})
