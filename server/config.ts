/** The administrator's settings from the environment, validated before anything starts. */
import { resolve } from 'node:path'
import { z } from 'zod'
import type { TextRoomsLimits } from './sync/text-rooms-door.ts'

const wholeNumber = (least: number, most: number) => {
  const error = `must be a number from ${least} to ${most}`
  return z.coerce.number({ error }).int(error).min(least, error).max(most, error)
}

const Environment = z.object({
  PORT: wholeNumber(0, 65535).default(3000),
  HOST: z.string().min(1, 'must name a host or an address').default('localhost'),
  DATA_DIR: z.string().min(1, 'must name a folder').default('./data'),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'must be an address such as https://adref.example.org' })
    .optional(),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'must be fatal, error, warn, info, debug, trace or silent',
    })
    .default('info'),
  MEMBER_MESSAGES_PER_SECOND: wholeNumber(1, 1_000_000).default(100),
  MEMBER_SOCKETS: wholeNumber(1, 100_000).default(200),
  TEXT_MEMORY_MB: wholeNumber(16, 1_000_000).default(1024),
  HEARTBEAT_SECONDS: wholeNumber(1, 60).default(10),
  TRUST_PROXY: wholeNumber(0, 10).default(0),
})

export interface Config {
  readonly port: number
  readonly host: string
  readonly dataFolder: string
  /** Undefined until the port is known: then http://localhost:PORT. */
  readonly publicUrl: string | undefined
  readonly logLevel: z.infer<typeof Environment>['LOG_LEVEL']
  readonly limits: TextRoomsLimits
  /** How often every stream of events says that it still flows, in milliseconds. */
  readonly heartbeat: number
  /** How many proxies before the server are the administrator's own, and believed about whom they forward. */
  readonly trustedProxies: number
}

export type ConfigReading =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly complaints: readonly string[] }

/** Reads the settings; each complaint is one line that names its variable. */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
): ConfigReading {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  )
  const parsed = Environment.safeParse(given)
  if (!parsed.success)
    return {
      ok: false,
      complaints: parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`),
    }
  const { PORT, HOST, DATA_DIR, PUBLIC_URL, LOG_LEVEL } = parsed.data
  const { MEMBER_MESSAGES_PER_SECOND, MEMBER_SOCKETS, TEXT_MEMORY_MB } = parsed.data
  const { HEARTBEAT_SECONDS, TRUST_PROXY } = parsed.data
  return {
    ok: true,
    config: {
      port: PORT,
      host: HOST,
      dataFolder: resolve(DATA_DIR),
      publicUrl: PUBLIC_URL?.replace(/\/+$/, ''),
      logLevel: LOG_LEVEL,
      trustedProxies: TRUST_PROXY,
      limits: {
        messagesPerSecond: MEMBER_MESSAGES_PER_SECOND,
        socketsPerMember: MEMBER_SOCKETS,
        memoryBytes: TEXT_MEMORY_MB * 1024 * 1024,
      },
      heartbeat: HEARTBEAT_SECONDS * 1000,
    },
  }
}
