import type { Incident } from '../../files/serviceLog.ts'
import type { Random } from '../../random.ts'
import { aService } from '../names.ts'

/** An incident and its traces: in the logs, in the latency, in the page. */
export type Outage = Incident & {
  readonly lines: number
  readonly templates: number
  /** Milliseconds. */
  readonly p99: number
  readonly minutes: number
  /** UTC. */
  readonly began: string
}

export function outageOf(random: Random): Outage {
  const incident: Incident = {
    service: aService(random),
    hour: random.int(0, 5),
    pool: random.pick([20, 32, 40]),
    upstream: random.pick(['postgres-primary', 'redis-7', 'auth-service', 'tax-service']),
  }
  return {
    ...incident,
    lines: random.int(1_200_000, 7_900_000),
    templates: random.int(140, 420),
    p99: random.int(4_100, 19_000),
    minutes: random.int(9, 47),
    began: `0${incident.hour}:${random.int(10, 49)}`,
  }
}
