import { dedent } from '../../dedent.ts'
import type { Star } from './Star.ts'

export const searchCode = (star: Star) => dedent`
  import numpy as np
  from wotan import flatten
  from astropy.timeseries import BoxLeastSquares

  flat = flatten(t, f, method="biweight", window_length=${(star.duration / 24 / 0.2).toFixed(3)})
  bls = BoxLeastSquares(t, flat)
  durations = np.linspace(0.05, 0.3, 12)
  power = bls.autopower(durations, objective="snr")
  best = np.argmax(power.power)
  print("best period  %.4f d" % power.period[best])
  print("depth        %d ppm" % (1e6 * power.depth[best]))
  print("SNR          %.1f" % power.depth_snr[best])
  `

export const searchTraceback = dedent`
  Traceback (most recent call last):
    File "/sandbox/search.py", line 7, in <module>
      power = bls.autopower(durations, objective="snr")
    File "/usr/lib/python3.11/site-packages/astropy/timeseries/periodograms/bls/core.py", line 221, in autopower
      self._validate_period_and_duration(period, duration)
  ValueError: The maximum transit duration must be shorter than the minimum period
  `
