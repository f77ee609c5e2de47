import type { Random } from '../random.ts'
import { aLedger, aService, aSku, aStar } from './names.ts'

/** A question that one agent answers in one go: what most runs of the old database were. */
export type Question = {
  readonly topic: string
  readonly task: string
  readonly label: string
  readonly agent: string
}

type Ask = readonly [agent: string, label: string, task: (random: Random) => string]

const aCity = (random: Random) => random.pick(['Rotterdam', 'Leipzig', 'Gdańsk', 'Lyon', 'Bilbao'])

type Topic = readonly [topic: string, asks: readonly [Ask, ...Ask[]]]

/** Questions by topic, in the words of the people who asked. */
const QUESTIONS: readonly [Topic, ...Topic[]] = [
  [
    'exoplanets',
    [
      ['researcher', 'Look up the star', (r) => `What is known about ${aStar(r)}? Radius, temperature, companions.`],
      [
        'engineer',
        'Check the quality flags',
        (r) => `How many cadences of ${aStar(r)}, sector ${r.int(61, 88)}, carry a quality flag, and which?`,
      ],
      [
        'plot_agent',
        'Plot a light curve',
        (r) => `Plot the raw light curve of ${aStar(r)} with momentum dumps marked.`,
      ],
      [
        'analyst',
        'Compare two periods',
        (r) => `Is ${r.number(2, 9, 4)} d an alias of ${r.number(2, 9, 4)} d for ${aStar(r)}?`,
      ],
    ],
  ],
  [
    'supply chain',
    [
      [
        'analyst',
        'Explain a stock-out',
        (r) => `Why was ${aSku(r)} out of stock at ${aCity(r)} in week ${r.int(1, 3)}?`,
      ],
      [
        'analyst',
        'Rank suppliers',
        (r) => `Rank the suppliers of ${aCity(r)} by late deliveries in the last ${r.int(3, 12)} months.`,
      ],
      [
        'engineer',
        'Convert an order file',
        (r) => `Turn the ${aCity(r)} order file of January ${r.int(2, 19)} into the EDI format and check the sums.`,
      ],
      ['researcher', 'Find a substitute', (r) => `Which SKUs can stand in for ${aSku(r)}? Same fit, same rating.`],
    ],
  ],
  [
    'operations',
    [
      [
        'researcher',
        'Count the timeouts',
        (r) => `How many timeouts did ${aService(r)} have on January ${r.int(2, 19)}, by upstream?`,
      ],
      [
        'engineer',
        'Read a stack trace',
        (r) => `What does this stack trace of ${aService(r)} mean? First seen at 0${r.int(1, 9)}:${r.int(10, 59)} UTC.`,
      ],
      [
        'analyst',
        'Compare latency',
        (r) => `Did p99 of ${aService(r)} change after release ${r.int(3, 9)}.${r.int(0, 30)}?`,
      ],
      [
        'writer',
        'Draft a status message',
        (r) => `Draft a status page message: ${aService(r)} was slow for ${r.int(6, 55)} minutes, all is well again.`,
      ],
    ],
  ],
  [
    'protein design',
    [
      [
        'researcher',
        'Find homologues',
        (r) => `Find homologues of ${r.int(1, 8)}TCA with a melting point above ${r.int(62, 88)} °C.`,
      ],
      [
        'engineer',
        'Mutate a sequence',
        (r) => `Give me the FASTA of the triple mutant S${r.int(30, 90)}P, N${r.int(91, 160)}D, G${r.int(161, 220)}A.`,
      ],
      [
        'analyst',
        'Read a melting curve',
        (r) =>
          `What is Tm in plate ${r.int(1, 24)}, well ${r.pick(['A', 'B', 'C', 'D'])}${r.int(1, 12)}? The curve has a shoulder.`,
      ],
    ],
  ],
  [
    'data audit',
    [
      ['analyst', 'Count the nulls', (r) => `Which columns of ${aLedger(r)} have more than ${r.int(1, 12)} % nulls?`],
      [
        'engineer',
        'Rewrite a query',
        (r) => `This report query takes ${r.int(40, 300)} s. Make it faster without changing its result.`,
      ],
      [
        'analyst',
        'Explain a difference',
        (r) =>
          `Finance says ${r.int(11, 98)},${r.int(100, 999)}.${r.int(10, 99)} €, the dashboard says otherwise. Who is right?`,
      ],
      ['analyst', 'Match a booking', (r) => `Find the bank line that belongs to booking ${r.int(400_000, 990_000)}.`],
    ],
  ],
  [
    'battery lab',
    [
      [
        'engineer',
        'Read a cycler export',
        (r) => `Cell ${r.int(1, 64)} of NMC-${r.int(21, 28)}-B stopped at cycle ${r.int(200, 900)}. Why?`,
      ],
      [
        'analyst',
        'Compare two batches',
        (r) => `Compare the first ${r.int(50, 200)} cycles of NMC-${r.int(21, 24)}-A and NMC-${r.int(25, 28)}-C.`,
      ],
      [
        'plot_agent',
        'Plot the impedance',
        (r) => `Nyquist plot of cell ${r.int(1, 64)} at ${r.int(10, 90)} % state of charge.`,
      ],
    ],
  ],
  [
    'support quality',
    [
      [
        'analyst',
        'Count the reroutes',
        (r) => `How many tickets of January ${r.int(2, 19)} were routed more than ${r.int(2, 4)} times?`,
      ],
      [
        'researcher',
        'Read a ticket thread',
        (r) => `Summarise ticket ${r.int(100_000, 999_999)} and say what the customer still waits for.`,
      ],
      [
        'writer',
        'Shorten a macro',
        (r) => `Shorten the refund macro to ${r.int(60, 120)} words without losing the deadline.`,
      ],
    ],
  ],
  [
    'seismology',
    [
      [
        'researcher',
        'List the quakes',
        (r) =>
          `List quakes above M${r.number(3.5, 5.2, 1)} within 100 km of ${r.pick(['Noto', 'Samos', 'Petrinja', 'Kumamoto'])} since 2024.`,
      ],
      [
        'analyst',
        'Check a magnitude',
        (r) =>
          `Two agencies give M${r.number(4, 4.6, 1)} and M${r.number(4.7, 5.3, 1)} for the same event. Which scale is which?`,
      ],
      [
        'engineer',
        'Convert a catalogue',
        (r) => `Convert ${r.int(900, 9000)} events from QuakeML to CSV, UTC, depth in km.`,
      ],
    ],
  ],
]

export function aQuestion(random: Random): Question {
  const [topic, asks] = random.pick(QUESTIONS)
  const [agent, label, task] = random.pick(asks)
  return { topic, agent, label, task: task(random) }
}
