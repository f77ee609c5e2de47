import { dedent } from '../dedent.ts'

/** The model that the run's agents mostly ask. */
export const MODEL = 'claude-sonnet-4-5'

export const TASK =
  'Measure the CMB temperature power spectrum from the 143 and 217 GHz half-mission maps, fit the base ΛCDM parameters and write a report that a referee would accept.'

export const PLAN = dedent`
  # CMB power spectrum: plan

  1. **Inputs**, in parallel: two frequency maps and a Galactic mask
  2. **Cross-spectra** 143×143, 143×217, 217×217 (half-mission, so that noise does not bias them)
  3. **Covariance** from 100 simulations
  4. **Fit** H0, ombh2, omch2, ns, As, tau by MCMC until R−1 < 0.01
     - if the chains do not converge: a Fisher forecast instead, marked as such
  5. **Checks**: half-mission null test, dust residual
  6. Plots, report, review, *approval by a person*

  | step | agent | expected |
  |---|---|---:|
  | inputs | researcher | 1 min |
  | spectra | engineer | 4 min |
  | fit | engineer | 15 min |
  | report | writer | 2 min |
  `

export const SPECTRUM_CODE = dedent`
  """Cross-spectrum of two half-mission maps, corrected for the mask."""
  import healpy as hp
  import numpy as np
  import pymaster as nmt


  def cross_spectrum(first: str, second: str, mask: str, lmax: int = 1600):
      window = nmt.mask_apodization(hp.read_map(mask), 2.0, apotype="C1")
      fields = [nmt.NmtField(window, [hp.read_map(name)]) for name in (first, second)]
      bins = nmt.NmtBin.from_nside_linear(2048, nlb=24)
      power = nmt.compute_full_master(*fields, bins)[0]
      ell = bins.get_effective_ells()
      keep = (ell > 30) & (ell < lmax)
      return ell[keep], (ell * (ell + 1) / (2 * np.pi) * power)[keep]


  if __name__ == "__main__":
      ell, power = cross_spectrum("143_hm1.fits", "143_hm2.fits", "mask.fits")
      print(f"{len(ell)} bands, first peak at l = {ell[np.argmax(power)]:.0f}")
  `

export const REPORT = dedent`
  # CMB power spectrum from half-mission maps

  **Result.** H0 = 67.4 ± 0.6 km/s/Mpc and n_s = 0.965 ± 0.004, from 189 bandpowers at 143 and 217 GHz on 57 % of the sky.

  | parameter | mean | 1 σ |
  |---|---:|---:|
  | H0 | 67.41 | 0.58 |
  | Ω_b h² | 0.02237 | 0.00016 |
  | Ω_c h² | 0.1199 | 0.0013 |
  | n_s | 0.9652 | 0.0042 |

  ## How it was measured

  1. cross-spectra of half-missions, so that noise does not add a bias
  2. a covariance from 100 simulations, **shrunk by 8 %**, because 100 simulations cannot fill 189 × 189
  3. four chains, 48,000 samples kept, R−1 = 0.008

  \`\`\`python
  cov, amount = ledoit_wolf(simulated - simulated.mean(axis=0))
  \`\`\`

  ## What went wrong on the way

  - the unshrunk covariance was not positive definite; the first fit stopped at once
  - the second fit had a proposal that was too wide (acceptance 4 %) and did not converge
  - neither run's samples are used here

  ## Checks

  - [x] half-mission null test: PTE 0.41
  - [x] dust residual at 217 GHz: 12 ± 9 µK² at ℓ = 100
  - [x] results stable when the mask grows to 50 %

  > Errors are statistical. Beam uncertainty adds about 0.1 σ to n_s.
  `

/** What the agents wrote to each other; the only three messages of the old database. */
export const MESSAGES = {
  assignment: dedent`
    Please fit the **base six parameters** with the 143×217 likelihood.

    - prior on *tau*: 0.054 ± 0.007, everything else flat
    - stop at \`R-1 < 0.01\`
    - if it does not converge in three attempts, tell me and we take the Fisher forecast
    `,
  trouble: dedent`
    First attempt failed: the covariance is **not positive definite**.

    \`\`\`
    LinAlgError: 101-th leading minor of the array is not positive definite
    \`\`\`

    100 simulations for 189 bands cannot give full rank. I shrink it (Ledoit–Wolf, 8 %) and say so in the report.
    `,
  done: dedent`
    Converged on the third attempt: \`R-1 = 0.008\`.

    | | mean | 1 σ |
    |---|---:|---:|
    | H0 | 67.41 | 0.58 |
    | ns | 0.9652 | 0.0042 |

    The chains are in \`output/chains.json\`, the log in \`logs/mcmc.log\`.
    `,
} as const
