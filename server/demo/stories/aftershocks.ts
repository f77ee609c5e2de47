import { callTool, codeFailed, delegate, handOver, optional, runCode, think } from '../act.ts'
import { dedent } from '../dedent.ts'
import { COLOURS, svgPlot } from '../files/svgPlot.ts'
import type { Random } from '../random.ts'
import { deliver, deliverPlot } from './deliver.ts'
import type { Brief, Story, Telling } from './Story.ts'

export const aftershocks: Story = {
  topic: 'seismology',
  sessions: ['Aftershock forecasts', 'Catalogue quality', 'b-value maps'],
  tell,
}

type Sequence = {
  readonly region: string
  readonly magnitude: number
  readonly events: number
  readonly complete: number
  readonly b: number
  readonly p: number
  readonly k: number
}

function tell(brief: Brief): Telling {
  const { random, model } = brief
  const sequence: Sequence = {
    region: random.pick(['Ridgecrest', 'Amatrice', 'Noto', 'Samos', 'Petrinja', 'Kumamoto']),
    magnitude: random.number(6.1, 7.4, 1),
    events: random.int(2100, 11_800),
    complete: random.number(1.6, 2.6, 1),
    b: random.number(0.84, 1.12, 2),
    p: random.number(0.94, 1.22, 2),
    k: random.int(140, 420),
  }
  const { region, magnitude, events, complete, b, p, k } = sequence
  const days = random.pick([7, 14, 30])
  const chance = random.int(4, 38)
  const code = fitCode(sequence)
  const output = `events above Mc  ${Math.round(events * 0.61)}\nb  ${b} +- 0.0${random.int(2, 5)}\nK  ${k}   c  ${random.number(0.02, 0.09, 3)} d   p  ${p}\n`
  return {
    task: `Fit the aftershocks of the M${magnitude} ${region} earthquake and give the chance of another M5 or larger within ${days} days.`,
    plan: dedent`
      ## Aftershock forecast, ${region} M${magnitude}

      1. Catalogue within 60 km, remove quarry blasts
      2. Completeness *Mc* as a function of **time**: the first hours miss small events
      3. b-value (maximum likelihood), then Omori–Utsu for the rate
      4. Test: does the fit to the first half forecast the second?
      5. Probability of M ≥ 5 within ${days} days, with its uncertainty
      `,
    agent: 'researcher',
    assignment: `Fit b and Omori-Utsu to ${events} events of the ${region} sequence`,
    result: `b ${b}, p ${p}; chance of M ≥ 5 within ${days} days: ${chance} %`,
    begin: [
      callTool(
        'fdsn.events',
        { region, radius_km: 60, min_magnitude: 0.5 },
        { events, first: 'mainshock', catalogue: 'regional' },
        7.7,
      ),
      runCode(
        'python',
        dedent`
        cat = read_events("${region.toLowerCase()}.xml")
        day = cat[(cat.hour.between(8, 15)) & (cat.depth < 0.5)]
        print(len(cat), "events,", len(day), "probable blasts removed")
        `,
        `${events} events, ${random.int(8, 120)} probable blasts removed\n`,
        4.9,
      ),
      think(
        model,
        'How do I set Mc when the first day is incomplete?',
        `Two values: ${(complete + 1.1).toFixed(1)} for the first 24 hours, ${complete} afterwards. One value for all would bias p towards 1.`,
        4.6,
        2800,
      ),
      callTool(
        'stations.uptime',
        { region, days: 30 },
        { stations: random.int(14, 52), mean_uptime: random.number(0.91, 0.99, 2) },
        1.5,
      ),
      runCode(
        'python',
        dedent`
        mc = completeness(cat, method="maxc", window=400)
        print("Mc after day 1:", mc.after.round(1), " first day:", mc.first.round(1))
        `,
        `Mc after day 1: ${complete}  first day: ${(complete + 1.1).toFixed(1)}\n`,
        3.5,
      ),
    ],
    smooth: [
      runCode('python', code, output, random.int(18, 44)),
      runCode(
        'python',
        dedent`
        n, expected = second_half(cat, fit)
        print(f"observed {n}, forecast {expected:.0f}, p-value {poisson_test(n, expected):.2f}")
        `,
        `observed ${random.int(300, 420)}, forecast ${random.int(300, 420)}, p-value ${random.number(0.11, 0.84, 2)}\n`,
        3.8,
      ),
      think(
        model,
        'Is the fit fit to forecast with?',
        'The second half lies within the Poisson interval of the forecast. I use it, and say that a larger quake would start a sequence of its own.',
        4.1,
        3500,
      ),
    ],
    trouble: {
      failed: codeFailed(
        'python',
        code,
        dedent`
        Traceback (most recent call last):
          File "/sandbox/omori.py", line 10, in <module>
            best = minimize(nll, x0=(1.0, 0.05, 1.1), args=(t,))
          File "/sandbox/omori.py", line 6, in nll
            return -(np.log(rate).sum() - integral)
        FloatingPointError: divide by zero encountered in log
        `,
        6.4,
      ),
      diagnosis: think(
        model,
        'log of zero in the likelihood. Why?',
        `Some events carry the main shock's own time, t = 0, and c may wander below zero during the search. I drop t = 0 and fit log c, which is positive by construction.`,
        4.7,
        3700,
      ),
      retried: runCode(
        'python',
        code.replace('args=(t,))', 'args=(t[t > 0],), bounds=positive)'),
        output,
        random.int(20, 48),
      ),
    },
    finish: [
      delegate(
        'analyst',
        `Turn the fit into a probability for ${days} days`,
        `${chance} % (90 % interval ${Math.max(1, chance - random.int(2, 4))}–${chance + random.int(3, 9)} %)`,
        [
          runCode(
            'python',
            dedent`
          draws = simulate(fit, days=${days}, n=20_000)
          print("P(M >= 5) = %.0f %%" % (100 * (draws.max_magnitude >= 5).mean()))
          `,
            `P(M >= 5) = ${chance} %\n`,
            12.2,
          ),
          optional(
            callTool(
              'forecast.compare',
              { region, model: 'generic ETAS' },
              { generic_percent: chance + random.int(-3, 6) },
              2.4,
            ),
          ),
        ],
      ),
      optional(handOver('plot_agent', 'events a day with the Omori curve, both axes plain')),
      deliverPlot(
        brief,
        'output/omori.svg',
        () => omoriPlot(sequence, random.for('plot')),
        `Omori plot: ${region}, p ${p}`,
      ),
      think(
        model,
        'Write the public sentence, no jargon.',
        `Within the next ${days} days another strong quake (magnitude 5 or more) near ${region} is possible: the chance is about **${chance} in 100**, and it falls every day.`,
        3.3,
        4200,
      ),
      deliver(
        brief,
        () => ({ path: 'output/report.md', type: 'report', content: report(sequence, days, chance) }),
        `Forecast: ${chance} % for M5 in ${days} days`,
      ),
    ],
    impasse: {
      query: 'Omori-Utsu fit divide by zero catalogue duplicates',
      found: 'note on duplicate origin times in merged catalogues',
      idea: 'Merge duplicates within 2 s and 10 km, then fit again.',
      conclusion: `A third of the ${region} catalogue are duplicates from two agencies with different magnitudes. The catalogue must be merged by somebody who knows both.`,
    },
    ending: `${region}: ${chance} % for M ≥ 5 within ${days} days.`,
  }
}

