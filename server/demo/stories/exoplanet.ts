import { callTool, codeFailed, delegate, handOver, optional, runCode, think } from '../act.ts'
import { dedent } from '../dedent.ts'
import { COLOURS, svgPlot } from '../files/svgPlot.ts'
import type { Random } from '../random.ts'
import { deliver, deliverPlot } from './deliver.ts'
import type { Brief, Story, Telling } from './Story.ts'

type Star = {
  readonly name: string
  readonly sector: number
  readonly cadences: number
  /** Days. */
  readonly period: number
  /** Parts per million. */
  readonly depth: number
  /** Hours. */
  readonly duration: number
  readonly snr: number
  readonly radius: number
}

export const exoplanet: Story = {
  topic: 'exoplanets',
  sessions: ['TESS transit candidates', 'Follow-up list for the spring semester', 'Vetting of sector light curves'],
  tell,
}

function tell(brief: Brief): Telling {
  const { random, model } = brief
  const period = random.number(1.4, 11.8, 4)
  const depth = random.int(420, 3900)
  const star: Star = {
    name: `TIC ${random.int(120_000_000, 460_000_000)}`,
    sector: random.int(61, 88),
    cadences: random.int(17_200, 19_400),
    period,
    depth,
    duration: random.number(1.6, 4.3, 2),
    snr: random.number(11, 38, 1),
    // In Earth radii; 109 of them make the Sun's.
    radius: Number((Math.sqrt(depth / 1e6) * 109 * random.number(0.6, 1.05, 2)).toFixed(1)),
  }
  const [parity, secondary] = [random.number(0.1, 1.4, 1), random.int(4, 30)]
  const snippet = searchCode(star)
  const found = `period ${star.period} d, depth ${star.depth} ppm, SNR ${star.snr}`
  return {
    task: `Search the light curve of ${star.name} (TESS sector ${star.sector}) for transits and say whether the best candidate deserves follow-up.`,
    plan: planOf(star),
    agent: 'engineer',
    assignment: `Detrend ${star.name}, run a box search from 0.5 to 13 days, vet the strongest signal`,
    result: `One candidate: ${found}. Odd and even transits agree; no secondary eclipse.`,
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
    smooth: [
      runCode(
        'python',
        snippet,
        `best period  ${star.period} d\ndepth        ${star.depth} ppm\nSNR          ${star.snr}\n`,
        38,
      ),
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
      failed: codeFailed(
        'python',
        snippet,
        dedent`
        Traceback (most recent call last):
          File "/sandbox/search.py", line 7, in <module>
            power = bls.autopower(durations, objective="snr")
          File "/usr/lib/python3.11/site-packages/astropy/timeseries/periodograms/bls/core.py", line 221, in autopower
            self._validate_period_and_duration(period, duration)
        ValueError: The maximum transit duration must be shorter than the minimum period
        `,
        4.7,
      ),
      diagnosis: think(
        model,
        'Explain the ValueError and mend it.',
        'A gap between the orbits left one period of 0.04 d in the automatic grid. I give the grid explicitly, 0.5 to 13 days, and keep the durations below 0.3 d.',
        4.6,
        3900,
      ),
      retried: runCode(
        'python',
        snippet.replace('autopower(', 'power(grid, '),
        `best period  ${star.period} d\ndepth        ${star.depth} ppm\nSNR          ${star.snr}\n`,
        41,
      ),
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
      deliverPlot(brief, 'output/transit.svg', () => folded(star, random.for('plot')), `Folded light curve: ${found}`),
      think(
        model,
        'Write the verdict for the astronomer on duty.',
        `**${star.name}** shows a ${star.depth} ppm dip every ${star.period} days. With the star's radius this is a planet of ${star.radius} Earth radii. *Worth one reconnaissance spectrum.*`,
        6.1,
        5200,
      ),
      deliver(
        brief,
        () => ({ path: 'output/report.md', type: 'report', content: report(star) }),
        `Verdict on ${star.name}: worth a spectrum, ${found}`,
      ),
    ],
    impasse: {
      query: 'BoxLeastSquares autopower gap between orbits',
      found: 'astropy issue: autopower derives the grid from the longest gap',
      idea: 'Search each orbit alone. That halves the number of transits, but the grid would be sound.',
      conclusion: `The light curve of ${star.name} has a 9-day gap; neither orbit alone holds two transits. I stop rather than report a period that one transit cannot give.`,
    },
    ending: `Candidate around ${star.name} written up, ${found}.`,
  }
}

const planOf = (star: Star) => dedent`
  ## Transit search for ${star.name}

  1. **Fetch** the 2-minute light curve of sector ${star.sector}, drop flagged cadences
  2. **Detrend** without touching transit time scales, *biweight window ≥ 5 × duration*
  3. **Search** 0.5–13 d with box least squares; keep signals with SNR > 9
  4. **Vet**: odd/even depth, secondary eclipse, centroid, catalogues
  5. **Decide** about follow-up and say why

  > Stop early when the best SNR is below 7: then there is nothing to vet.
  `

const searchCode = (star: Star) => dedent`
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

function folded(star: Star, random: Random): string {
  const half = star.duration / 2
  const model = (hours: number) =>
    1e6 - star.depth * Math.min(1, Math.max(0, (half * 1.15 - Math.abs(hours)) / (half * 0.3)))
  const hours = Array.from({ length: 241 }, (_, index) => (index - 120) / 20)
  const noise = star.depth / 7
  return svgPlot({
    title: `${star.name}, folded at ${star.period} days`,
    subtitle: `TESS sector ${star.sector}, ${star.cadences} cadences, SNR ${star.snr}`,
    x: { label: 'Hours from mid-transit', min: -6, max: 6 },
    y: { label: 'Change of flux (ppm)', min: -star.depth * 1.5, max: star.depth * 0.6 },
    series: [
      {
        label: 'binned flux',
        colour: COLOURS.blue,
        kind: 'points',
        data: hours.map((x) => [x, model(x) - 1e6 + random.normal() * noise] as const),
      },
      {
        label: 'box model',
        colour: COLOURS.orange,
        kind: 'line',
        data: hours.map((x) => [x, model(x) - 1e6] as const),
      },
    ],
  })
}

const report = (star: Star) => dedent`
  # ${star.name}: one transit candidate

  The light curve of sector ${star.sector} holds a periodic dip that passes every test we ran.

  | quantity | value |
  |---|---:|
  | period | ${star.period} d |
  | depth | ${star.depth} ppm |
  | duration | ${star.duration} h |
  | SNR | ${star.snr} |
  | radius, from depth | ${star.radius} R⊕ |

  ## How it was found

  \`\`\`python
  bls = BoxLeastSquares(t, flat)
  power = bls.power(grid, durations, objective="snr")
  \`\`\`

  ## Tests

  - odd and even transits have the same depth
  - no secondary eclipse at phase 0.5
  - the centroid does not move in transit
  - no known planet or binary at this place

  ## Advice

  One reconnaissance spectrum rules out the remaining scenario, a grazing binary of similar stars.
  `
