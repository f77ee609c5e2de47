import { type Act, become, by, callTool, leaving, note, runCode, think, write } from '../act.ts'
import { january } from '../calendar.ts'
import { branch, edge, type NodeDraft, PLAIN, type RunDraft } from '../drafts.ts'
import type { Random } from '../random.ts'
import { fitActs } from './fitActs.ts'
import { posterior } from './posterior.ts'
import { skyMap } from './skyMap.ts'
import { bandpowers, bandpowerTable, spectrumPlot } from './spectrumPlot.ts'
import { MESSAGES, MODEL, PLAN, REPORT, SPECTRUM_CODE, TASK } from './texts.ts'

/** A node of the old database that reports of the old bug name. */
const FIT = '05902e3b-e25f-47b3-804c-7ca6405c182c'

/** The newest run, and the richest: 20 nodes with UUIDs, two failures that were mended, nine files, three messages. */
export function flagship(random: Random): RunDraft {
  const ids = new Map<string, string>([['fit', FIT]])
  const id = (name: string): string => {
    const known = ids.get(name) ?? random.for(`node ${name}`).uuid()
    ids.set(name, known)
    return known
  }
  const node = (
    name: string,
    type: string,
    label: string,
    agent: string | null,
    ...acts: readonly Act[]
  ): NodeDraft => ({
    node_id: id(name),
    node_type: type,
    meta: { label },
    agent,
    status: 'completed',
    isStored: true,
    acts,
  })
  const beside = (node: NodeDraft): NodeDraft => ({ ...node, isBeside: true })
  const spectrum = (pair: string, peak: number, seconds: number, ...files: Parameters<typeof leaving>[1][]): Act =>
    leaving(
      runCode(
        'python',
        `from spectrum import cross_spectrum\nell, power = cross_spectrum(*half_missions("${pair}"), mask="mask.fits")\nprint(f"{len(ell)} bands, first peak at l = {ell[np.argmax(power)]:.0f}")\n`,
        `63 bands, first peak at l = ${peak}\n`,
        seconds,
      ),
      ...files,
    )
  const fetch = (frequency: number, seconds: number): Act =>
    callTool(
      'archive.fetch',
      { map: `HFI_SkyMap_${frequency}_halfmission`, release: 'R3.01', nside: 2048 },
      { files: 2, size_mb: 1208, sha256_ok: true },
      seconds,
    )

  return {
    ...PLAIN,
    run_id: random.for('run').uuid(),
    topic: 'cosmology',
    started: january(20, 14, 2, 11) + 417_093,
    mode: 'human_in_the_loop',
    agent: 'planner',
    model: MODEL,
    status: 'completed',
    task: TASK,
    opening: [
      become('draft', 'planning', 'task accepted'),
      become('planning', 'executing', 'plan of 20 nodes accepted'),
    ],
    nodes: [
      node(
        'plan',
        'planning',
        'Plan the analysis',
        'planner',
        leaving(think(MODEL, `Plan this: ${TASK}`, PLAN, 18, 1400), { path: 'plan.md', type: 'plan', content: PLAN }),
      ),
      node('inputs', 'parallel', 'Gather inputs', null),
      node('map143', 'agent', 'Fetch 143 GHz maps', 'researcher', fetch(143, 61)),
      beside(node('map217', 'agent', 'Fetch 217 GHz maps', 'researcher', fetch(217, 67))),
      beside(
        node(
          'mask',
          'agent',
          'Build the mask',
          'engineer',
          leaving(
            runCode(
              'python',
              'mask = galactic(0.6) * point_sources("143+217", snr=5)\nhp.write_map("mask.fits", mask)\nprint(f"f_sky = {mask.mean():.2f}, {holes(mask)} sources")\n',
              'f_sky = 0.57, 1894 sources\n',
              38,
            ),
            { path: 'output/map.png', type: 'plot', content: skyMap(random.for('sky')) },
          ),
        ),
      ),
      node('pairs', 'parallel', 'Cross-spectra', null),
      node(
        's11',
        'agent',
        'Spectrum 143 × 143',
        'engineer',
        spectrum('143x143', 217, 142, { path: 'src/spectrum.py', type: 'code', content: SPECTRUM_CODE }),
      ),
      beside(node('s12', 'agent', 'Spectrum 143 × 217', 'engineer', spectrum('143x217', 220, 155))),
      beside(node('s22', 'agent', 'Spectrum 217 × 217', 'engineer', spectrum('217x217', 222, 149))),
      node(
        'covariance',
        'agent',
        'Estimate the covariance',
        'analyst',
        leaving(
          runCode(
            'python',
            'sims = [bandpowers(simulate(seed)) for seed in range(100)]\ncov = np.cov(np.array(sims).T)\nnp.save("data/covariance.npy", cov)\nprint(cov.shape, "condition %.1e" % np.linalg.cond(cov))\n',
            '(189, 189) condition 4.7e+17\n',
            94,
          ),
          { path: 'data/bandpowers.csv', type: 'data', content: bandpowerTable(random.for('table')) },
        ),
      ),
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
      { ...node('fisher', 'control', 'Fisher forecast instead', 'analyst'), status: 'skipped' },
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
    ],
    closing: [
      note('9 files kept, 2 mended failures, 1 approval'),
      become('executing', 'completed', 'all nodes done, one skipped'),
    ],
    edges: [
      edge(id('plan'), id('inputs')),
      branch(id('inputs'), id('map143')),
      branch(id('inputs'), id('map217')),
      branch(id('inputs'), id('mask')),
      branch(id('map143'), id('pairs')),
      branch(id('map217'), id('pairs')),
      branch(id('mask'), id('pairs')),
      branch(id('pairs'), id('s11')),
      branch(id('pairs'), id('s12')),
      branch(id('pairs'), id('s22')),
      branch(id('s11'), id('covariance')),
      branch(id('s12'), id('covariance')),
      branch(id('s22'), id('covariance')),
      edge(id('covariance'), id('fit')),
      edge(id('covariance'), id('null')),
      edge(id('covariance'), id('dust')),
      edge(id('fit'), id('fisher'), 'the chains do not converge'),
      edge(id('fit'), id('plot'), 'R-1 < 0.01'),
      edge(id('fit'), id('corner'), 'R-1 < 0.01'),
      edge(id('fisher'), id('report')),
      edge(id('plot'), id('report')),
      edge(id('corner'), id('report')),
      edge(id('null'), id('report')),
      edge(id('dust'), id('report')),
      edge(id('report'), id('review')),
      edge(id('review'), id('approval'), 'the referee accepts'),
      edge(id('approval'), id('end')),
    ],
    messages: [
      { node_id: FIT, sender: 'planner', recipient: 'engineer', content: MESSAGES.assignment, seconds: 342 },
      { node_id: FIT, sender: 'engineer', recipient: 'planner', content: MESSAGES.trouble, seconds: 376 },
      { node_id: FIT, sender: 'engineer', recipient: 'planner', content: MESSAGES.done, seconds: 1362 },
    ],
  }
}
