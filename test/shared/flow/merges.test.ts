/** Merged cells: what they say, whatever becomes of their rows, columns and words meanwhile. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type as typeIn } from '#shared/flow/acts'
import { flatPlaces } from '#shared/flow/flat-places'
import { mergeWith, splitCell } from '#shared/flow/merge-acts'
import { readText } from '#shared/flow/read-text'
import { addTo, moveTo, setRemoved } from '#shared/flow/table-acts'
import { cellFlow, gridsOf, mergeKeys } from '#shared/flow/tables'
import { contentToHtml } from '#shared/text/content-to-html'
import { contentToPlain } from '#shared/text/content-to-plain'
import { flatWords } from '#shared/text/flat-words'
import { deliverAll, type Replica } from '../../support/flow-replicas.ts'
import { cellAt, paragraph, replicasOfText, tableOf } from '../../support/flow-tables.ts'
import { undoing } from '../../support/flow-undo.ts'

const text = {
  words: [
    paragraph('First', 'p1'),
    tableOf([
      ['a', 'b', 'c'],
      ['d', 'e', 'f'],
      ['g', 'h', 'i'],
    ]),
  ],
}
const replicas = (...clients: readonly number[]) => replicasOfText(text, clients)
const tableIn = ({ doc }: Replica): string => {
  for (const [name, value] of doc.getMap('columns'))
    if (name.endsWith('.table')) return String(value)
  return ''
}
const gridOf = (replica: Replica) => gridsOf(replica.doc)(tableIn(replica))
const cellNamed = (replica: Replica, row: number, column: number): string => {
  const { rows, columns } = gridOf(replica)
  return cellFlow(rows[row]?.id ?? '', columns[column]?.id ?? '')
}
const merge = (replica: Replica, row: number, column: number, side: 'right' | 'below') =>
  mergeWith(replica.doc, gridOf(replica), cellNamed(replica, row, column), side)
const write = (replica: Replica, row: number, column: number, letters: string) =>
  typeIn(cellAt(replica, tableIn(replica), row, column), 1, letters)
/** Each row as the table's HTML tells it, `a+d 1x2` for a cell of two rows. */
const read = ({ doc }: Replica): string[][] => {
  const table = readText(doc).words.find((block) => block.type === 'table')
  return (table?.rows ?? []).map((row) =>
    row.map(({ blocks, columnSpan = 1, rowSpan = 1 }) => {
      const said = flatWords(blocks).replaceAll('\n', '+')
      return columnSpan * rowSpan === 1 ? said : `${said} ${columnSpan}x${rowSpan}`
    }),
  )
}
const one = (client = 5): Replica => {
  const [replica] = replicas(client)
  if (!replica) throw new Error()
  return replica
}
const two = (): [Replica, Replica] => {
  const [a, b] = replicas(5, 6)
  if (!a || !b) throw new Error()
  return [a, b]
}
/** All letters of the table, in any order. */
const lettersOf = (replica: Replica): string[] =>
  read(replica)
    .flat(2)
    .flatMap((cell) => cell.replace(/ \d+x\d+$/, '').split(''))
    .filter((letter) => /\w/.test(letter))
    .toSorted()

