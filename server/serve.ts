/** Serves an installation on one port: pages, API, events and sockets; and stops in good order. */
import { createServer } from 'node:http'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { type AdminSocket, openAdminSocket } from './administration/admin-socket.ts'
import { administer } from './administration/administer.ts'
import { noUpgrade, type Upgrading } from './administration/upgrade.ts'
import { makeApp } from './app.ts'
import { type Clock, systemClock } from './clock.ts'
import type { Config } from './config.ts'
import type { HttpContext } from './http/context.ts'
import { openDueStreams } from './http/due-streams.ts'
import { openMemberPace } from './http/member-pace.ts'
import { openRoomPresences } from './http/room-presence.ts'
import { openSharedAnswers } from './http/shared-answers.ts'
import { boundSilentLines } from './http/silent-lines.ts'
import { releaseOf } from './http/static-client.ts'
import { openTemperatureChecks } from './http/temperature-checks.ts'
import { acceptUpgrades } from './http/upgrade.ts'
import { type Installation, openInstallation } from './installation.ts'
import type { DataFolderFailure } from './store/data-folder.ts'

export interface ServedInstallation {
  readonly installation: Installation
  /** The address that people use. */
  readonly publicUrl: string
  readonly port: number
  stop(): Promise<void>
}

/**
 * How long a request may take to arrive, in milliseconds. A body is also timed by its length (`unfinished.ts`): the longest takes
 * so long over the slowest line.
 */
const times = {
  headersTimeout: 15_000,
  requestTimeout: 20 * 60_000,
  connectionsCheckingInterval: 5000,
  // Longer than browsers and proxies keep a line that says nothing: whoever closes it first must not be asked on it at that moment.
  keepAliveTimeout: 125_000,
}

/** Lines that wait to be taken in: a hall that comes back from a lost network comes at once, and is not turned down by the system. */
const waitingLines = 4096

/** Starts serving; a failure is one line for the administrator. */
export async function serve(
  config: Config,
  clientFolder: string,
  log: Logger,
  clock: Clock = systemClock,
  upgrading: Upgrading = noUpgrade,
): Promise<ServedInstallation | DataFolderFailure> {
  const { dataFolder } = config
  let address = config.publicUrl ?? ''
  const opened = await openInstallation(dataFolder, config.limits, log, clock, upgrading)
  if ('failure' in opened) return opened
  let admin: AdminSocket
  try {
    admin = await openAdminSocket(dataFolder, (operation) =>
      administer(opened, dataFolder, address, operation),
    )
  } catch (cause) {
    await opened.close()
    return { failure: `The data folder ${dataFolder} takes no socket: ${String(cause)}` }
  }
  let isStopping = false
  const temperatureChecks = openTemperatureChecks(clock)
  const { turns } = opened
  const context: HttpContext = {
    ...opened,
    answers: openSharedAnswers(turns),
    dueStreams: openDueStreams(turns),
    presences: openRoomPresences(),
    temperatureChecks,
    memberPace: openMemberPace(opened.metrics, config.trustedProxies, () => clock.now().getTime()),
    log,
    publicUrl: () => address,
    isSecure: address.startsWith('https:'),
    heartbeat: config.heartbeat,
    trustedProxies: config.trustedProxies,
    followers: config.limits.followers,
    clientFolder,
    release: releaseOf(clientFolder),
    now: () => clock.now(),
    isReady: () => !isStopping && opened.store.isWritable(),
  }
  const app = makeApp(context)
  // A hall that asks at once is answered in slices, and whoever types meanwhile is heard in between.
  const server = createServer(times, (request, response) => {
    void turns.rest().then(() => app(request, response))
  })
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
    server.listen({ port: config.port, host: config.host, backlog: waitingLines }, () => {
      const bound = server.address()
      settle(typeof bound === 'object' && bound ? bound.port : config.port)
    })
  })
  if (typeof listening === 'string') {
    await admin.close()
    await opened.close()
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
      // Its name in the folder goes now, while the folder is ours; what it is asked may still be answered.
      const doorClosed = admin.close()
      const closed = new Promise<void>((settle) => server.close(() => settle()))
      await opened.close()
      server.closeAllConnections()
      await closed
      await doorClosed
    },
  }
}

/** Where `npm run build` puts the client, seen from the built server. */
export const builtClient = join(import.meta.dirname, '..', 'client')
