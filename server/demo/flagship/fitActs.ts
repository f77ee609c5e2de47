import { type Act, callTool, codeFailed, delegate, leaving, note, optional, runCode, think, write } from '../act.ts'
import { dedent } from '../dedent.ts'
import type { Random } from '../random.ts'
import { chains, samplerLog } from './chains.ts'
import { MODEL } from './texts.ts'

/**
 * The heart of the run: the parameter fit that fails twice, first with a traceback, then with chains that do not
 * converge, and works the third time. One call and ten events under it.
 */
export function fitActs(random: Random): readonly Act[] {
  const call = delegate(
    'engineer',
    'Sample H0, ombh2, omch2, ns, As and tau with the 143×217 likelihood; stop at R−1 < 0.01',
    'H0 = 67.4 ± 0.6 km/s/Mpc, ns = 0.965 ± 0.004; R−1 = 0.008 after the covariance was conditioned',
    [
      think(
        MODEL,
        'Which sampler and which priors?',
        'Metropolis with a proposal from the covariance, four chains. Flat priors, except *tau* = 0.054 ± 0.007: high multipoles say nothing about it.',
        6.2,
        6400,
      ),
      codeFailed('python', likelihood, cholesky, 14.8),
      think(
        MODEL,
        'The Cholesky factor does not exist. Read the traceback and find out why.',
        'The smallest eigenvalue of the covariance is −3.1e-7: 189 bandpowers were estimated from **100** simulations, so the matrix cannot have full rank. Options: more simulations, fewer bands, or shrinkage. Shrinkage (Ledoit–Wolf) is honest and quick.',
        9.7,
        9800,
      ),
      {
        ...runCode(
          'python',
          shrunk,
          'shrinkage          0.083\nsmallest eigenvalue 2.4e-04\nchi2 of fiducial    196.2 for 189 bands\n',
          11.3,
        ),
        meta: { retry: true, attempt: 2 },
      },
      {
        ...callTool(
          'sampler.run',
          { chains: 4, samples: 12_000, proposal: 'fiducial' },
          { r_minus_1: 0.31, acceptance: 0.04, samples: 48_000 },
          412,
        ),
        status: 'failed',
        event_subtype: 'error',
        error_message: 'ConvergenceError: R-1 = 0.31 after 48000 samples (limit 0.01), acceptance 0.04',
      },
      think(
        MODEL,
        'Acceptance of 4 %: what is wrong with the proposal?',
        'It was learned before the shrinkage and is far too wide along H0–omch2, the degenerate direction. I learn it anew from the second half of these chains; they need not have converged for that.',
        7.4,
        11_200,
      ),
      {
        ...callTool(
          'sampler.run',
          { chains: 4, samples: 16_000, proposal: 'learned' },
          { r_minus_1: 0.008, acceptance: 0.29, samples: 64_000, kept: 48_000 },
          538,
        ),
        meta: { tool: 'sampler.run', retry: true, attempt: 3 },
      },
      leaving(
        runCode(
          'python',
          summary,
          'H0      67.41 +- 0.58\nombh2   0.02237 +- 0.00016\nomch2   0.1199 +- 0.0013\nns      0.9652 +- 0.0042\n',
          3.4,
        ),
        {
          path: 'logs/mcmc.log',
          type: 'log',
          content: samplerLog(random.for('log')),
        },
      ),
      write({ path: 'output/chains.json', type: 'data', content: chains(random.for('chains')) }),
      optional(note('posterior handed to plot_agent; chains stay in output/chains.json')),
    ],
    4,
  )
  return [call]
}

const likelihood = dedent`
  import numpy as np
  from scipy.linalg import cho_factor, cho_solve

  data = np.loadtxt("data/bandpowers.csv", delimiter=",", skiprows=1, usecols=2)
  cov = np.load("data/covariance.npy")            # 189 x 189, from 100 simulations
  factor = cho_factor(cov)

  def loglike(theta):
      residual = data - model(theta)
      return -0.5 * residual @ cho_solve(factor, residual)

  print("chi2 of fiducial", -2 * loglike(fiducial))
  `

const cholesky = dedent`
  Traceback (most recent call last):
    File "/sandbox/likelihood.py", line 6, in <module>
      factor = cho_factor(cov)
    File "/usr/lib/python3.11/site-packages/scipy/linalg/_decomp_cholesky.py", line 157, in cho_factor
      c, lower = _cholesky(a, lower=lower, overwrite_a=overwrite_a, clean=False,
    File "/usr/lib/python3.11/site-packages/scipy/linalg/_decomp_cholesky.py", line 35, in _cholesky
      raise LinAlgError("%d-th leading minor of the array is not positive "
  numpy.linalg.LinAlgError: 101-th leading minor of the array is not positive definite
  `

const shrunk = dedent`
  from sklearn.covariance import ledoit_wolf

  cov, amount = ledoit_wolf(simulated - simulated.mean(axis=0))
  factor = cho_factor(cov)
  print("shrinkage         ", round(amount, 3))
  print("smallest eigenvalue", np.linalg.eigvalsh(cov)[0])
  print("chi2 of fiducial   ", round(-2 * loglike(fiducial), 1), "for", len(data), "bands")
  `

const summary = dedent`
  kept = np.concatenate([chain[len(chain) // 4:] for chain in chains])
  for name, column in zip(names, kept.T):
      print(f"{name:7} {column.mean():.5g} +- {column.std():.2g}")
  `
