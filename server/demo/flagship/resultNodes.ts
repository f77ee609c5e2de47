import { become, by, runCode, think, write } from '../act.ts'
import { beside, inState, node, type NodeDraft } from '../drafts.ts'
import type { Random } from '../random.ts'
import { fitActs } from './fitActs.ts'
import { posterior } from './posterior.ts'
import { bandpowers, spectrumPlot } from './spectrumPlot.ts'
import { MODEL, REPORT } from './texts.ts'

/** The second half: the fit and two checks beside it, plots, the report, and a person who approves it. */
export const resultNodes = (random: Random): readonly NodeDraft[] => [
  node('fit', 'agent', 'Fit the parameters', 'engineer', ...fitActs(random.for('fit'))),
  beside(
    node(
      'null',
      'agent',
      'Half-mission null test',
      'analyst',
      runCode(
        'python',
        'null = (hm1 - hm2) / 2\nprint("chi2 %.1f for %d bands, PTE %.2f" % null_test(null, cov))\n',
        'chi2 64.9 for 63 bands, PTE 0.41\n',
        27,
      ),
    ),
  ),
  beside(
    node(
      'dust',
      'agent',
      'Dust residual',
      'analyst',
      think(
        MODEL,
        'Is the dust residual at 217 GHz small enough?',
        'Template fit: 12 ± 9 µK² at ℓ = 100, below 1 % of the signal. No correction, but the report names it.',
        11,
        7300,
      ),
    ),
  ),
  inState('skipped', node('fisher', 'control', 'Fisher forecast instead', 'analyst')),
  node(
    'plot',
    'agent',
    'Plot the spectrum',
    'plot_agent',
    runCode(
      'python',
      'ax.errorbar(ell, d, sigma, fmt=".", label="bandpowers")\nax.plot(fit.ell, fit.d, label="best fit")\nfig.savefig("output/spectrum.svg")\n',
      '',
      4.2,
    ),
    write({ path: 'output/spectrum.svg', type: 'plot', content: spectrumPlot(bandpowers(random.for('bands'))) }),
  ),
  beside(
    node(
      'corner',
      'agent',
      'Plot the posterior',
      'plot_agent',
      write({ path: 'output/posterior.png', type: 'plot', content: posterior() }, 8.6),
    ),
  ),
  node(
    'report',
    'agent',
    'Write the report',
    'writer',
    think(MODEL, 'Write the report. Name what went wrong.', REPORT, 31, 14_800),
    write({ path: 'output/report.md', type: 'report', content: REPORT }),
  ),
  node(
    'review',
    'control',
    'Referee',
    'reviewer',
    think(
      'gpt-5',
      'Review the report as a hostile referee.',
      '**Accept after approval.** The shrinkage is stated, the failed attempts are stated, the null test passes. One wish: say what beam errors add.',
      24,
      12_100,
    ),
  ),
  node(
    'approval',
    'approval',
    'Approve publication',
    'planner',
    {
      event_type: 'approval_requested',
      event_subtype: 'start',
      status: 'completed',
      seconds: 0.3,
      inputs: { question: 'Publish the report with H0 = 67.4 ± 0.6?', options: ['publish', 'send back'] },
    },
    by('ines.moreau', {
      ...become('waiting_approval', 'approved', 'approved by ines.moreau: “Good. Beam sentence is in.”'),
      seconds: 611,
    }),
  ),
  node(
    'end',
    'terminator',
    'Finish',
    'terminator',
    become('running', 'completed', 'report published; two mended failures are named in it'),
  ),
]
