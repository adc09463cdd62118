// Preloaded into every server: on SIGUSR2 collects garbage and writes what is left to MEMORY_FILE.
import { renameSync, writeFileSync } from 'node:fs'

const file = process.env.MEMORY_FILE
process.on('SIGUSR2', () => {
  globalThis.gc()
  // What the first collection released to finalizers, and buffers freed behind it, goes with the second.
  setTimeout(() => {
    globalThis.gc()
    writeFileSync(`${file}.new`, JSON.stringify(process.memoryUsage()))
    renameSync(`${file}.new`, file)
  }, 50)
})
