import { callTool, codeFailed, delegate, handOver, note, optional, runCode, think } from '../act.ts'
import { dedent } from '../dedent.ts'
import { COLOURS, svgPlot } from '../files/svgPlot.ts'
import type { Random } from '../random.ts'
import { deliver, deliverPlot } from './deliver.ts'
import type { Brief, Story, Telling } from './Story.ts'

export const battery: Story = {
  topic: 'battery lab',
  sessions: ['Cell ageing campaign', 'Knee point study', 'Warranty model'],
  tell,
}

type Cells = {
  readonly batch: string
  readonly count: number
  readonly celsius: number
  readonly cycles: number
  readonly knee: number
  /** Per cent of capacity lost per square root of a cycle. */
  readonly rate: number
  /** Cycles after which 80 % is reached. */
  readonly end: number
}

function tell(brief: Brief): Telling {
  const { random, model } = brief
  const cycles = random.int(780, 1460)
  const knee = Math.round(cycles * random.number(0.68, 0.82, 2))
  const rate = random.number(0.28, 0.47, 3)
  const cells: Cells = {
    batch: `NMC-${random.int(21, 28)}-${random.pick(['A', 'B', 'C', 'D'])}`,
    count: random.int(18, 64),
    celsius: random.pick([25, 35, 45]),
    cycles,
    knee,
    rate,
    end: endOf(rate, knee),
  }
  const { batch, count, celsius, end } = cells
  const code = fitCode(cells)
  const rmse = random.number(0.21, 0.62, 2)
  const output = `cells fitted   ${count}/${count}\nrate           ${rate} %/sqrt(cycle)\nknee           ${knee} +- ${random.int(14, 48)} cycles\nRMSE           ${rmse} %\n`
  return {
    task: `Fit the capacity fade of batch ${batch} (${count} cells at ${celsius} °C) and predict when 80 % is reached. Is there a knee?`,
    plan: dedent`
      ## Capacity fade, ${batch} at ${celsius} °C

      1. Load the cycler exports, align **check-up** cycles
      2. Remove rests and aborted cycles (they look like sudden fade)
      3. Fit √n fade, then √n with a knee; compare by AIC
      4. Bootstrap over cells, not over cycles
      5. Say when 80 % is reached, with an interval
      `,
    agent: 'engineer',
    assignment: `Fit both fade models to ${count} cells of ${batch}`,
    result: `Knee at ${knee} cycles, rate ${rate} %/√cycle, RMSE ${rmse} %`,
    begin: [
      callTool(
        'lab.list_exports',
        { batch, kind: 'cycler' },
        { files: count, newest: '2026-01-0' + random.int(2, 9) },
        1.3,
      ),
      runCode(
        'python',
        dedent`
        raw = load_batch("${batch}")
        check = raw[raw.step == "C/10 discharge"]
        print(check.cell.nunique(), "cells,", len(check), "check-ups")
        `,
        `${count} cells, ${count * random.int(17, 31)} check-ups\n`,
        11.6,
      ),
      think(
        model,
        `${random.int(3, 8)} cells jump by more than 2 % between check-ups. Fade or artefact?`,
        'Each jump follows a rest of more than 40 hours: recovery, then loss. I mask the first check-up after a long rest instead of dropping the cell.',
        4.3,
        2700,
      ),
      callTool(
        'lab.chamber_log',
        { batch, celsius },
        { mean_c: celsius + random.number(-0.4, 0.6, 1), excursions: random.int(0, 3) },
        1.7,
      ),
      runCode(
        'python',
        dedent`
        clean = mask_after_rest(check, hours=40)
        print(f"{1 - len(clean) / len(check):.1%} of the check-ups masked")
        `,
        `${random.number(1.1, 5.9, 1)}% of the check-ups masked\n`,
        3.2,
      ),
    ],
    smooth: [
      runCode('python', code, output, random.int(24, 55)),
      runCode(
        'python',
        dedent`
        print("AIC  sqrt %.0f   sqrt+knee %.0f" % (aic(plain), aic(kneed)))
        `,
        `AIC  sqrt ${random.int(-1200, -900)}   sqrt+knee ${random.int(-1900, -1400)}\n`,
        1.4,
      ),
      think(
        model,
        'Does the data want the knee?',
        'Yes: the AIC falls by several hundred, and the knee lies inside the measured range for all but two cells.',
        3.7,
        3200,
      ),
    ],
    trouble: {
      failed: codeFailed(
        'python',
        code,
        dedent`
        Traceback (most recent call last):
          File "/sandbox/fit_fade.py", line 12, in <module>
            p, cov = curve_fit(kneed, n, q, p0=p0)
          File "/usr/lib/python3.11/site-packages/scipy/optimize/_minpack_py.py", line 1010, in curve_fit
            raise RuntimeError("Optimal parameters not found: " + errmsg)
        RuntimeError: Optimal parameters not found: Number of calls to function has reached maxfev = 1000.
        `,
        18.9,
      ),
      diagnosis: think(
        model,
        'The knee fit does not converge for some cells.',
        'Those cells have not reached their knee: its place is free to run away. I bound it to the measured range and start at 70 % of it.',
        4.4,
        3900,
      ),
      retried: runCode(
        'python',
        code.replace('p0=p0)', 'p0=p0, bounds=limits, max_nfev=8000)'),
        output,
        random.int(30, 66),
      ),
    },
    finish: [
      delegate(
        'analyst',
        'Bootstrap the 80 % crossing over cells',
        `80 % is reached at ${end} cycles, 90 % interval ${Math.round(end * 0.96)} to ${Math.round(end * 1.05)}`,
        [
          runCode(
            'python',
            dedent`
          draws = [crossing(resample(cells), level=0.80) for _ in range(2000)]
          print(np.percentile(draws, [5, 50, 95]).round())
          `,
            `[${Math.round(end * 0.96)}. ${end}. ${Math.round(end * 1.05)}.]\n`,
            22,
          ),
          optional(note('2 of 2000 draws had no crossing and were left out')),
        ],
      ),
      optional(handOver('plot_agent', 'all cells in grey, the fit on top')),
      deliverPlot(
        brief,
        'output/fade.svg',
        () => fadePlot(cells, random.for('plot')),
        `Fade curve: ${batch}, knee at ${knee}`,
      ),
      deliver(
        brief,
        () => ({
          path: 'src/fit_fade.py',
          type: 'code',
          content: `"""Capacity fade with a knee, fitted to batch ${batch}."""\n\n${code}`,
        }),
        `Fit script: square-root fade with a knee, batch ${batch}`,
      ),
      think(
        model,
        'Tell the warranty team what they need.',
        `At ${celsius} °C a cell of ${batch} keeps 80 % for **${end} cycles**. Until cycle ${knee} nothing warns of the end: plan for the knee, not for the slope.`,
        4.9,
        4600,
      ),
    ],
    impasse: {
      query: 'scipy curve_fit knee model does not converge',
      found: 'paper: knee identification needs 15 % fade at least',
      idea: 'Fit the plain model and bound the knee from below.',
      conclusion: `No cell of ${batch} has lost more than 9 %. The knee cannot be told from noise yet; measure ${random.int(150, 320)} more cycles.`,
    },
    ending: `${batch}: 80 % at ${end} cycles.`,
  }
}

