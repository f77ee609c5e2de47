import { callTool, delegate, handOver, optional, think } from '../../act.ts'
import { serviceLog } from '../../files/serviceLog.ts'
import { deliver } from '../deliver.ts'
import type { Brief, Step } from '../Story.ts'
import { clusterCode, clusterTraceback } from './clusterCode.ts'
import type { Outage } from './Outage.ts'
import { report } from './report.ts'

export function triageStep(brief: Brief, outage: Outage): Step {
  const { random, model } = brief
  const { lines, templates, p99, minutes, began, service, pool, upstream } = outage
  const output = `${lines.toLocaleString('en-US')} lines -> ${templates} templates\nnew since yesterday: 3\n  [  812x] connection pool exhausted (<*>/<*>)\n  [  164x] upstream ${upstream} timed out after <*> ms\n  [    1x] migration <*> holds ACCESS EXCLUSIVE\n`
  const code = clusterCode(outage)
  return {
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
    attempt: { language: 'python', code, output, seconds: random.int(31, 58) },
    check: [
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
      failed: { traceback: clusterTraceback, seconds: 12.5 },
      diagnosis: think(
        model,
        'The log cannot be decoded. What now?',
        'The shipper cuts lines at 8 KiB, in the middle of a character. Nothing is lost by replacing the broken one: errors="replace".',
        2.8,
        3300,
      ),
      mended: {
        code: code.replace('encoding="utf-8"', 'encoding="utf-8", errors="replace"'),
        seconds: random.int(33, 61),
      },
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
        'log',
        `logs/${service}.log`,
        () => serviceLog(outage, random.for('log')),
        `Log extract: ${service}, ${began}`,
      ),
      optional(handOver('reviewer', 'check the sequence of events before it goes to the post-mortem')),
      deliver(
        brief,
        'report',
        'output/report.md',
        () => report(outage),
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
  }
}
