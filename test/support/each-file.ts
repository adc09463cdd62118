/** Before each file of tests: tells fast-check how often, and from which seed, to try a property; after it: clears up for the next one. */
import fc from 'fast-check'
import { afterAll, inject, vi } from 'vitest'

const { runs, seed } = inject('properties')
fc.configureGlobal({ numRuns: runs, seed })

// The next file of this worker finds the world as it is.
afterAll(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})
