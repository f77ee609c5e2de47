import { callTool, codeFailed, delegate, handOver, note, optional, runCode, think } from '../act.ts'
import { dedent } from '../dedent.ts'
import { csv } from '../files/csv.ts'
import { COLOURS, svgPlot } from '../files/svgPlot.ts'
import type { Random } from '../random.ts'
import { deliver, deliverPlot } from './deliver.ts'
import type { Brief, Story, Telling } from './Story.ts'

export type Demand = {
  readonly warehouse: string
  readonly family: string
  readonly skus: number
  readonly weeks: number
  /** Per cent. */
  readonly naive: number
  readonly mape: number
}

export const supplyChain: Story = {
  topic: 'supply chain',
  sessions: ['Demand forecast Q1', 'Safety stock review', 'Warehouse planning'],
  tell,
}

export function demandOf(random: Random): Demand {
  const naive = random.number(19, 31, 1)
  return {
    warehouse: random.pick(['Rotterdam', 'Leipzig', 'Gdańsk', 'Lyon', 'Bilbao', 'Aarhus', 'Porto', 'Graz']),
    family: random.pick([
      'filters',
      'pump seals',
      'bearings',
      'control boards',
      'hydraulic hoses',
      'gearboxes',
      'sensors',
    ]),
    skus: random.int(180, 960),
    weeks: random.pick([8, 10, 12, 13]),
    naive,
    mape: Number((naive * random.number(0.48, 0.66, 2)).toFixed(1)),
  }
}

function tell(brief: Brief): Telling {
  const { random, model } = brief
  const demand = demandOf(random)
  const { warehouse, family, skus, weeks, naive, mape } = demand
  const rows = skus * 104 - random.int(200, 1900)
  const gaps = random.int(11, 140)
  const code = fitCode(demand)
  const output = `folds           5\nseasonal naive  ${naive} %\nmodel           ${mape} %\n`
  return {
    task: `Forecast the weekly demand for ${family} at ${warehouse}, ${weeks} weeks ahead, and propose safety stocks for a 97 % service level.`,
    plan: dedent`
      ## Demand forecast, ${family} at ${warehouse}

      1. Pull two years of weekly shipments for ${skus} SKUs
      2. Clean: stock-outs are *missing* demand, not zero demand
      3. Fit a global model, compare it with the seasonal naive forecast over 5 rolling folds
      4. Derive safety stocks from the **quantiles**, not from a normal assumption
      5. Review, then hand over the order proposal

      Success: MAPE at least 20 % better than the naive forecast.
      `,
    agent: 'analyst',
    assignment: `Forecast ${skus} SKUs of ${family} for ${weeks} weeks and back-test it`,
    result: `MAPE ${mape} % against ${naive} % of the naive forecast, over 5 folds`,
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
    smooth: [
      runCode('python', code, output, random.int(62, 140)),
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
      failed: codeFailed(
        'python',
        code,
        dedent`
        Traceback (most recent call last):
          File "/sandbox/fit.py", line 9, in <module>
            model.fit(train)
          File "/usr/lib/python3.11/site-packages/lightgbm/sklearn.py", line 1189, in fit
            super().fit(X, y, **kwargs)
        ValueError: Input contains infinity or a value too large for dtype('float32').
        `,
        9.4,
      ),
      diagnosis: think(
        model,
        'Where does the infinity come from?',
        `The price ratio divides by last week's price, which is 0 for ${random.int(2, 9)} SKUs that were given away as samples. I clip the ratio and flag those weeks.`,
        5.0,
        4100,
      ),
      retried: runCode(
        'python',
        code.replace('features(wide)', 'features(wide).clip(-8, 8)'),
        output,
        random.int(70, 150),
      ),
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
            `${Array.from({ length: 5 }, () => `SKU-${random.int(10_000, 99_999)}   ${random.int(9_000, 48_000)}`).join('\n')}\n…\n`,
            4.8,
          ),
          optional(note(`capped SKU-${random.int(10_000, 99_999)} at the 12-month maximum`)),
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
        () => ({ path: 'output/forecast.csv', type: 'data', content: forecastTable(demand, random.for('table')) }),
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
    impasse: {
      query: 'lightgbm infinity float32 after clipping',
      found: 'LightGBM FAQ: infinite values in categorical encodings',
      idea: 'Drop the price features altogether and fit on calendar and lags only.',
      conclusion: `Without prices the model is worse than the naive forecast (${(naive * 1.08).toFixed(1)} % against ${naive} %). The price table of ${warehouse} needs mending first.`,
    },
    ending: `Forecast for ${skus} SKUs delivered: MAPE ${mape} %, naive ${naive} %.`,
  }
}

const fitCode = ({ weeks }: Demand) => dedent`
  import lightgbm as lgb
  from backtest import rolling_folds, mape

  X = features(wide)
  scores = []
  for train, test in rolling_folds(X, folds=5, horizon=${weeks}):
      model = lgb.LGBMRegressor(objective="quantile", alpha=0.5,
                                n_estimators=600, num_leaves=63)
      model.fit(train.X, train.y)
      scores.append(mape(test.y, model.predict(test.X)))
  print("folds          ", len(scores))
  print("seasonal naive ", naive_score)
  print("model          ", np.mean(scores).round(1), "%")
  `

/** Weekly history and forecast with its band. */
export function forecastPlot({ warehouse, family, weeks, mape }: Demand, random: Random): string {
  const level = random.int(900, 2400)
  const season = (week: number) => level * (1 + 0.22 * Math.sin((week / 52) * 2 * Math.PI + 2.5) + week * 0.0016)
  const history = Array.from(
    { length: 78 },
    (_, week) => [week - 77, season(week) + random.normal() * level * 0.07] as const,
  )
  const ahead = Array.from({ length: weeks + 1 }, (_, week) => [week, season(week + 77)] as const)
  const spread = (week: number) => level * (0.05 + 0.012 * week)
  return svgPlot({
    title: `Weekly demand for ${family}, ${warehouse}`,
    subtitle: `${weeks} weeks ahead with the 80 % band; back-test MAPE ${mape} %`,
    x: { label: 'Weeks from now', min: -80, max: weeks + 3 },
    y: { label: 'Units a week', min: 0, max: Math.ceil((level * 1.7) / 100) * 100 },
    series: [
      {
        label: '80 % band',
        colour: COLOURS.orange,
        kind: 'band',
        data: ahead.map(([x, y]) => [x, y - spread(x), y + spread(x)] as const),
      },
      { label: 'shipped', colour: COLOURS.blue, kind: 'line', data: history },
      { label: 'forecast', colour: COLOURS.orange, kind: 'dashed', data: ahead },
    ],
  })
}

/** Forty SKUs by week, lower, middle and upper quantile. */
export function forecastTable({ weeks }: Demand, random: Random): string {
  const rows = Array.from({ length: 40 }, () => `SKU-${random.int(10_000, 99_999)}`).flatMap((sku) => {
    const level = random.int(12, 190)
    return Array.from({ length: weeks }, (_, week) => {
      const middle = Math.max(1, Math.round(level * (1 + 0.01 * week) + random.normal() * 3))
      return [sku, week + 1, Math.round(middle * 0.8), middle, Math.round(middle * 1.27)] as const
    })
  })
  return csv(['sku', 'week', 'p10', 'p50', 'p90'], rows)
}
