/** Runs the benchmark: every server in the same run on the same machine. `--full` is the long profile, `--only NAME` one scenario. */
import { execFileSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { fanOut, manyDocuments, throughput } from './latency.ts'
import { type Bar, type Row, scenarioReport } from './report.ts'
import { type Server, type ServerName, startServer } from './servers.ts'
import { coldLoad, durability, idlePresence, joinStorm, slowReaders } from './stress.ts'
import { traceNames } from './traces.ts'

const { values } = parseArgs({ options: { full: { type: 'boolean' }, only: { type: 'string' } } })
const isFull = values.full === true
const peers = join(import.meta.dirname, 'peers')
if (!existsSync(join(peers, 'node_modules')))
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: peers, stdio: 'inherit' })

const reports: string[] = []

/** Runs one scenario on each server, each on an empty folder. */
async function scenario(
  name: string,
  title: string,
  names: readonly ServerName[],
  bars: readonly Bar[],
  run: (server: Server) => Promise<Row>,
): Promise<void> {
  if (values.only !== undefined && !name.startsWith(values.only)) return
  const rows: Row[] = []
  for (const each of names) {
    const server = await startServer(each)
    try {
      rows.push(await run(server))
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause)
      rows.push({ server: `${server.name} (failed: ${why})`, figures: {} })
    }
    await server.remove()
  }
  const report = scenarioReport(title, rows, bars)
  reports.push(report)
  console.log(report)
}

const all = ['bare', 'yws', 'hocuspocus', 'adref'] as const
const stores = ['yws', 'hocuspocus', 'adref'] as const
for (const followers of isFull ? [50, 200, 500, 1000] : [50, 1000])
  await scenario(
    'fan-out',
    `One typist, ${followers} followers: milliseconds from key to follower`,
    all,
    followers === 1000
      ? [
          { figure: 'p95', peer: 'bare', atMost: 1.2 },
          { figure: 'cpu s', peer: 'y-websocket', atMost: 1 },
          { figure: 'cpu s', peer: 'hocuspocus', atMost: 1 },
        ]
      : [],
    (server) => fanOut(server, 0, followers, isFull ? 10 : 5),
  )
for (const writers of [8, 32])
  await scenario(
    'throughput',
    `${writers} writers in one document: keys a second that an observer has seen`,
    all,
    [
      { figure: 'keys/s', peer: 'hocuspocus', atLeast: 1 },
      { figure: 'keys/s', peer: 'y-websocket', atLeast: 5 },
    ],
    (server) => throughput(server, 0, writers, isFull ? 8 : 3),
  )
await scenario(
  'documents',
  '200 documents with five typists each: milliseconds from key to co-writers',
  stores,
  [{ figure: 'p95', peer: 'hocuspocus', atMost: 1.2 }],
  (server) => manyDocuments(server, 200, isFull ? 10 : 4),
)
await scenario(
  'joins',
  '500 clients join a text of 1 MB at once',
  all,
  [{ figure: 'all synced ms', peer: 'bare', atMost: 1.3 }],
  (server) => joinStorm(server, 500),
)
await scenario(
  'presence',
  '300 people present and idle: frames a second to all of them',
  stores,
  [{ figure: 'frames/s', peer: 'y-websocket', atMost: 0.01 }],
  (server) => idlePresence(server, 300, isFull ? 30 : 10),
)
await scenario(
  'slow',
  '20 readers stop reading while 50 MB pass: memory in MB',
  ['bare', 'yws', 'hocuspocus', 'adref'],
  [{ figure: 'growth', peer: 'bare', atMost: 0.75 }],
  (server) => slowReaders(server, 20, 50),
)
for (const trace of isFull ? traceNames : traceNames.slice(0, 2))
  await scenario(
    'cold',
    `Cold load of ${trace}: milliseconds to the whole text, after a restart`,
    stores,
    [
      { figure: 'complete ms', peer: 'hocuspocus', atMost: 1 },
      { figure: 'complete ms', peer: 'y-websocket', atMost: 1 },
    ],
    (server) => coldLoad(server, trace),
  )
for (const kind of ['typing', 'burst', 'deletions'] as const)
  await scenario(
    'durability',
    `kill -9 while ${kind}: confirmed changes lost`,
    stores,
    [],
    // The peers lose what they lose in the first rounds; twenty are for the one that must lose nothing.
    (server) => durability(server, kind, isFull && server.name === 'Adref' ? 20 : 3),
  )

if (isFull && values.only === undefined) {
  const [processor] = cpus()
  const day = new Date().toISOString().slice(0, 10)
  writeFileSync(
    'docs/performance.md',
    `# Performance

The last full run of \`npm run bench -- --full\`: ${day}, Node ${process.version}, ${cpus().length} cores (${processor?.model.trim()}), loopback.
Servers and load are processes of their own; each server starts on an empty folder. Adref runs as installed, with rights, checks and
durability on, but for the pace allowed to one member. The bare server forwards frames and knows no documents: it is the floor.
kill -9 tests crashes of the process, not of the machine.

${reports.join('\n')}`,
  )
}
