/** Serves an installation on one port: pages, API, events and sockets; and stops in good order. */
import { mkdirSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { openAdminSocket } from './administration/admin-socket.ts'
import { administer } from './administration/administer.ts'
import { makeApp } from './app.ts'
import { type Clock, systemClock } from './clock.ts'
import type { Config } from './config.ts'
import type { HttpContext } from './http/context.ts'
import { openMemberPace } from './http/member-pace.ts'
import { openRoomPresences } from './http/room-presence.ts'
import { boundSilentLines } from './http/silent-lines.ts'
import { releaseOf } from './http/static-client.ts'
import { openTemperatureChecks } from './http/temperature-checks.ts'
import { acceptUpgrades } from './http/upgrade.ts'
import { type Installation, openInstallation } from './installation.ts'

export interface ServedInstallation {
  readonly installation: Installation
  /** The address that people use. */
  readonly publicUrl: string
  readonly port: number
  stop(): Promise<void>
}

export type ServeFailure = { readonly failure: string }

/**
 * How long a request may take to arrive, in milliseconds. A body is also timed by its length (`unfinished.ts`): the longest takes
 * so long over the slowest line.
 */
const times = {
  headersTimeout: 15_000,
  requestTimeout: 20 * 60_000,
  connectionsCheckingInterval: 5000,
}

/** Starts serving; a failure is one line for the administrator. */
export async function serve(
  config: Config,
  clientFolder: string,
  log: Logger,
  clock: Clock = systemClock,
): Promise<ServedInstallation | ServeFailure> {
  const { dataFolder } = config
  let address = config.publicUrl ?? ''
  let installation: Installation | undefined
  try {
    mkdirSync(dataFolder, { recursive: true })
  } catch (cause) {
    return { failure: `DATA_DIR ${dataFolder} cannot be used: ${String(cause)}` }
  }
  const admin = await openAdminSocket(dataFolder, async (operation) =>
    installation
      ? administer(installation, dataFolder, address, operation)
      : { ok: false, complaint: 'The server is still starting.' },
  )
  if (!admin) return { failure: `Another server uses the data folder ${dataFolder}.` }
  try {
    installation = await openInstallation(dataFolder, config.limits, log, clock)
  } catch (cause) {
    await admin.close()
    return { failure: cause instanceof Error ? cause.message : String(cause) }
  }
  const opened = installation
  let isStopping = false
  const temperatureChecks = openTemperatureChecks(clock)
  const context: HttpContext = {
    ...opened,
    presences: openRoomPresences(),
    temperatureChecks,
    memberPace: openMemberPace(opened.metrics, config.trustedProxies, () => clock.now().getTime()),
    log,
    publicUrl: () => address,
    isSecure: address.startsWith('https:'),
    heartbeat: config.heartbeat,
    trustedProxies: config.trustedProxies,
    clientFolder,
    release: releaseOf(clientFolder),
    now: () => clock.now(),
    isReady: () => !isStopping && opened.store.isWritable(),
  }
  const server = createServer(times, makeApp(context))
  acceptUpgrades(server, context)
  boundSilentLines(server)
  const listening = await new Promise<number | string>((settle) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      settle(
        error.code === 'EADDRINUSE'
          ? `Port ${config.port} is in use. Stop what uses it, or set PORT to another.`
          : `Cannot listen on ${config.host}:${config.port}: ${error.message}`,
      ),
    )
    server.listen(config.port, config.host, () => {
      const bound = server.address()
      settle(typeof bound === 'object' && bound ? bound.port : config.port)
    })
  })
  if (typeof listening === 'string') {
    await opened.close()
    await admin.close()
    return { failure: listening }
  }
  address ||= `http://localhost:${listening}`
  return {
    installation: opened,
    publicUrl: address,
    port: listening,
    async stop() {
      isStopping = true
      temperatureChecks.close()
      const closed = new Promise<void>((settle) => server.close(() => settle()))
      await opened.close()
      server.closeAllConnections()
      await closed
      await admin.close()
    },
  }
}

/** Where `npm run build` puts the client, seen from the compiled server. */
export const builtClient = join(import.meta.dirname, '..', 'client')
