import { type Act, become, by, callTool, leaving, note, runCode, think, write } from './act.ts'
import { dedent } from './dedent.ts'
import { branch, edge, namedNode, type NodeDraft, type RunDraft } from './drafts.ts'
import { csv } from './files/csv.ts'
import { forecastPlot } from './stories/supplyChain.ts'
import type { Demand } from './stories/supplyChain.ts'
import type { Model } from './models.ts'
import type { Random } from './random.ts'

const SUPPLIERS = 38

/**
 * The first run of all went further than one step: after its forecast it sized the safety stocks on two branches, had
 * them reviewed and approved, and wrote the order proposal. No other run used these names, so nothing of them was lost.
 */
export function longChain(draft: RunDraft, demand: Demand, model: Model, random: Random): RunDraft {
  const [planning, step1, terminator] = draft.nodes
  if (!planning || !step1 || !terminator) throw new Error('the first run lacks one of its three nodes')
  const plan = { path: 'plan.md', type: 'plan', content: planText(demand) } as const
  return {
    ...draft,
    mode: 'human_in_the_loop',
    opening: [
      become('draft', 'planning', 'new task from the planning board'),
      become('planning', 'executing', 'plan accepted by lena.brandt'),
    ],
    nodes: [
      { ...planning, acts: planning.acts.map((act) => leaving(act, plan)) },
      step1,
      ...stepsAfter(demand, model, random),
      terminator,
    ],
    closing: [
      note(`order proposal for ${demand.warehouse} sent to the planning board`),
      become('executing', 'completed', 'all steps done, one approval granted'),
    ],
    edges: [
      edge('planning', 'step_1'),
      edge('step_1', 'terminator', 'the plan has no further step'),
      edge('step_1', 'step_2', 'the plan has further steps'),
      edge('step_2', 'parallel_1'),
      branch('parallel_1', 'step_3'),
      branch('parallel_1', 'step_4'),
      branch('step_3', 'step_5'),
      branch('step_4', 'step_5'),
      edge('step_5', 'review'),
      edge('review', 'approval', 'the review finds no fault'),
      edge('review', 'terminator', 'the review finds a fault'),
      edge('approval', 'step_6', 'approved'),
      edge('step_6', 'terminator'),
    ],
  }
}

function stepsAfter(demand: Demand, model: Model, random: Random): readonly NodeDraft[] {
  const { warehouse, family, skus } = demand
  const days = random.number(11, 24, 1)
  const [simulated, formula] = [random.int(310, 390), random.int(400, 480)]
  const leadTimes = {
    path: 'data/lead_times.csv',
    type: 'data',
    content: leadTimeTable(random.for('lead times')),
  } as const
  const step = (id: string, type: string, label: string, agent: string, ...acts: readonly Act[]): NodeDraft => ({
    ...namedNode(id, type, agent, 'completed', acts, true),
    meta: { label },
  })
  return [
    step(
      'step_2',
      'agent',
      'Collect lead times',
      'researcher',
      callTool(
        'erp.lead_times',
        { site: warehouse, family, suppliers: SUPPLIERS },
        { orders: random.int(900, 4000), mean_days: days },
        5.5,
      ),
      leaving(
        runCode(
          'python',
          'lt = orders.groupby("supplier").days.describe()\nprint(lt["mean"].mean().round(1), "days,", len(lt), "suppliers")\n',
          `${days} days, ${SUPPLIERS} suppliers\n`,
          2.6,
        ),
        leadTimes,
      ),
    ),
    step(
      'parallel_1',
      'parallel',
      'Size the stocks twice',
      'planner',
      note('two branches: simulation and closed formula'),
    ),
    step(
      'step_3',
      'agent',
      'Simulate safety stocks',
      'engineer',
      leaving(
        runCode(
          'python',
          simulation(skus),
          `10000 paths x ${skus} SKUs\nservice level  97.1 %\nstock value    ${simulated} kEUR\n`,
          96,
        ),
        { path: 'src/simulate_stock.py', type: 'code', content: simulation(skus) },
      ),
      think(
        model,
        'Is 97.1 % above the target by luck?',
        'With 10,000 paths the standard error is 0.17 points: the target is met, barely.',
        3.2,
        2900,
      ),
    ),
    {
      ...step(
        'step_4',
        'agent',
        'Safety stocks by formula',
        'analyst',
        runCode(
          'python',
          'ss = 1.88 * np.sqrt(lt_mean * sd_d**2 + d_mean**2 * lt_sd**2)\nprint(f"stock value  {(ss * price).sum() / 1000:.0f} kEUR")\n',
          `stock value  ${formula} kEUR\n`,
          2.1,
        ),
        leaving(
          think(
            model,
            'Why is the formula dearer?',
            `It assumes normal demand. ${family} sell in bursts: the formula buys stock for weeks that do not exist.`,
            4.7,
            2600,
          ),
          {
            path: 'output/forecast.svg',
            type: 'plot',
            content: forecastPlot(demand, random.for('plot')),
          },
        ),
      ),
      isBeside: true,
    },
    step(
      'step_5',
      'agent',
      'Compare both',
      'analyst',
      think(
        model,
        'Which of the two should the order follow?',
        `The simulation: same service level, **${formula - simulated} k€** less stock. The formula stays as a check on single SKUs.`,
        5.1,
        3800,
      ),
    ),
    step(
      'review',
      'control',
      'Review',
      'reviewer',
      think(
        'claude-sonnet-4-5',
        'Review the comparison. Look for a reason to stop.',
        'No fault found. Two SKUs have a single supplier; I ask for a human eye on them.',
        6.4,
        6100,
      ),
    ),
    step(
      'approval',
      'approval',
      'Approve the order',
      'planner',
      by('lena.brandt', {
        event_type: 'approval_requested',
        event_subtype: 'complete',
        status: 'completed',
        seconds: 1520,
        inputs: {
          question: `Order ${family} for ${warehouse} by the simulated stocks?`,
          options: ['approve', 'reject'],
        },
        outputs: { answer: 'approve', comment: 'Fine. Please list the two single-source SKUs first.' },
      }),
    ),
    step(
      'step_6',
      'agent',
      'Write the proposal',
      'writer',
      leaving(
        think(
          model,
          'Write the proposal, single-source SKUs first.',
          `## Order proposal ${warehouse}\n\n${skus} SKUs, stock value ${simulated} k€, service level 97.1 %. Single-source SKUs come first, with a week of extra cover.`,
          7.3,
          4400,
        ),
        { path: 'output/order.json', type: 'data', content: order(demand, simulated, random.for('order')) },
      ),
      write({ path: 'output/report.md', type: 'report', content: proposal(demand, simulated, formula) }),
    ),
  ]
}

