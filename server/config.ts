import type { ReplyCheck } from './http/endpoint.ts'
import { isIPv4 } from 'node:net'
import * as z from 'zod/mini'
import { isPostgresUrl, mayHoldPassword } from './lib/redacted.ts'

/** The validated environment variables. Only `main.ts` reads `process.env`. */
export type Config = {
  /** 0 lets the system choose a free port. */
  readonly port: number
  readonly host: string
  readonly database:
    { readonly kind: 'embedded'; readonly dataDir: string } | { readonly kind: 'postgres'; readonly url: string }
  readonly demo: 'auto' | 'off'
  /** Allowed Host headers besides localhost, each with or without a port. */
  readonly allowedHosts: readonly string[]
  /** Whether the server was explicitly configured to listen beyond loopback. */
  readonly exposed: boolean
  readonly log: 'failures' | 'requests'
  /**
   * How long the server keeps serving after SIGTERM, in milliseconds. Undefined: only if a load balancer is polling.
   */
  readonly shutdownDelayMs: number | undefined
  readonly replyCheck: ReplyCheck
}

export type ReadConfig =
  | { readonly kind: 'read'; readonly config: Config }
  /** One sentence per invalid variable. Never includes a value, because one of them contains a password. */
  | { readonly kind: 'refused'; readonly sentences: readonly string[] }

const HOST_NAME = /^(?:[\w.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i

const setting = (check: (text: string) => boolean, error: string) => z.string().check(z.refine(check, { error }))
const oneOf = <const Words extends readonly string[]>(name: string, words: Words) =>
  z.enum(words, { error: `${name} must be ${words.join(' or ')}.` })

const Environment = z.object({
  PORT: z._default(
    setting((text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535, 'PORT must be a number from 0 to 65535.'),
    '4400',
  ),
  HOST: z._default(
    setting((text) => /^[\w.:-]+$/.test(text), 'HOST must be a host name or an IP address, without brackets or port.'),
    '127.0.0.1',
  ),
  DATA_DIR: z._default(
    setting((text) => !text.includes('\u0000') && !mayHoldPassword(text), 'DATA_DIR must be a path.'),
    '.runlens',
  ),
  DATABASE_URL: z.optional(
    setting(
      isPostgresUrl,
      'DATABASE_URL must be a URL like postgres://user:password@host:5432/database. Write @ : / ? # in a password as %40 %3A %2F %3F %23.',
    ),
  ),
  RUNLENS_DEMO: z._default(oneOf('RUNLENS_DEMO', ['auto', 'off']), 'auto'),
  ALLOWED_HOSTS: z._default(
    setting(
      (text) => listOf(text).every((host) => HOST_NAME.test(host)),
      'ALLOWED_HOSTS must be host names separated by commas, each with an optional port.',
    ),
    '',
  ),
  RUNLENS_EXPOSE_WITHOUT_AUTH: z._default(oneOf('RUNLENS_EXPOSE_WITHOUT_AUTH', ['yes', 'no']), 'no'),
  SHUTDOWN_DELAY: z.optional(
    setting(
      (text) => /^\d{1,3}(?:\.\d{1,3})?$/.test(text) && Number(text) <= 600,
      'SHUTDOWN_DELAY must be a number of seconds from 0 to 600.',
    ),
  ),
  RUNLENS_LOG: z._default(oneOf('RUNLENS_LOG', ['failures', 'requests']), 'failures'),
  NODE_ENV: z.optional(z.string()),
})

export function readConfig(environment: Readonly<Record<string, string | undefined>>): ReadConfig {
  // An empty variable counts as unset, as in shells and compose files.
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = z.safeParse(Environment, set)
  if (!parsed.success) return { kind: 'refused', sentences: parsed.error.issues.map((issue) => issue.message) }
  const env = parsed.data
  const exposed = !isLoopback(env.HOST)
  if (exposed && env.RUNLENS_EXPOSE_WITHOUT_AUTH !== 'yes') return { kind: 'refused', sentences: [BEYOND_LOOPBACK] }
  return {
    kind: 'read',
    config: {
      port: Number(env.PORT),
      host: env.HOST,
      database:
        env.DATABASE_URL === undefined
          ? { kind: 'embedded', dataDir: env.DATA_DIR }
          : { kind: 'postgres', url: env.DATABASE_URL },
      demo: env.RUNLENS_DEMO,
      allowedHosts: listOf(env.ALLOWED_HOSTS),
      exposed,
      log: env.RUNLENS_LOG,
      shutdownDelayMs: env.SHUTDOWN_DELAY === undefined ? undefined : Number(env.SHUTDOWN_DELAY) * 1000,
      // The scope of every reply is always checked; its full schema only in development and tests.
      replyCheck: env.NODE_ENV === 'development' || env.NODE_ENV === 'test' ? 'schema' : 'scope',
    },
  }
}

const BEYOND_LOOPBACK =
  'HOST is not a loopback address, and Runlens has no authentication yet, so anyone who can reach it could read every run. Use 127.0.0.1, or set RUNLENS_EXPOSE_WITHOUT_AUTH=yes to allow this.'

const isLoopback = (host: string): boolean =>
  host.toLowerCase() === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'))

const listOf = (text: string): readonly string[] =>
  text
    .split(',')
    // Host names are case-insensitive, and browsers send them in lowercase.
    .map((host) => host.trim().toLowerCase())
    .filter((host) => host !== '')

/**
 * The Host headers that the server accepts on `port`. A name without a port matches this port, and also no port, as
 * sent by a proxy on port 80 or 443.
 */
export function hostHeaders({ host, allowedHosts }: Config, port: number): readonly string[] {
  const own = ['localhost', '127.0.0.1', '[::1]', ...(WILDCARD.has(host) ? [] : [bracketed(host)])]
  const withPort = own.map((name) => `${name}:${port}`)
  const bare = port === 80 ? own : []
  const added = allowedHosts.flatMap((name) => (/:\d+$/.test(name) ? [name] : [name, `${name}:${port}`]))
  return [...new Set([...withPort, ...bare, ...added])]
}

/** The URL of the server for a user on this machine. */
export const urlOf = ({ host }: Config, port: number): string =>
  `http://${WILDCARD.has(host) ? '127.0.0.1' : bracketed(host)}:${port}`

const WILDCARD = new Set(['0.0.0.0', '::'])
const bracketed = (host: string): string => (host.includes(':') ? `[${host}]` : host)
