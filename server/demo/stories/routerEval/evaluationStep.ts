import { callTool, delegate, handOver, optional, runCode, think } from '../../act.ts'
import { dedent } from '../../dedent.ts'
import { deliver, deliverPlot } from '../deliver.ts'
import type { Brief, Step } from '../Story.ts'
import { confusion } from './confusion.ts'
import { evalCode, evalTraceback } from './evalCode.ts'
import { type Evaluation, QUEUES } from './Evaluation.ts'
import { metrics } from './metrics.ts'

export function evaluationStep(brief: Brief, evaluation: Evaluation): Step {
  const { random, model } = brief
  const { version, tickets, before, after, weak, share } = evaluation
  const output = `${tickets} tickets, 5 queues\naccuracy ${before} % -> ${after} %\nworst queue: ${weak}\n`
  const code = evalCode(evaluation)
  return {
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
    attempt: { language: 'python', code, output, seconds: random.int(140, 320) },
    check: [
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
      failed: { traceback: evalTraceback, seconds: 51 },
      diagnosis: think(
        model,
        'Rate limited after a third of the tickets.',
        `64 calls at once is more than the key allows. I take 12 at once, wait as Retry-After says, and continue from the ${Math.round(tickets / 3)} answers that I have.`,
        3.1,
        3600,
      ),
      mended: { code: code.replace('prompt))', 'prompt, at_once=12, resume=True))'), seconds: random.int(280, 460) },
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
        'data',
        'output/metrics.json',
        () => metrics(evaluation, random.for('metrics')),
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
  }
}
