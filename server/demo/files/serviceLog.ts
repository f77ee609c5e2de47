import type { Random } from '../random.ts'

export type Incident = {
  readonly service: string
  /** UTC hour in which it began. */
  readonly hour: number
  /** Connections in the pool. */
  readonly pool: number
  readonly upstream: string
}

const LINES = 3400
/** The share of the log after which the pool runs dry. */
const TROUBLE_FROM = 0.55
const TROUBLE_TO = 0.82

const COLOUR = { INFO: '\u001b[32m', WARN: '\u001b[33m', ERROR: '\u001b[31m', DEBUG: '\u001b[90m' } as const
const RESET = '\u001b[0m'

/** A service's log with terminal colours: quiet, then a pool that runs dry, then recovery. */
export function serviceLog({ service, hour, pool, upstream }: Incident, random: Random): string {
  let millis = (hour * 60 + 2) * 60_000
  const lines = Array.from({ length: LINES }, (_, index) => {
    millis += random.int(4, 1900)
    const isTrouble = index > LINES * TROUBLE_FROM && index < LINES * TROUBLE_TO
    const [level, words] = isTrouble ? troubled(random, pool, upstream) : quiet(random, pool, service)
    const time = new Date(millis).toISOString().slice(11, 23)
    return `${time} ${COLOUR[level]}${level.padEnd(5)}${RESET} ${service}[${7000 + (index % 4)}] ${words}\n`
  })
  return lines.join('')
}

type Line = readonly [keyof typeof COLOUR, string]

function quiet(random: Random, pool: number, service: string): Line {
  const dice = random.next()
  const request = random.int(0x100000, 0xffffff).toString(16)
  if (dice < 0.72)
    return [
      'INFO',
      `req=${request} ${random.pick(['GET', 'POST'])} ${random.pick(['/v2/cart', '/v2/items', '/v2/price', '/health'])} 200 ${random.int(6, 240)}ms`,
    ]
  if (dice < 0.9) return ['DEBUG', `pool in_use=${random.int(1, Math.ceil(pool / 3))}/${pool} waiting=0`]
  if (dice < 0.975)
    return ['INFO', `cache ${service} hit_ratio=${random.number(0.88, 0.99, 3)} evicted=${random.int(0, 40)}`]
  return ['WARN', `req=${request} slow response, ${random.int(900, 1900)}ms, retry budget ${random.int(80, 100)}%`]
}

function troubled(random: Random, pool: number, upstream: string): Line {
  const dice = random.next()
  const request = random.int(0x100000, 0xffffff).toString(16)
  if (dice < 0.34)
    return ['ERROR', `req=${request} connection pool exhausted (${pool}/${pool}), waiting=${random.int(12, 480)}`]
  if (dice < 0.58)
    return [
      'WARN',
      `upstream ${upstream} timed out after ${random.int(3000, 15_000)} ms, attempt ${random.int(1, 3)}/3`,
    ]
  if (dice < 0.74) return ['ERROR', `req=${request} POST /v2/cart 503 ${random.int(5000, 19_000)}ms`]
  if (dice < 0.9) return ['INFO', `req=${request} GET /health 200 ${random.int(6, 60)}ms`]
  return ['DEBUG', `pool in_use=${pool}/${pool} waiting=${random.int(12, 480)}`]
}