describe('merged cells', () => {
  test('[TXT-480] a merged cell takes its columns and rows and says what all of its cells say, one behind the other; split, each has its own words again, and undo takes a merge back', () => {
    const a = one()
    const own = undoing(a)
    merge(a, 0, 0, 'right')
    own.wait()
    expect(read(a)[0]).toEqual(['a+b 2x1', 'c'])
    merge(a, 0, 0, 'below')
    expect(read(a)).toEqual([['a+b+d+e 2x2', 'c'], ['f'], ['g', 'h', 'i']])
    const [whole] = [readText(a.doc)]
    expect(contentToHtml(whole)).toContain('<tr><th colspan="2" rowspan="2"><p>a</p><p>b</p>')
    expect(contentToPlain(whole)).toContain('a b d e |  | c\n\n |  | f\n\ng | h | i')
    own.wait()
    own.undo.undo()
    expect(read(a)[0]).toEqual(['a+b 2x1', 'c'])
    own.undo.redo()
    splitCell(a.doc, gridOf(a), cellNamed(a, 1, 1))
    expect(read(a)).toEqual([
      ['a', 'b', 'c'],
      ['d', 'e', 'f'],
      ['g', 'h', 'i'],
    ])
    merge(a, 1, 1, 'right')
    merge(a, 0, 1, 'below')
    expect(read(a), 'a rectangle around all that is cut').toEqual([
      ['a', 'b+c+e+f 2x2'],
      ['d'],
      ['g', 'h', 'i'],
    ])
  })

  test('[TXT-481] cells without words leave no empty lines in a merged one; the flat text has the words of merged cells where readers see them', () => {
    const a = one()
    const { rows } = gridOf(a)
    addTo(a.doc, 'rows', tableIn(a), 'empty', 1)
    merge(a, 1, 0, 'right')
    expect(read(a)[1]).toEqual([' 2x1', ''])
    merge(a, 0, 0, 'below')
    expect(read(a)[0]).toEqual(['a+b 2x2', 'c'])
    const flat = flatWords(readText(a.doc).words)
    const places = flatPlaces(a.doc)
    for (const [column, letter] of ['g', 'h', 'i'].entries()) {
      const flow = cellFlow(rows[2]?.id ?? '', gridOf(a).columns[column]?.id ?? '')
      expect(flat[places.offsetOf(1, flow) ?? -1]).toBe(letter)
    }
  })

  test('[SYNC-436] two merge, split, add, move and remove rows and columns and type at once: both read the same table, no letter is lost or doubled, and a split of all gives each cell its own', () => {
    const place = fc.nat({ max: 3 })
    const step = fc.oneof(
      fc.tuple(fc.constantFrom('right', 'below'), place, place),
      fc.tuple(fc.constantFrom('split', 'type', 'row', 'column', 'up', 'gone'), place, place),
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), step, fc.boolean())), (steps) => {
        const [a, b] = two()
        const letters = 'abcdefghi'.split('')
        let made = 0
        const act = (replica: Replica, [what, row, column]: readonly [string, number, number]) => {
          const grid = gridOf(replica)
          const table = tableIn(replica)
          made += 1
          const [id, other] = [grid.rows[row]?.id, grid.columns[column]?.id]
          if (what === 'row') addTo(replica.doc, 'rows', table, `r${made}`, row)
          else if (what === 'column') addTo(replica.doc, 'columns', table, `c${made}`, column)
          else if (id === undefined || other === undefined) return
          else if (what === 'right' || what === 'below') merge(replica, row, column, what)
          else if (what === 'split') splitCell(replica.doc, grid, cellFlow(id, other))
          else if (what === 'up') moveTo(replica.doc, 'rows', id, 0)
          else if (what === 'gone') {
            if (grid.rows.length > 1) setRemoved(replica.doc, 'rows', id)
          } else {
            write(replica, row, column, 'x')
            letters.push('x')
          }
        }
        for (const [isFirst, each, isSent] of steps) {
          act(isFirst ? a : b, each)
          if (isSent) deliverAll([a, b])
        }
        deliverAll([a, b])
        expect(read(a)).toEqual(read(b))
        const width = gridOf(a).columns.length
        const areas = (
          readText(a.doc).words.find((block) => block.type === 'table')?.rows ?? []
        ).flatMap((row) => row.map(({ columnSpan = 1, rowSpan = 1 }) => columnSpan * rowSpan))
        expect(areas.reduce((sum, area) => sum + area, 0)).toBe(width * gridOf(a).rows.length)
        for (const { id } of gridsOf(a.doc)(tableIn(a)).all.rows.values())
          setRemoved(a.doc, 'rows', id, false)
        expect(lettersOf(a)).toEqual(letters.toSorted())
        for (const name of mergeKeys(a.doc).keys()) mergeKeys(a.doc).set(name, '')
        expect(lettersOf(a)).toEqual(letters.toSorted())
      }),
    )
  })

  test('[SYNC-437] who types in a cell that another merges types on in it; a merge goes on over rows that are put between its own, and past its first row that is removed', () => {
    const [a, b] = two()
    const first = gridOf(a).rows[0]?.id ?? ''
    merge(a, 0, 0, 'below')
    write(b, 1, 0, 'x')
    addTo(b.doc, 'rows', tableIn(b), 'new', 1)
    deliverAll([a, b])
    expect(read(b)).toEqual([
      ['a+xd 1x3', 'b', 'c'],
      ['', ''],
      ['e', 'f'],
      ['g', 'h', 'i'],
    ])
    setRemoved(a.doc, 'rows', first)
    expect(read(a).slice(0, 2)).toEqual([
      ['xd 1x2', '', ''],
      ['e', 'f'],
    ])
    setRemoved(a.doc, 'rows', first, false)
    deliverAll([a, b])
    expect(read(b)).toEqual(read(a))
    expect(read(b)[0]).toEqual(['a+xd 1x3', 'b', 'c'])
  })

  test('[TXT-482] merges that lie over each other or fit no table are read as none, whatever is said: each cell is read once, in steps for each cell and merge', () => {
    const a = one()
    const { rows, columns } = gridOf(a)
    const at = (row: number, column: number) => `${rows[row]?.id}/${columns[column]?.id}`
    const keys = mergeKeys(a.doc)
    keys.set(`cell/${at(0, 0)}`, at(1, 1))
    keys.set(`cell/${at(1, 1)}`, at(2, 2))
    keys.set(`cell/${at(2, 2)}`, at(0, 0))
    keys.set(`cell/${at(2, 0)}`, 'nobody/here')
    keys.set(`cell/${at(2, 1)}`, 7)
    expect(read(a)).toEqual([['a+b+d+e 2x2', 'c'], ['f'], ['g', 'h', 'i']])
    for (let row = 0; row < 60; row += 1) addTo(a.doc, 'rows', tableIn(a), `r${row}`, row)
    const last = gridOf(a).rows.at(-1)?.id ?? ''
    for (const { id } of gridOf(a).rows) keys.set(cellFlow(id, columns[0]?.id ?? ''), `${last}/x`)
    for (const row of gridOf(a).rows)
      for (const { id } of columns)
        keys.set(cellFlow(row.id, id), `${last}/${columns.at(-1)?.id ?? ''}`)
    expect(read(a).flat()).toEqual(['a+b+c+d+e+f+g+h+i 3x63'])
  })
})
