import { callTool, codeFailed, delegate, handOver, optional, runCode, think } from '../act.ts'
import { dedent } from '../dedent.ts'
import { VIRIDIS } from '../files/Canvas.ts'
import { heatMap } from '../files/heatMap.ts'
import type { Random } from '../random.ts'
import { deliver, deliverPlot } from './deliver.ts'
import type { Brief, Story, Telling } from './Story.ts'

export const routerEval: Story = {
  topic: 'support quality',
  sessions: ['Ticket router evaluation', 'Prompt variants for triage', 'Queue quality'],
  tell,
}

const QUEUES = ['billing', 'login', 'refund', 'outage', 'other'] as const

type Evaluation = {
  readonly version: string
  readonly tickets: number
  /** Per cent, before and after. */
  readonly before: number
  readonly after: number
  readonly weak: (typeof QUEUES)[number]
}

function tell(brief: Brief): Telling {
  const { random, model } = brief
  const before = random.number(78, 86, 1)
  const evaluation: Evaluation = {
    version: `v${random.int(3, 9)}.${random.int(0, 14)}`,
    tickets: random.int(600, 2400),
    before,
    after: Number((before + random.number(2.4, 7.8, 1)).toFixed(1)),
    weak: random.pick(['refund', 'other', 'login']),
  }
  const { version, tickets, after, weak } = evaluation
  const code = evalCode(version)
  const output = `${tickets} tickets, 5 queues\naccuracy ${before} % -> ${after} %\nworst queue: ${weak}\n`
  const share = random.int(31, 58)
  return {
    task: `Evaluate router prompt ${version} on ${tickets} labelled tickets. Where does it go wrong, and is it safe to roll out to ${share} % of the traffic?`,
    plan: dedent`
      ## Evaluation of router ${version}

      1. Draw a *stratified* sample, ${tickets} tickets, two labels each
      2. Run old and new prompt on the same tickets
      3. Confusion by queue; read **all** errors in \`${weak}\`
      4. Check cost and latency
      5. Recommend: roll out, hold, or change

      Roll-out rule: no queue may lose more than 1 point.
      `,
    agent: 'analyst',
    assignment: `Compare ${version} with the live prompt on ${tickets} tickets`,
    result: `${before} % → ${after} %, every queue at least as good; ${weak} is still the weakest`,
    begin: [
      callTool(
        'tickets.sample',
        { size: tickets, stratify: 'queue', labelled: true },
        { tickets, agreement: random.number(0.86, 0.95, 2) },
        4.2,
      ),
      runCode(
        'python',
        dedent`
        df = pd.read_json("tickets.jsonl", lines=True)
        print(df.queue.value_counts().to_string())
        `,
        `${QUEUES.map((queue, index) => `${queue.padEnd(8)} ${Math.round(tickets * (0.34 - index * 0.07))}`).join('\n')}\n`,
        1.8,
      ),
      think(
        model,
        'Two labellers disagree on some tickets. Keep them?',
        'Keep them and count either label as right: the router cannot be better than people are with each other.',
        3.6,
        2200,
      ),
      callTool(
        'prompts.diff',
        { from: 'live', to: version },
        { added: random.int(6, 19), removed: random.int(2, 9), examples: 4 },
        0.6,
      ),
      callTool(
        'budget.check',
        { calls: tickets * 2, model },
        { estimate_usd: random.number(1.1, 7.4, 2), allowed: true },
        0.4,
      ),
    ],
    smooth: [
      runCode('python', code, output, random.int(140, 320)),
      runCode(
        'python',
        dedent`
        low, high = bootstrap(df.new_ok - df.old_ok, n=5000)
        print(f"gain {low:.1f} to {high:.1f} points (95 %)")
        `,
        `gain ${(after - before - 1.3).toFixed(1)} to ${(after - before + 1.4).toFixed(1)} points (95 %)\n`,
        5.7,
      ),
      think(
        model,
        `What do the errors in ${weak} have in common?`,
        `Most quote an earlier ticket; the router reads the quote instead of the new sentence. Stripping quoted text should help more than another example.`,
        5.2,
        5600,
      ),
    ],
    trouble: {
      failed: codeFailed(
        'python',
        code,
        dedent`
        Traceback (most recent call last):
          File "/sandbox/evaluate.py", line 8, in <module>
            answers = asyncio.run(route_all(df.text, prompt))
          File "/sandbox/client.py", line 44, in post
            response.raise_for_status()
        httpx.HTTPStatusError: Client error '429 Too Many Requests' for url 'https://api.example.com/v1/messages'
        `,
        51,
      ),
      diagnosis: think(
        model,
        'Rate limited after a third of the tickets.',
        `64 calls at once is more than the key allows. I take 12 at once, wait as Retry-After says, and continue from the ${Math.round(tickets / 3)} answers that I have.`,
        3.1,
        3600,
      ),
      retried: runCode(
        'python',
        code.replace('prompt))', 'prompt, at_once=12, resume=True))'),
        output,
        random.int(280, 460),
      ),
    },
    finish: [
      delegate(
        'reviewer',
        `Read 30 errors in ${weak} and check the labels`,
        `${random.int(4, 8)} of 30 were labelled wrong; the true accuracy is a little higher`,
        [
          callTool('tickets.read', { queue: weak, errors_only: true, limit: 30 }, { read: 30 }, 2.7),
          optional(
            think(
              model,
              'Which labels look wrong?',
              `Tickets that ask for money back *because* of an outage: both queues are defensible.`,
              6.2,
              8100,
            ),
          ),
        ],
      ),
      optional(handOver('plot_agent', 'confusion matrix, row-normalised, in per cent')),
      deliverPlot(
        brief,
        'output/confusion.png',
        () => confusion(evaluation, random.for('matrix')),
        `Confusion: ${weak} is the weakest queue`,
      ),
      deliver(
        brief,
        () => ({ path: 'output/metrics.json', type: 'data', content: metrics(evaluation, random.for('metrics')) }),
        `Metrics: ${before} % to ${after} %`,
      ),
      think(
        model,
        'Recommend in one paragraph.',
        `Roll out ${version} to ${share} %. It gains ${(after - before).toFixed(1)} points and no queue loses. *Before* going to 100 %, strip quoted text: ${weak} would gain most.`,
        4.1,
        5200,
      ),
    ],
    impasse: {
      query: '429 Too Many Requests evaluation key quota',
      found: 'dashboard: daily token quota used up by the nightly job',
      idea: 'Evaluate a third of the sample, the part that was answered before the limit.',
      conclusion: `${Math.round(tickets / 3)} answers are too few for five queues: the interval would be wider than the gain. Repeat after midnight, when the quota is new.`,
    },
    ending: `${version}: ${after} %, recommended for ${share} % of the traffic.`,
  }
}

