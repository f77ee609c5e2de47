import { dedent } from '../../dedent.ts'
import type { Sequence } from './Sequence.ts'

export const fitCode = ({ region }: Sequence) => dedent`
  import numpy as np
  from scipy.optimize import minimize

  def nll(x, t):                                # ${region}
      k, c, p = x
      rate = k / (t + c) ** p
      integral = k * omori_integral(c, p, t.max())
      return -(np.log(rate).sum() - integral)

  t = cat[cat.magnitude >= mc.at(cat.time)].days.to_numpy()
  best = minimize(nll, x0=(1.0, 0.05, 1.1), args=(t,))
  print("events above Mc ", len(t))
  print("b ", *b_value(cat, mc))
  print("K  %.0f   c  %.3f d   p  %.2f" % tuple(best.x))
  `

export const fitTraceback = dedent`
  Traceback (most recent call last):
    File "/sandbox/omori.py", line 10, in <module>
      best = minimize(nll, x0=(1.0, 0.05, 1.1), args=(t,))
    File "/sandbox/omori.py", line 6, in nll
      return -(np.log(rate).sum() - integral)
  FloatingPointError: divide by zero encountered in log
  `
