import { callTool, delegate, handOver, optional, runCode, think } from '../../act.ts'
import { dedent } from '../../dedent.ts'
import { deliver, deliverPlot } from '../deliver.ts'
import type { Brief, Step } from '../Story.ts'
import { report } from './report.ts'
import { searchCode, searchTraceback } from './searchCode.ts'
import { signalOf, type Star } from './Star.ts'
import { transitPlot } from './transitPlot.ts'

export function transitStep(brief: Brief, star: Star): Step {
  const { random, model } = brief
  const [parity, secondary] = [random.number(0.1, 1.4, 1), random.int(4, 30)]
  const code = searchCode(star)
  const found = signalOf(star)
  return {
    begin: [
      think(
        model,
        `Which products do I need for ${star.name} in sector ${star.sector}?`,
        `The 2-minute PDCSAP flux is enough. I drop cadences with a quality flag, stitch the two orbits and keep the ${star.duration} h scale untouched while detrending.`,
        4.1,
      ),
      callTool(
        'mast.search',
        { target: star.name, sector: star.sector, product: 'LC' },
        { products: 2, chosen: `tess-s00${star.sector}-lc.fits`, size_mb: 2.1 },
        3.4,
      ),
      callTool(
        'mast.download',
        { product: `tess-s00${star.sector}-lc.fits` },
        { path: 'data/lc.fits', sha256_ok: true },
        6.2,
      ),
      runCode(
        'python',
        dedent`
        from astropy.io import fits
        hdu = fits.open("data/lc.fits")[1]
        good = hdu.data["QUALITY"] == 0
        t, f = hdu.data["TIME"][good], hdu.data["PDCSAP_FLUX"][good]
        print(len(t), "cadences,", round(float(t[-1] - t[0]), 2), "days")
        `,
        `${star.cadences} cadences, 26.41 days\n`,
        2.2,
      ),
      think(
        model,
        'Choose a detrending window that cannot eat the transit.',
        `A biweight with a window of ${(star.duration * 5).toFixed(1)} h: five times the longest transit that I look for.`,
        3.3,
        2600,
      ),
    ],
    attempt: {
      language: 'python',
      code,
      output: `best period  ${star.period} d\ndepth        ${star.depth} ppm\nSNR          ${star.snr}\n`,
      seconds: 38,
    },
    check: [
      callTool(
        'catalog.lookup',
        { target: star.name, catalogs: 'TOI, SIMBAD, Gaia DR3' },
        { known_planet: false, known_binary: false, ruwe: 1.04 },
        2.1,
      ),
      think(
        model,
        'Is this a new candidate or a known one?',
        `It is in no catalogue. RUWE 1.04 speaks against a close companion.`,
        3.0,
        3100,
      ),
    ],
    trouble: {
      failed: { traceback: searchTraceback, seconds: 4.7 },
      diagnosis: think(
        model,
        'Explain the ValueError and mend it.',
        'A gap between the orbits left one period of 0.04 d in the automatic grid. I give the grid explicitly, 0.5 to 13 days, and keep the durations below 0.3 d.',
        4.6,
        3900,
      ),
      mended: { code: code.replace('autopower(', 'power(grid, '), seconds: 41 },
    },
    finish: [
      delegate(
        'analyst',
        `Vet the ${star.period} d signal`,
        `Odd/even difference ${parity} σ, secondary ${secondary} ppm: planet-like`,
        [
          runCode(
            'python',
            dedent`
            odd, even = fold(t, f, ${star.period}, t0, parity=True)
            print("odd/even  %.1f sigma" % difference(odd, even))
            print("secondary %d ppm" % depth_at(t, f, ${star.period}, phase=0.5))
            `,
            `odd/even  ${parity} sigma\nsecondary ${secondary} ppm\n`,
            6.3,
          ),
          optional(
            callTool(
              'centroid.offset',
              { target: star.name, in_transit: true },
              { offset_arcsec: random.number(0.4, 2.8, 2), sigma: random.number(0.2, 1.9, 1) },
              5.2,
            ),
          ),
        ],
      ),
      optional(handOver('plot_agent', `folded light curve at ${star.period} d, with the model`)),
      deliverPlot(
        brief,
        'output/transit.svg',
        () => transitPlot(star, random.for('plot')),
        `Folded light curve: ${found}`,
      ),
      think(
        model,
        'Write the verdict for the astronomer on duty.',
        `**${star.name}** shows a ${star.depth} ppm dip every ${star.period} days. With the star's radius this is a planet of ${star.radius} Earth radii. *Worth one reconnaissance spectrum.*`,
        6.1,
        5200,
      ),
      deliver(
        brief,
        'report',
        'output/report.md',
        () => report(star),
        `Verdict on ${star.name}: worth a spectrum, ${found}`,
      ),
    ],
  }
}
