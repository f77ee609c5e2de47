import { type Act, callTool, type FileDraft, leaving, runCode, think } from '../act.ts'
import { beside, node, type NodeDraft } from '../drafts.ts'
import type { Random } from '../random.ts'
import { skyMap } from './skyMap.ts'
import { bandpowerTable } from './spectrumPlot.ts'
import { MODEL, PLAN, SPECTRUM_CODE, TASK } from './texts.ts'

/** The first half of the run: a plan, three inputs side by side, three spectra side by side, their covariance. */
export const spectrumNodes = (random: Random): readonly NodeDraft[] => [
  node(
    'plan',
    'planning',
    'Plan the analysis',
    'planner',
    leaving(think(MODEL, `Plan this: ${TASK}`, PLAN, 18, 1400), { path: 'plan.md', type: 'plan', content: PLAN }),
  ),
  node('inputs', 'parallel', 'Gather inputs', null),
  node('map143', 'agent', 'Fetch 143 GHz maps', 'researcher', fetchMap(143, 61)),
  beside(node('map217', 'agent', 'Fetch 217 GHz maps', 'researcher', fetchMap(217, 67))),
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
]

const fetchMap = (frequency: number, seconds: number): Act =>
  callTool(
    'archive.fetch',
    { map: `HFI_SkyMap_${frequency}_halfmission`, release: 'R3.01', nside: 2048 },
    { files: 2, size_mb: 1208, sha256_ok: true },
    seconds,
  )

const spectrum = (pair: string, peak: number, seconds: number, ...files: readonly FileDraft[]): Act =>
  leaving(
    runCode(
      'python',
      `from spectrum import cross_spectrum\nell, power = cross_spectrum(*half_missions("${pair}"), mask="mask.fits")\nprint(f"{len(ell)} bands, first peak at l = {ell[np.argmax(power)]:.0f}")\n`,
      `63 bands, first peak at l = ${peak}\n`,
      seconds,
    ),
    ...files,
  )
