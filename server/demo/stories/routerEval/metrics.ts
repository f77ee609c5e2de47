import { json } from '../../files/json.ts'
import type { Random } from '../../random.ts'
import { type Evaluation, QUEUES } from './Evaluation.ts'

export const metrics = ({ version, tickets, before, after, weak }: Evaluation, random: Random) =>
  json({
    version,
    tickets,
    accuracy: { live: before, candidate: after },
    by_queue: Object.fromEntries(
      QUEUES.map((queue) => [
        queue,
        {
          precision: random.number(0.78, 0.97, 3),
          recall: queue === weak ? random.number(0.7, 0.78, 3) : random.number(0.82, 0.97, 3),
        },
      ]),
    ),
    latency_ms: { p50: random.int(380, 720), p95: random.int(900, 2100) },
    decision: 'roll out in part',
  })
