// Preloaded into every server: on SIGWINCH writes to HELD_FILE for how many milliseconds its event loop was held at the longest since the last time.
import { renameSync, writeFileSync } from 'node:fs'

const file = process.env.HELD_FILE
const every = 5
let last = performance.now()
let longest = 0
setInterval(() => {
  const now = performance.now()
  longest = Math.max(longest, now - last - every)
  last = now
}, every).unref()
process.on('SIGWINCH', () => {
  writeFileSync(`${file}.new`, String(longest))
  renameSync(`${file}.new`, file)
  longest = 0
})
