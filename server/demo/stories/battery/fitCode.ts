import { dedent } from '../../dedent.ts'
import type { Cells } from './Cells.ts'

export const fitCode = ({ batch }: Cells) => dedent`
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

export const fitTraceback = dedent`
  Traceback (most recent call last):
    File "/sandbox/fit_fade.py", line 12, in <module>
      p, cov = curve_fit(kneed, n, q, p0=p0)
    File "/usr/lib/python3.11/site-packages/scipy/optimize/_minpack_py.py", line 1010, in curve_fit
      raise RuntimeError("Optimal parameters not found: " + errmsg)
  RuntimeError: Optimal parameters not found: Number of calls to function has reached maxfev = 1000.
  `