const fitCode = ({ batch }: Cells) => dedent`
  import numpy as np
  from scipy.optimize import curve_fit

  def kneed(n, rate, knee, slope):
      return 100 - rate * np.sqrt(n) - slope * np.clip(n - knee, 0, None)

  done = []
  for cell, rows in clean.groupby("cell"):      # batch ${batch}
      n, q = rows.cycle.to_numpy(), rows.capacity_pct.to_numpy()
      p0 = (0.4, 0.7 * n.max(), 0.02)
      p, cov = curve_fit(kneed, n, q, p0=p0)
      done.append((cell, *p, rmse(q, kneed(n, *p))))
  report(done)
  `

/** Per cent of capacity after `n` cycles: a square root, and a straight loss on top after the knee. */
const capacity = (rate: number, knee: number, n: number): number =>
  100 - rate * Math.sqrt(n) - Math.max(0, n - knee) * 0.028

function endOf(rate: number, knee: number): number {
  let n = knee
  while (capacity(rate, knee, n) > 80) n += 1
  return n
}

function fadePlot({ batch, count, celsius, cycles, knee, rate, end }: Cells, random: Random): string {
  const fade = (n: number) => capacity(rate, knee, n)
  const horizon = Math.max(cycles, end) + 40
  const steps = Array.from({ length: 61 }, (_, index) => (index * cycles) / 60)
  const dots = steps.flatMap((n) =>
    Array.from({ length: 4 }, () => [n, fade(n) + random.normal() * (0.5 + n / 1500)] as const),
  )
  return svgPlot({
    title: `Capacity of batch ${batch} at ${celsius} °C`,
    subtitle: `${count} cells; square-root fade with a knee at ${knee} cycles`,
    x: { label: 'Full cycles', min: 0, max: horizon },
    y: { label: 'Capacity (% of the first check-up)', min: 64, max: 102 },
    series: [
      { label: 'check-ups', colour: COLOURS.grey, kind: 'points', data: dots },
      {
        label: 'fit with knee',
        colour: COLOURS.blue,
        kind: 'line',
        data: [...steps, horizon].map((n) => [n, fade(n)] as const),
      },
      {
        label: 'end of warranty',
        colour: COLOURS.orange,
        kind: 'dashed',
        data: [
          [0, 80],
          [horizon, 80],
        ],
      },
    ],
  })
}