const planText = ({ warehouse, family, weeks }: Demand) => dedent`
  # Plan: ${family}, ${warehouse}

  1. \`step_1\` forecast demand for ${weeks} weeks
  2. \`step_2\` collect lead times of ${SUPPLIERS} suppliers
  3. in parallel: \`step_3\` simulate, \`step_4\` closed formula
  4. \`step_5\` compare, then review and **human approval**
  5. \`step_6\` write the order proposal
  `

const simulation = (skus: number) => dedent`
  """Safety stocks by simulation: demand and lead time drawn together."""
  import numpy as np

  rng = np.random.default_rng(2026)
  paths, skus = 10_000, ${skus}
  demand = bootstrap_weeks(history, paths, rng)        # keeps bursts together
  lead = rng.choice(lead_times, size=(paths, skus))
  cover = np.quantile(demand_over(demand, lead), 0.97, axis=0)
  served = (demand_over(demand, lead) <= cover).mean()
  print(f"{paths} paths x {skus} SKUs")
  print(f"service level  {served:.1%}")
  print(f"stock value    {(cover * price).sum() / 1000:.0f} kEUR")
  `

const leadTimeTable = (random: Random) =>
  csv(
    ['supplier', 'order', 'ordered', 'days'],
    Array.from({ length: SUPPLIERS }, (_, index) => `S-${String(index + 1).padStart(3, '0')}`).flatMap((supplier) => {
      const mean = random.int(6, 31)
      return Array.from(
        { length: 9 },
        (_, order) =>
          [
            supplier,
            order + 1,
            `2025-${String(order + 3).padStart(2, '0')}-${random.int(10, 28)}`,
            Math.max(2, Math.round(mean + random.normal() * mean * 0.2)),
          ] as const,
      )
    }),
  )

const proposal = (
  { warehouse, family, skus, weeks, mape, naive }: Demand,
  simulated: number,
  formula: number,
) => dedent`
  # Order proposal: ${family}, ${warehouse}

  | | simulation | formula |
  |---|---:|---:|
  | service level | 97.1 % | 97.0 % |
  | stock value | ${simulated} k€ | ${formula} k€ |

  The forecast covers ${skus} SKUs for ${weeks} weeks (MAPE ${mape} %, naive ${naive} %).

  ## Order first

  - the two single-source SKUs, with a week of extra cover
  - everything whose stock ends before the next review

  \`\`\`python
  cover = np.quantile(demand_over(demand, lead), 0.97, axis=0)
  \`\`\`

  Approved by a person before it was written.
  `

const order = ({ warehouse, family }: Demand, simulated: number, random: Random) =>
  `${JSON.stringify(
    {
      warehouse,
      family,
      stock_value_keur: simulated,
      service_level: 0.971,
      lines: Array.from({ length: 24 }, (_, index) => ({
        sku: `SKU-${random.int(10_000, 99_999)}`,
        supplier: `S-${String(random.int(1, SUPPLIERS)).padStart(3, '0')}`,
        quantity: random.int(4, 90) * 10,
        single_source: index < 2,
      })),
    },
    null,
    2,
  )}\n`
