/** The curve of a day's brackets. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bracketCurve } from '#shared/brackets/bracket-curve'
import type { BracketMoment } from '#shared/domain/bracket-moment'

const instant = (minute: number) =>
  new Date(Date.UTC(2012, 0, 13, 9) + minute * 60_000).toISOString()
const text = fc
  .uniqueArray(fc.integer({ min: 0, max: 600 }), { minLength: 1, maxLength: 12 })
  .chain((minutes) =>
    fc.tuple(
      fc.constant(minutes.toSorted((one, other) => one - other)),
      fc.array(fc.integer({ min: 0, max: 5 }), {
        minLength: minutes.length,
        maxLength: minutes.length,
      }),
    ),
  )
  .map(([minutes, counts]): BracketMoment[] =>
    minutes.map((minute, index) => ({ at: instant(minute), count: counts[index] ?? 0 })),
  )

describe('the curve of a day’s brackets', () => {
  test('[TXT-71] the curve of a day’s brackets says at each of its moments how many all texts had, and tells changes only', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 6 }), (texts) => {
        const curve = bracketCurve(texts)
        const at = (moments: readonly BracketMoment[], time: string) =>
          (moments.findLast((moment) => moment.at <= time) ?? moments[0])?.count ?? 0
        for (const { at: time, count } of curve)
          expect(count).toBe(texts.reduce((sum, moments) => sum + at(moments, time), 0))
        expect(curve[0]?.at).toBe(texts.flatMap((moments) => moments[0]?.at ?? []).toSorted()[0])
        expect(curve.at(-1)?.count).toBe(
          texts.reduce((sum, moments) => sum + (moments.at(-1)?.count ?? 0), 0),
        )
        for (const [index, { at: time, count }] of curve.slice(1).entries()) {
          expect(count).not.toBe(curve[index]?.count)
          expect(time > (curve[index]?.at ?? '')).toBe(true)
        }
      }),
    )
  })

  test('[TXT-72] a text that comes later counts from the start with what it came with; many moments are thinned out', () => {
    const early = [{ at: instant(0), count: 2 }]
    const late = [
      { at: instant(60), count: 3 },
      { at: instant(90), count: 1 },
    ]
    expect(bracketCurve([early, late])).toEqual([
      { at: instant(0), count: 5 },
      { at: instant(90), count: 3 },
    ])
    const busy = Array.from({ length: 2000 }, (_, minute) => ({
      at: instant(minute),
      count: minute,
    }))
    const curve = bracketCurve([busy])
    expect(curve.length).toBeLessThan(300)
    expect([curve[0], curve.at(-1)]).toEqual([busy[0], busy.at(-1)])
    expect(bracketCurve([])).toEqual([])
  })
})
