/** Runs the benchmark: every server in the same run on the same machine. `--full` is the long profile, `--only NAME` one scenario. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, release, totalmem, type } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { cleanUpAtTheEnd } from './child.ts'
import { scenarioReport, summary, type Verdict } from './report.ts'
import { runScenario } from './scenario.ts'
import { scenariosOf } from './scenarios.ts'
import { replayTrace, traceNames } from './traces.ts'

const { values } = parseArgs({ options: { full: { type: 'boolean' }, only: { type: 'string' } } })
const profile = values.full === true ? 'full' : 'short'
const scenarios = scenariosOf(profile).filter(
  ({ name }) => values.only === undefined || name.startsWith(values.only),
)
if (scenarios.length === 0) {
  console.error(`There is no scenario “${values.only}” in the ${profile} profile.`)
  process.exit(1)
}
const begun = performance.now()
const elapsed = () => {
  const seconds = Math.round((performance.now() - begun) / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

const peers = join(import.meta.dirname, 'peers')
const { dependencies } = z
  .object({ dependencies: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(peers, 'package.json'), 'utf8')))
const isLacking = (name: string) => !existsSync(join(peers, 'node_modules', name))
if (Object.keys(dependencies).some(isLacking))
  // What is there stays: some of it was compiled.
  execFileSync('npm', ['install', '--no-save', '--no-audit', '--no-fund'], {
    cwd: peers,
    stdio: 'inherit',
  })
cleanUpAtTheEnd()

const reports: string[] = []
const verdicts: Verdict[] = []
const tell = (text: string) => {
  reports.push(text)
  console.log(text)
}

// A wrong replay would measure something else than what people wrote: then nothing is measured.
for (const trace of scenarios.some(({ name }) => name === 'cold') ? traceNames : []) {
  const { updates, endContent } = replayTrace(trace)
  tell(
    `- ${trace}: ${updates.length} updates replay to exactly its ${endContent.length} characters`,
  )
}
tell('')

for (const scenario of scenarios) {
  const rows = await runScenario(scenario)
  const report = scenarioReport(scenario.title, rows, scenario.bars)
  verdicts.push(...report.verdicts)
  tell(report.text)
  console.log(`(${elapsed()})\n`)
  if (rows.some(({ server, failure }) => server === 'adref' && failure !== undefined))
    process.exitCode = 1
}
const bars = summary(verdicts)
console.log(bars)
console.log(`Done in ${elapsed()} minutes.`)

if (profile === 'full' && values.only === undefined) {
  const [processor] = cpus()
  const day = new Date().toISOString().slice(0, 10)
  const memory = Math.round(totalmem() / 1024 ** 3)
  writeFileSync(
    join(import.meta.dirname, '..', '..', 'docs', 'performance.md'),
    `# Performance

The last full run of \`npm run bench -- --full\`: ${day}, ${elapsed()} minutes, Node ${process.version}, ${type()} ${release()},
${cpus().length} cores (${processor?.model.trim()}), ${memory} GB, loopback.

## How to read it

- Servers and load are processes of their own on the same machine; each server starts on an empty folder. Compare figures of one table
  with each other, not with those of another machine: the bars are ratios within this run.
- Adref runs its production build with rights, checks and durability on. Only the pace and the sockets of one member are let off, but
  for *Somebody means harm*, where it runs as installed.
- *bare ws* forwards each frame to everybody and knows no documents: it is the floor. The others are @y/websocket-server 0.1.1 with
  y-leveldb and hocuspocus 4.7 with its SQLite extension, as their own examples start them.
- Fan-out to 1,000, throughput, documents, joins, acts, the pages in a browser and the cold loads of the two shorter histories are medians
  of three rounds in which the servers take turns. Where nothing is timed (presence, memory, kill -9, SIGTERM) the servers run side by side.
- A change is confirmed when the server sent it back, or said that it is saved. kill -9 tests crashes of the process, not of the machine.
- *Typing* is measured in headless Chromium, from the key's own timestamp to the task after the frame that follows the change of the
  document. *bare Tiptap* is the same schema of ProseMirror on a page of its own, with the same text and nothing else. A key of somebody
  else is told as all work of the page's main thread, with what it does when it rests, in time of the processor; *y-prosemirror* is 1.3.7
  with the same schema.
- *Live* memory is what a collection of garbage leaves, heap and buffers outside of it; *RSS* is what the system sees. Adref keeps the
  history of a text live, the peers do not: with readers who stop reading its RSS grows by that too.

${bars}
## All figures

${reports.join('\n')}`,
  )
}
process.exit()
