/** Tells fast-check in each file of tests how often, and from which seed, to try a property. */
import fc from 'fast-check'
import { inject } from 'vitest'

const { runs, seed } = inject('properties')
fc.configureGlobal({ numRuns: runs, seed })
