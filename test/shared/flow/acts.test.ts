/** What one person's act does to a flow, and what it leaves alone when somebody else acts in the same place at once. */
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import {
  bracket,
  breakLine,
  join,
  liftBracket,
  mark,
  remove,
  restyle,
  split,
  type,
} from '#shared/flow/acts'
import { flowOf, newFlowDoc } from '#shared/flow/flow-doc'
import { linesOf, readFlow } from '#shared/flow/read-flow'
import {
  blocksRead,
  deliverAll,
  placeOf,
  type Replica,
  replicasOf,
} from '../../support/flow-replicas.ts'

const words = ['First one', 'one two three four five', 'last']
const behind = (replica: Replica, sought: string): number =>
  placeOf(replica, sought) + sought.length

describe('what one person does', () => {
  test('[TXT-300] Enter and Backspace split and join: at the end a whole block comes behind, at the start one before, and an empty one goes', () => {
    const [one] = replicasOf(words, [5])
    if (!one) throw new Error()
    const { draft } = one
    expect(split(draft, behind(one, 'one two'))).toBe(placeOf(one, ' three'))
    expect(blocksRead(one)).toEqual([
      'p1:First one',
      'p2:one two',
      'n1: three four five',
      'p3:last',
    ])
    join(draft, placeOf(one, ' three'))
    expect(blocksRead(one)).toEqual(['p1:First one', 'p2:one two three four five', 'p3:last'])
    const caret = split(draft, behind(one, 'five'))
    expect(blocksRead(one)).toEqual([
      'p1:First one',
      'p2:one two three four five',
      'n2:',
      'p3:last',
    ])
    type(draft, caret, 'typed')
    expect(blocksRead(one)[2]).toBe('n2:typed')
    split(draft, placeOf(one, 'last'))
    expect(blocksRead(one).slice(2)).toEqual(['n2:typed', 'n3:', 'p3:last'])
    // Backspace into an empty block deletes the empty one, and in one deletes it.
    join(draft, placeOf(one, 'last'))
    expect(blocksRead(one).slice(2)).toEqual(['n2:typed', 'p3:last'])
    expect(join(draft, placeOf(one, 'First'))).toBeUndefined()
  })

  test('[TXT-301] marks end with their block: a split gives them to both halves, and a format that somebody cut off reaches no other block', () => {
    const [one, two] = replicasOf(words, [5, 6])
    if (!one || !two) throw new Error()
    mark(one.draft, placeOf(one, 'two'), behind(one, 'four'), 'bold', {})
    split(two.draft, behind(two, 'three'))
    deliverAll([one, two])
    split(one.draft, behind(one, 'four'))
    const bold = (replica: Replica) =>
      linesOf(replica.draft.flow).map(({ block }) =>
        block.inlines
          .map((inline) => (inline.type === 'words' && inline.marks.length > 0 ? inline.words : ''))
          .join(''),
      )
    expect(bold(one)).toEqual(['', 'two three', '', '', ''])
    const [alone] = replicasOf(words, [7])
    if (!alone) throw new Error()
    mark(alone.draft, placeOf(alone, 'two'), behind(alone, 'four'), 'bold', {})
    split(alone.draft, behind(alone, 'three'))
    expect(bold(alone)).toEqual(['', 'two three', ' four', ''])
    mark(alone.draft, placeOf(alone, 'two'), behind(alone, 'two'), 'bold', null)
    expect(bold(alone)).toEqual(['', ' three', ' four', ''])
    type(alone.draft, behind(alone, 'three'), ' and')
    expect(bold(alone)).toEqual(['', ' three and', ' four', ''])
  })

  test('[TXT-302] a bracket is two edges: lifting it moves nothing, and half of one is none', () => {
    const [one] = replicasOf(words, [5])
    if (!one) throw new Error()
    bracket(one.draft, placeOf(one, 'two'), behind(one, 'three'), 'b1')
    const inlines = () => linesOf(one.draft.flow)[1]?.block.inlines.map(({ type: kind }) => kind)
    expect(inlines()).toEqual(['words', 'bracket', 'words', 'bracket', 'words'])
    const edge = placeOf(one, 'two') - 1
    remove(one.draft, edge, edge + 1)
    expect(inlines()).toEqual(['words'])
    liftBracket(one.draft, 'b1')
    expect(blocksRead(one)).toEqual(replicasOf(words, [5]).flatMap(blocksRead))
  })

  test('[TXT-303] lists are items that say how deep they lie; looks are read as what pages write, whatever stands in their keys', () => {
    const [one] = replicasOf(['a', 'b', 'c', 'd', 'e'], [5])
    if (!one) throw new Error()
    restyle(one.draft, placeOf(one, 'a'), { list: 'number', depth: 1 })
    restyle(one.draft, placeOf(one, 'b'), { list: 'bullet', depth: 2 })
    restyle(one.draft, placeOf(one, 'c'), { depth: 2 })
    restyle(one.draft, placeOf(one, 'd'), { list: 'number', depth: 1 })
    restyle(one.draft, placeOf(one, 'e'), { kind: 'heading', level: 2 })
    one.doc.getMap('blocks').set('p5.depth', 'deep')
    one.doc.getMap('blocks').set('p5.level', 7)
    const paragraph = (blockId: string, letters: string) => ({
      type: 'paragraph',
      blockId,
      inlines: [{ type: 'words', words: letters, marks: [] }],
    })
    expect(readFlow(one.draft.flow)).toEqual([
      {
        type: 'list',
        style: 'number',
        items: [
          {
            blocks: [
              paragraph('p1', 'a'),
              {
                type: 'list',
                style: 'bullet',
                items: [{ blocks: [paragraph('p2', 'b'), paragraph('p3', 'c')] }],
              },
            ],
          },
          { blocks: [paragraph('p4', 'd')] },
        ],
      },
      { ...paragraph('p5', 'e'), type: 'heading', level: 1 },
    ])
  })

  test('[TXT-304] a flow without blocks is one paragraph, and letters outside of any block are one of their own that gets edges when somebody types in it', () => {
    const doc = newFlowDoc(9)
    const one: Replica = { doc, draft: { flow: flowOf(doc), newBlockId: () => 'n1' } }
    expect(blocksRead(one)).toEqual(['-:'])
    type(one.draft, 0, 'words')
    expect(blocksRead(one)).toEqual(['n1:words'])
    const [here, there] = replicasOf(words, [5, 6])
    if (!here || !there) throw new Error()
    type(here.draft, behind(here, 'two'), ' TYPED')
    remove(there.draft, placeOf(there, 'one two') - 1, behind(there, 'five') + 1)
    deliverAll([here, there])
    expect(blocksRead(there)).toEqual(['p1:First one', '-: TYPED', 'p3:last'])
    type(there.draft, behind(there, 'TYPED'), '.')
    expect(blocksRead(there)).toEqual(['p1:First one', 'n1: TYPED.', 'p3:last'])
  })
})

