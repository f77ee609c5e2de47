import { callTool, codeFailed, delegate, handOver, optional, runCode, think } from '../act.ts'
import { dedent } from '../dedent.ts'
import { type Incident, serviceLog } from '../files/serviceLog.ts'
import { deliver } from './deliver.ts'
import type { Brief, Story, Telling } from './Story.ts'

export const logTriage: Story = {
  topic: 'operations',
  sessions: ['Night shift triage', 'Gateway latency incidents', 'Post-mortems January'],
  tell,
}

function tell(brief: Brief): Telling {
  const { random, model } = brief
  const incident: Incident = {
    service: random.pick(['checkout-gateway', 'search-api', 'billing-worker', 'session-store', 'media-proxy']),
    hour: random.int(0, 5),
    pool: random.pick([20, 32, 40]),
    upstream: random.pick(['postgres-primary', 'redis-7', 'auth-service', 'tax-service']),
  }
  const { service, upstream, pool } = incident
  const lines = random.int(1_200_000, 7_900_000)
  const templates = random.int(140, 420)
  const p99 = random.int(4_100, 19_000)
  const minutes = random.int(9, 47)
  const began = `0${incident.hour}:${random.int(10, 49)}`
  const code = clusterCode(service)
  const output = `${lines.toLocaleString('en-US')} lines -> ${templates} templates\nnew since yesterday: 3\n  [  812x] connection pool exhausted (<*>/<*>)\n  [  164x] upstream ${upstream} timed out after <*> ms\n  [    1x] migration <*> holds ACCESS EXCLUSIVE\n`
  return {
    task: `${service} paged at ${began} UTC with p99 above ${Math.floor(p99 / 1000)} s. Find the cause in the logs of the last 6 hours and say what to do now.`,
    plan: dedent`
      ## Triage: ${service}, paged ${began} UTC

      - [ ] When exactly did it begin, and what *changed* at that moment?
      - [ ] Cluster the log lines, compare with yesterday's templates
      - [ ] Follow the first new template upstream
      - [ ] One cause, one action, one thing to check afterwards

      Do **not** restart anything before the heap and the pool are recorded.
      `,
    agent: 'researcher',
    assignment: `Find what changed for ${service} around ${began} UTC`,
    result: `A migration held a lock on ${upstream}; the pool of ${pool} ran dry within ${minutes} minutes`,
    begin: [
      callTool(
        'metrics.range',
        { query: `p99(${service})`, minutes: 360 },
        { baseline_ms: random.int(80, 240), peak_ms: p99, began },
        1.6,
      ),
      callTool('logs.fetch', { service, hours: 6, level: 'info' }, { lines, bytes: lines * 143 }, 21),
      think(
        model,
        `p99 rose at ${began}. Traffic, deploy or dependency?`,
        `Traffic is flat and the last deploy is 19 hours old. That leaves a dependency. I look for log templates that did not exist yesterday.`,
        3.5,
        2400,
      ),
      callTool('deploys.list', { service, hours: 24 }, { deploys: 1, last: '19 h ago', by: 'release-bot' }, 0.8),
      callTool(
        'traffic.compare',
        { service, window: '1h', against: 'same hour last week' },
        { ratio: random.number(0.94, 1.07, 2) },
        1.1,
      ),
    ],
    smooth: [
      runCode('python', code, output, random.int(31, 58)),
      callTool(
        'db.locks',
        { host: upstream, at: began },
        { blocking_pid: random.int(2000, 32_000), mode: 'ACCESS EXCLUSIVE', held_s: minutes * 60 },
        2.2,
      ),
      think(
        model,
        'Say the cause in one sentence and how sure you are.',
        `A migration took an exclusive lock at ${began}; every request then held its connection until it timed out, and the pool of ${pool} was empty. Confidence 0.9: times agree to the second.`,
        4.4,
        4400,
      ),
    ],
    trouble: {
      failed: codeFailed(
        'python',
        code,
        dedent`
        Traceback (most recent call last):
          File "/sandbox/cluster.py", line 6, in <module>
            for line in open(path, encoding="utf-8"):
          File "<frozen codecs>", line 322, in decode
        UnicodeDecodeError: 'utf-8' codec can't decode byte 0xe2 in position 8191: unexpected end of data
        `,
        12.5,
      ),
      diagnosis: think(
        model,
        'The log cannot be decoded. What now?',
        'The shipper cuts lines at 8 KiB, in the middle of a character. Nothing is lost by replacing the broken one: errors="replace".',
        2.8,
        3300,
      ),
      retried: runCode(
        'python',
        code.replace('encoding="utf-8"', 'encoding="utf-8", errors="replace"'),
        output,
        random.int(33, 61),
      ),
    },
    finish: [
      delegate(
        'engineer',
        'Propose the smallest safe action',
        `Cancel the migration, set lock_timeout to 3 s, then raise the pool only if the queue stays`,
        [
          callTool('runbook.find', { service, symptom: 'pool exhausted' }, { runbook: 'RB-114', steps: 5 }, 0.7),
          optional(
            think(
              model,
              'Which step of RB-114 fits?',
              'Step 2, cancel the blocker. Step 4, a restart, would only refill a pool that drains again.',
              3.2,
              2800,
            ),
          ),
        ],
      ),
      deliver(
        brief,
        () => ({ path: `logs/${service}.log`, type: 'log', content: serviceLog(incident, random.for('log')) }),
        `Log extract: ${service}, ${began}`,
      ),
      optional(handOver('reviewer', 'check the sequence of events before it goes to the post-mortem')),
      deliver(
        brief,
        () => ({ path: 'output/report.md', type: 'report', content: report(incident, { began, minutes, p99 }) }),
        `Post-mortem: lock on ${upstream} emptied the pool of ${service}`,
      ),
      think(
        model,
        'Write the message for the incident channel.',
        `:mag: **${service}**: cause found. A migration locked \`${upstream}\` at ${began}. Cancel it, p99 recovers within a minute. Follow-up: \`lock_timeout\` for all migrations.`,
        3.6,
        5000,
      ),
    ],
    impasse: {
      query: `log templates ${service} truncated lines`,
      found: 'log shipper changelog: max_line 8 KiB, splits without a marker',
      idea: 'Fetch the raw journal from the hosts instead of the shipped log.',
      conclusion: `The journal of ${service} was rotated ${random.int(20, 50)} minutes ago: the first minutes of the incident exist nowhere any more. A person must decide whether to restart.`,
    },
    ending: `Cause found in ${minutes} minutes: exclusive lock on ${upstream}.`,
  }
}

