import { callTool, delegate, handOver, note, optional, runCode, think } from '../../act.ts'
import { dedent } from '../../dedent.ts'
import { deliver, deliverPlot } from '../deliver.ts'
import { aSku } from '../names.ts'
import type { Brief, Step } from '../Story.ts'
import type { Demand } from './Demand.ts'
import { fitCode, fitTraceback } from './fitCode.ts'
import { forecastPlot } from './forecastPlot.ts'
import { forecastTable } from './forecastTable.ts'

export function demandStep(brief: Brief, demand: Demand): Step {
  const { random, model } = brief
  const { warehouse, family, skus, weeks, naive, mape } = demand
  const rows = skus * 104 - random.int(200, 1900)
  const gaps = random.int(11, 140)
  const output = `folds           5\nseasonal naive  ${naive} %\nmodel           ${mape} %\n`
  const code = fitCode(demand)
  return {
    begin: [
      callTool('warehouse.query', { site: warehouse, family, since: '2024-01-01' }, { rows, skus, columns: 7 }, 5.8),
      runCode(
        'python',
        dedent`
        df = pd.read_parquet("shipments.parquet")
        out = df[(df.on_hand == 0) & (df.shipped == 0)]
        print(f"{len(df):,} rows, {out.sku.nunique()} SKUs with stock-outs")
        `,
        `${rows.toLocaleString('en-US')} rows, ${gaps} SKUs with stock-outs\n`,
        3.6,
      ),
      think(
        model,
        `How should ${gaps} SKUs with stock-outs enter the fit?`,
        `As missing values. A week without stock says nothing about demand; counted as zero it would teach the model to order less of what sells out.`,
        4.4,
      ),
      runCode(
        'python',
        dedent`
        df.loc[out.index, "shipped"] = np.nan
        wide = df.pivot(index="week", columns="sku", values="shipped")
        print(wide.shape, f"{wide.isna().mean().mean():.1%} missing")
        `,
        `(104, ${skus}) ${random.number(1.1, 6.8, 1)}% missing\n`,
        2.9,
      ),
      callTool(
        'calendar.holidays',
        { country: 'EU', years: '2024-2026' },
        { holidays: 41, shifted_weeks: random.int(5, 9) },
        0.9,
      ),
    ],
    attempt: { language: 'python', code, output, seconds: random.int(62, 140) },
    check: [
      think(
        model,
        'Is the gain real or one lucky fold?',
        `The model wins in all five folds; the smallest gain is ${random.number(4, 8, 1)} points. I trust it.`,
        3.9,
        3300,
      ),
      callTool('metrics.log', { experiment: `${family}-${weeks}w`, mape }, { step: 1, stored: true }, 0.5),
    ],
    trouble: {
      failed: { traceback: fitTraceback, seconds: 9.4 },
      diagnosis: think(
        model,
        'Where does the infinity come from?',
        `The price ratio divides by last week's price, which is 0 for ${random.int(2, 9)} SKUs that were given away as samples. I clip the ratio and flag those weeks.`,
        5.0,
        4100,
      ),
      mended: { code: code.replace('features(wide)', 'features(wide).clip(-8, 8)'), seconds: random.int(70, 150) },
    },
    finish: [
      delegate(
        'reviewer',
        'Check the safety stocks of the ten dearest SKUs',
        'Nine are plausible; one rests on a single large order and is capped',
        [
          runCode(
            'python',
            dedent`
            q = model.quantile(0.97, horizon=lead_time)
            top = (q * price).nlargest(10)
            print(top.round(0).to_string())
            `,
            `${Array.from({ length: 5 }, () => `${aSku(random)}   ${random.int(9_000, 48_000)}`).join('\n')}\n…\n`,
            4.8,
          ),
          optional(note(`capped ${aSku(random)} at the 12-month maximum`)),
        ],
      ),
      optional(handOver('plot_agent', 'one chart: history, forecast, 80 % band')),
      deliverPlot(
        brief,
        'output/forecast.svg',
        () => forecastPlot(demand, random.for('plot')),
        `Chart: ${family} at ${warehouse}, ${weeks} weeks ahead`,
      ),
      deliver(
        brief,
        'data',
        'output/forecast.csv',
        () => forecastTable(demand, random.for('table')),
        `Forecast table: ${skus} SKUs, ${weeks} weeks`,
      ),
      think(
        model,
        'Summarise for the planner in two sentences.',
        `Demand for ${family} at ${warehouse} will rise about ${random.int(2, 11)} % by week ${weeks}. The proposal ties up ${random.int(40, 320)} k€ less than today's stock at the same service level.`,
        4.2,
        4700,
      ),
    ],
  }
}
