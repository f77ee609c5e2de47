import { by, callTool, leaving, note, runCode, think, write } from '../act.ts'
import { beside, node, type NodeDraft } from '../drafts.ts'
import type { Model } from '../models.ts'
import type { Random } from '../random.ts'
import type { Demand } from '../stories/supplyChain/Demand.ts'
import { forecastPlot } from '../stories/supplyChain/forecastPlot.ts'
import { leadTimeTable, order, proposal, simulation, SUPPLIERS } from './orderTexts.ts'

/** What followed the forecast, from the lead times to the proposal. */
export function stepsAfter(demand: Demand, model: Model, random: Random): readonly NodeDraft[] {
  const { warehouse, family, skus } = demand
  const days = random.number(11, 24, 1)
  const [simulated, formula] = [random.int(310, 390), random.int(400, 480)]
  return [
    node(
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
        { path: 'data/lead_times.csv', type: 'data', content: leadTimeTable(random.for('lead times')) },
      ),
    ),
    node(
      'parallel_1',
      'parallel',
      'Size the stocks twice',
      'planner',
      note('two branches: simulation and closed formula'),
    ),
    node(
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
    beside(
      node(
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
    ),
    node(
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
    node(
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
    node(
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
    node(
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
