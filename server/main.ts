/** The composition root of the server process: settings, log, the worked example, signals. */
import { parseArgs } from 'node:util'
import { pino } from 'pino'
import { readConfig } from './config.ts'
import { readExampleLinks } from './example/example-links.ts'
import { seedExample } from './example/seed-example.ts'
import { builtClient, serve } from './serve.ts'

const usage = `Usage: npm start [-- --no-example]

Serves Adref. On an empty data folder it makes a worked example and prints its sign-in links.

  --no-example   start empty and print a link to the first-run page
  --help         print this

Settings from the environment: PORT (3000), HOST (localhost), DATA_DIR (./data),
PUBLIC_URL (http://localhost:PORT), LOG_LEVEL (info),
MEMBER_MESSAGES_PER_SECOND (100), MEMBER_SOCKETS (200), TEXT_MEMORY_MB (1024),
HEARTBEAT_SECONDS (10), TRUST_PROXY (0).`

function readFlags(): { example: boolean; help: boolean } | string {
  try {
    const { values } = parseArgs({
      options: { 'no-example': { type: 'boolean' }, help: { type: 'boolean' } },
    })
    return { example: values['no-example'] !== true, help: values.help === true }
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause)
  }
}

function fail(code: number, ...lines: readonly string[]): never {
  for (const line of lines) console.error(line)
  process.exit(code)
}

async function main(): Promise<void> {
  const flags = readFlags()
  if (typeof flags === 'string') fail(2, flags, usage)
  if (flags.help) {
    console.log(usage)
    return
  }
  const reading = readConfig(process.env)
  if (!reading.ok) fail(2, ...reading.complaints)
  const { config } = reading
  const log = pino({ level: config.logLevel, base: null }, pino.destination(2))
  const served = await serve(config, builtClient, log)
  if ('failure' in served) fail(1, served.failure)
  const { installation, publicUrl } = served

  let stopping: Promise<void> | undefined
  const stop = (signal: string) => {
    stopping ??= (async () => {
      log.info({ event: 'stopping', signal })
      await served.stop()
      process.exit(0)
    })()
  }
  process.once('SIGTERM', () => stop('SIGTERM'))
  process.once('SIGINT', () => stop('SIGINT'))

  const isEmpty = installation.records.groups().length === 0
  if (isEmpty && flags.example) await seedExample(installation, config.dataFolder)
  const lines = [`Adref is at ${publicUrl}`]
  const example = readExampleLinks(config.dataFolder)
  if (example.length > 0) {
    lines.push(
      '',
      'The worked example. Each link signs in to one seat; open each in a window of its own:',
      '',
    )
    for (const { title, path } of example) lines.push(`  ${title.padEnd(24)}${publicUrl}${path}`)
  } else if (installation.records.groups().length === 0)
    lines.push(
      '',
      `Make your working group at ${publicUrl}/setup#${await installation.identity.makeSetupCode()}`,
    )
  console.log(lines.join('\n'))
  log.info({ event: 'listening', port: served.port })
}

await main()
