import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Beside, markersOf } from '../../client/threads/markers.ts'

const anything = fc
  .array(
    fc.record({
      of: fc.constantFrom('comments' as const, 'amendments' as const),
      count: fc.integer({ min: 1, max: 9 }),
      isNew: fc.boolean(),
      line: fc.option(fc.nat(1500), { nil: undefined }),
    }),
    { maxLength: 25 },
  )
  .map((all) => all.map((each, index): Beside => ({ ...each, id: `id${index}` })))

test('[UI-174] markers beside the text count each comment and each amendment once, and none lies over another', () => {
  fc.assert(
    fc.property(anything, (beside) => {
      const markers = markersOf(beside)
      const groups = markers.flatMap((marker) => marker.groups)
      expect(groups.flatMap(({ ids }) => ids).toSorted()).toEqual(
        beside.map(({ id }) => id).toSorted(),
      )
      for (const of of ['comments', 'amendments'] as const) {
        const sum = (all: readonly { of: string; count: number }[]) =>
          all.filter((each) => each.of === of).reduce((total, { count }) => total + count, 0)
        expect(sum(groups)).toBe(sum(beside))
      }
      let free = 0
      for (const { at, isOnWords, groups: here } of markers) {
        expect(at).toBeGreaterThanOrEqual(free)
        free = at + here.length * 40
        const lines = here
          .flatMap(({ ids }) => ids)
          .map((id) => beside.find((each) => each.id === id)?.line)
        if (!isOnWords) expect(lines.every((line) => line === undefined)).toBe(true)
        // What is counted together stands nearer than the marker is high.
        else for (const line of lines) expect(line).toBeLessThan(free)
      }
    }),
  )
})
