/** Before each file of tests: tells fast-check how often, and from which seed, to try a property; after it: clears up for the next one. */
import fc from 'fast-check'
import { afterAll, expect, inject, vi } from 'vitest'
import { replacesModules } from './replaces-modules.ts'

const { runs, seed } = inject('properties')
fc.configureGlobal({ numRuns: runs, seed })

// Neither what others loaded before is used where modules are replaced, nor what was loaded there by others.
if (replacesModules(expect.getState().testPath ?? '')) {
  vi.resetModules()
  afterAll(() => void vi.resetModules())
}

// The next file of this worker finds the world as it is.
afterAll(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})
