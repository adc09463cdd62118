/** The composition root of the server process: settings, log, the worked example, signals. */
import { parseArgs } from 'node:util'
import { pino } from 'pino'
import { systemClock } from './clock.ts'
import { readConfig } from './config.ts'
import { readExampleLinks } from './example/example-links.ts'
import { makeExample } from './example/make-example.ts'
import { builtClient, type ServedInstallation, serve } from './serve.ts'
import { StorageRefuses } from './store/store.ts'

const usage = `Usage: npm start [-- --no-example --no-upgrade]

Serves Adref. On an empty data folder it makes a worked example and prints its sign-in links. A data folder of an earlier release
is upgraded; a backup of what is there is kept in it.

  --no-example   start empty and print a link to the first-run page
  --no-upgrade   do not start on a data folder that has to be upgraded
  --help         print this

Settings from the environment: PORT (3000), HOST (localhost), DATA_DIR (./data),
PUBLIC_URL (http://localhost:PORT), LOG_LEVEL (info),
MEMBER_MESSAGES_PER_SECOND (100), MEMBER_SOCKETS (200), TEXT_MEMORY_MB (1024),
HEARTBEAT_SECONDS (10), TRUST_PROXY (0).`

interface Flags {
  readonly example: boolean
  readonly upgrade: boolean
  readonly help: boolean
}

function readFlags(): Flags | string {
  try {
    const { values } = parseArgs({
      options: {
        'no-example': { type: 'boolean' },
        'no-upgrade': { type: 'boolean' },
        help: { type: 'boolean' },
      },
    })
    return {
      example: values['no-example'] !== true,
      upgrade: values['no-upgrade'] !== true,
      help: values.help === true,
    }
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause)
  }
}

function fail(code: number, ...lines: readonly string[]): never {
  for (const line of lines) console.error(line)
  process.exit(code)
}

/** What is printed when the server is there: with the first links, which are made when nobody has any. */
async function firstLines(
  { installation, publicUrl }: ServedInstallation,
  dataFolder: string,
  isExample: boolean,
): Promise<string[]> {
  const { records, identity } = installation
  if (records.groups().length === 0 && isExample) await makeExample(installation, dataFolder)
  const lines = [`Adref is at ${publicUrl}`]
  const groups = records.groups()
  const example = readExampleLinks(dataFolder, groups)
  if (groups.length === 0)
    lines.push(
      '',
      `Make your working group at ${publicUrl}/setup#${await identity.makeSetupCode()}`,
    )
  else if (example.length > 0) {
    lines.push(
      '',
      'The worked example. Each link signs in to one seat; open each in a window of its own:',
      '',
    )
    for (const { title, path } of example) lines.push(`  ${title.padEnd(24)}${publicUrl}${path}`)
  } else if (!identity.hasPersonalLinks())
    lines.push(
      '',
      'Nobody has a link that signs in. Make one: npm run adref -- group list, seat list <group>, seat link <group> <member>',
    )
  return lines
}

async function main(): Promise<void> {
  // Whatever the process writes is for its owner alone.
  process.umask(0o077)
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
  const served = await serve(config, builtClient, log, systemClock, {
    isWanted: flags.upgrade,
    tell: (line) => console.log(line),
  })
  if ('failure' in served) fail(1, served.failure)

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

  try {
    console.log((await firstLines(served, config.dataFolder, flags.example)).join('\n'))
  } catch (cause) {
    await served.stop()
    if (!(cause instanceof StorageRefuses)) throw cause
    const why =
      cause.cause instanceof Error ? `${cause.message} ${cause.cause.message}` : cause.message
    fail(1, `Nothing can be written to the data folder ${config.dataFolder}: ${why}`)
  }
  log.info({ event: 'listening', port: served.port })
}

await main()