const fitCode = ({ region }: Sequence) => dedent`
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

function omoriPlot({ region, magnitude, p, k }: Sequence, random: Random): string {
  const rate = (day: number) => k / (day + 0.06) ** p
  const days = Array.from({ length: 30 }, (_, index) => index + 1)
  const top = rate(0.9) * 1.15
  return svgPlot({
    title: `Aftershocks a day, ${region} M${magnitude}`,
    subtitle: `Omori-Utsu fit, p = ${p}, K = ${k}`,
    x: { label: 'Days after the main shock', min: 0, max: 31 },
    y: { label: 'Events a day above Mc', min: 0, max: Math.ceil(top / 50) * 50 },
    series: [
      {
        label: 'observed',
        colour: COLOURS.blue,
        kind: 'bars',
        data: days.map((day) => [day, Math.max(0, rate(day) + random.normal() * Math.sqrt(rate(day)) * 1.3)] as const),
      },
      {
        label: 'Omori-Utsu',
        colour: COLOURS.orange,
        kind: 'line',
        data: Array.from({ length: 120 }, (_, index) => [0.8 + index / 4, rate(0.8 + index / 4)] as const),
      },
    ],
  })
}

const report = ({ region, magnitude, events, complete, b, p }: Sequence, days: number, chance: number) => dedent`
  # ${region} M${magnitude}: what to expect

  **Chance of M ≥ 5 within ${days} days: ${chance} %.**

  | parameter | value | meaning |
  |---|---:|---|
  | events | ${events} | within 60 km |
  | Mc | ${complete} | complete above, after day 1 |
  | b | ${b} | small to large events |
  | p | ${p} | how fast the rate falls |

  ## Method

  \`\`\`python
  rate = k / (t + c) ** p
  \`\`\`

  - completeness follows time, because the first hours are incomplete
  - the first half of the sequence forecasts the second within its interval
  - the interval comes from 20,000 simulated sequences

  > A quake larger than the main shock would start a sequence of its own; this forecast excludes it.
  `