const clusterCode = (service: string) => dedent`
  from drain3 import TemplateMiner
  path = "logs/${service}.log"
  miner = TemplateMiner(load="yesterday.bin")
  known = {c.cluster_id for c in miner.drain.clusters}
  count = 0
  for line in open(path, encoding="utf-8"):
      miner.add_log_message(line[34:])
      count += 1
  new = [c for c in miner.drain.clusters if c.cluster_id not in known]
  print(f"{count:,} lines -> {len(miner.drain.clusters)} templates")
  print("new since yesterday:", len(new))
  for c in sorted(new, key=lambda c: -c.size):
      print(f"  [{c.size:5}x] {c.get_template()}")
  `

const report = (
  { service, upstream, pool }: Incident,
  { began, minutes, p99 }: { readonly began: string; readonly minutes: number; readonly p99: number },
) => dedent`
  # Incident: ${service} slow for ${minutes} minutes

  **Cause.** A schema migration took an \`ACCESS EXCLUSIVE\` lock on \`${upstream}\`; requests kept their
  connections while they waited, and the pool of ${pool} ran dry.

  | time (UTC) | what happened |
  |---|---|
  | ${began} | migration takes the lock |
  | + 40 s | first \`connection pool exhausted\` |
  | + 2 min | p99 reaches ${p99} ms, page sent |
  | + ${minutes} min | migration cancelled, latency back to normal |

  ## What helped

  - comparing log *templates* with yesterday's, not single lines
  - the lock table, which still knew the blocking process

  ## What to change

  1. \`SET lock_timeout = '3s'\` in every migration
  2. an alert on pool use above 80 % for one minute
  3. log lines longer than 8 KiB get a marker where they are cut

  \`\`\`sql
  SELECT pg_cancel_backend(blocking_pid) FROM lock_monitor WHERE held_s > 30;
  \`\`\`
  `