const evalCode = (version: string) => dedent`
  import asyncio, pandas as pd
  from client import route_all
  from prompts import load

  df = pd.read_json("tickets.jsonl", lines=True)
  for name in ("live", "${version}"):
      prompt = load(name)
      answers = asyncio.run(route_all(df.text, prompt))
      df[name] = [a in labels for a, labels in zip(answers, df.labels)]
  print(len(df), "tickets,", df.queue.nunique(), "queues")
  print(f"accuracy {df['live'].mean():.1%} -> {df['${version}'].mean():.1%}")
  print("worst queue:", df.groupby("queue")["${version}"].mean().idxmin())
  `

function confusion({ version, tickets, after, weak }: Evaluation, random: Random): Uint8Array<ArrayBuffer> {
  const values = QUEUES.map((actual, row) => {
    const right = Math.round(after + (actual === weak ? -11 : 3) + random.normal())
    const weights = QUEUES.map((_, column) => (column === row ? 0 : random.number(0.4, 2, 2)))
    const sum = weights.reduce((a, b) => a + b, 0)
    return QUEUES.map((_, column) =>
      column === row ? right : Math.round(((100 - right) * (weights[column] ?? 0)) / sum),
    )
  })
  return heatMap({
    title: `Router ${version}: confusion in %`,
    subtitle: `${tickets} tickets. rows: true queue, columns: routed to`,
    columns: QUEUES,
    rows: QUEUES,
    values,
    low: 0,
    high: 100,
    ramp: VIRIDIS,
    figure: String,
  })
}

const metrics = ({ version, tickets, before, after, weak }: Evaluation, random: Random) =>
  `${JSON.stringify(
    {
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
    },
    null,
    2,
  )}\n`
