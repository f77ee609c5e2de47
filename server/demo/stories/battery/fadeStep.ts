import { callTool, delegate, handOver, note, optional, runCode, think } from '../../act.ts'
import { dedent } from '../../dedent.ts'
import { deliver, deliverPlot } from '../deliver.ts'
import type { Brief, Step } from '../Story.ts'
import type { Cells } from './Cells.ts'
import { fadePlot } from './fadePlot.ts'
import { fitCode, fitTraceback } from './fitCode.ts'

export function fadeStep(brief: Brief, cells: Cells): Step {
  const { random, model } = brief
  const { batch, count, celsius, knee, rate, end, rmse } = cells
  const output = `cells fitted   ${count}/${count}\nrate           ${rate} %/sqrt(cycle)\nknee           ${knee} +- ${random.int(14, 48)} cycles\nRMSE           ${rmse} %\n`
  const code = fitCode(cells)
  return {
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
    attempt: { language: 'python', code, output, seconds: random.int(24, 55) },
    check: [
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
      failed: { traceback: fitTraceback, seconds: 18.9 },
      diagnosis: think(
        model,
        'The knee fit does not converge for some cells.',
        'Those cells have not reached their knee: its place is free to run away. I bound it to the measured range and start at 70 % of it.',
        4.4,
        3900,
      ),
      mended: { code: code.replace('p0=p0)', 'p0=p0, bounds=limits, max_nfev=8000)'), seconds: random.int(30, 66) },
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
        'code',
        'src/fit_fade.py',
        () => `"""Capacity fade with a knee, fitted to batch ${batch}."""\n\n${code}`,
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
  }
}