/** What one types while another acts in the same paragraph, offline for each other. */
const others: Record<string, [(replica: Replica) => void, string[]]> = {
  'Enter before it': [
    (other) => void split(other.draft, placeOf(other, 'two')),
    ['p1:First one', 'p2:one ', 'n:two three four TYPED five', 'p3:last'],
  ],
  'Enter in its place': [
    (other) => void split(other.draft, behind(other, 'four')),
    ['p1:First one', 'p2:one two three four TYPED', 'n: five', 'p3:last'],
  ],
  'a bracket around the word before': [
    (other) => bracket(other.draft, placeOf(other, 'three'), behind(other, 'three'), 'b'),
    ['p1:First one', 'p2:one two three four TYPED five', 'p3:last'],
  ],
  'a join to the paragraph before': [
    (other) => void join(other.draft, placeOf(other, 'one two')),
    ['p1:First oneone two three four TYPED five', 'p3:last'],
  ],
  'a list': [
    (other) => restyle(other.draft, placeOf(other, 'one two'), { list: 'bullet', depth: 1 }),
    ['p1:First one', 'p2:one two three four TYPED five', 'p3:last'],
  ],
  'a heading': [
    (other) => restyle(other.draft, placeOf(other, 'one two'), { kind: 'heading', level: 1 }),
    ['p1:First one', 'p2:one two three four TYPED five', 'p3:last'],
  ],
  'a line break in its place': [
    (other) => void breakLine(other.draft, behind(other, 'four'), 'l'),
    ['p1:First one', 'p2:one two three four TYPED five', 'p3:last'],
  ],
  'a deletion around it': [
    (other) => remove(other.draft, behind(other, 'two'), behind(other, 'five')),
    ['p1:First one', 'p2:one two TYPED', 'p3:last'],
  ],
}

describe.each([
  ['the lower', [100, 200]],
  ['the higher', [200, 100]],
])('who types has %s client id', (_order, clients) => {
  test.each(Object.entries(others))(
    '[TXT-305] what one types offline stands behind the letter where it began, whatever another did to the paragraph meanwhile: %s',
    (_name, [act, expected]) => {
      const [here, there] = replicasOf(words, clients)
      if (!here || !there) throw new Error()
      let caret = behind(here, 'four')
      for (const letter of ' TYPED') caret = type(here.draft, caret, letter)
      act(there)
      deliverAll([here, there])
      expect(blocksRead(here).map((read) => read.replace(/^n\d/, 'n'))).toEqual(expected)
      expect(blocksRead(there)).toEqual(blocksRead(here))
      expect(Y.encodeStateVector(here.doc)).toEqual(Y.encodeStateVector(there.doc))
    },
  )
})
