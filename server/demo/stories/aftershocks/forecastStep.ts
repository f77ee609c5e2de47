import { callTool, delegate, handOver, optional, runCode, think } from '../../act.ts'
import { dedent } from '../../dedent.ts'
import { deliver, deliverPlot } from '../deliver.ts'
import type { Brief, Step } from '../Story.ts'
import { fitCode, fitTraceback } from './fitCode.ts'
import { omoriPlot } from './omoriPlot.ts'
import { report } from './report.ts'
import type { Sequence } from './Sequence.ts'

export function forecastStep(brief: Brief, sequence: Sequence): Step {
  const { random, model } = brief
  const { region, events, complete, b, p, k, days, chance } = sequence
  const output = `events above Mc  ${Math.round(events * 0.61)}\nb  ${b} +- 0.0${random.int(2, 5)}\nK  ${k}   c  ${random.number(0.02, 0.09, 3)} d   p  ${p}\n`
  const code = fitCode(sequence)
  return {
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
    attempt: { language: 'python', code, output, seconds: random.int(18, 44) },
    check: [
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
      failed: { traceback: fitTraceback, seconds: 6.4 },
      diagnosis: think(
        model,
        'log of zero in the likelihood. Why?',
        `Some events carry the main shock's own time, t = 0, and c may wander below zero during the search. I drop t = 0 and fit log c, which is positive by construction.`,
        4.7,
        3700,
      ),
      mended: { code: code.replace('args=(t,))', 'args=(t[t > 0],), bounds=positive)'), seconds: random.int(20, 48) },
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
        'report',
        'output/report.md',
        () => report(sequence),
        `Forecast: ${chance} % for M5 in ${days} days`,
      ),
    ],
  }
}
