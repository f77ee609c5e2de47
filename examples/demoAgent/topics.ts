/** What one researcher is asked, finds, and counts. */
export type Angle = {
  readonly agent: string
  readonly question: string
  readonly search: string
  readonly page: string
  readonly finding: string
  /** A label of at most ten letters for the chart, and what an option scores from 0 to 100. */
  readonly label: string
  readonly score: number
}

export type Topic = {
  readonly question: string
  readonly title: string
  readonly angles: readonly [Angle, Angle, Angle]
}

const angle = (
  agent: string,
  question: string,
  [search, page]: readonly [string, string],
  finding: string,
  [label, score]: readonly [string, number],
): Angle => ({ agent, question, search, page, finding, label, score })

const COST = 'cost_researcher'
const TECHNOLOGY = 'technology_researcher'
const PEOPLE = 'people_researcher'

/** Everything here is made up, figures and pages alike. */
export const TOPICS: readonly [Topic, ...Topic[]] = [
  {
    question: 'Should a hill town of 40,000 people replace its 26 diesel buses with battery buses by 2030?',
    title: 'Battery buses for a hill town',
    angles: [
      angle(
        COST,
        'What does a battery bus cost over twelve years, against a diesel bus?',
        ['total cost of ownership battery bus', 'https://transit.example/reports/bus-costs'],
        'Over twelve years a battery bus costs 4 % less, for energy and brakes outweigh a price that is 70 % higher.',
        ['cost', 62],
      ),
      angle(
        TECHNOLOGY,
        'How far does a battery bus go in winter, on slopes of up to 11 %?',
        ['battery bus range winter gradient', 'https://transit.example/trials/winter-range'],
        'At minus 10 °C the range falls to 148 km; only line 7 is longer, and needs a charger at its upper end.',
        ['range', 71],
      ),
      angle(
        PEOPLE,
        'What do drivers and passengers say where the change was made?',
        ['survey drivers battery buses', 'https://transit.example/surveys/drivers'],
        'Of 212 drivers 81 % prefer the new buses; passengers name noise first, then the smoother start.',
        ['people', 84],
      ),
    ],
  },
  {
    question: 'Do heat pumps heat brick houses from before 1930 without new walls?',
    title: 'Heat pumps in old brick houses',
    angles: [
      angle(
        COST,
        'What does a winter of heating cost with a heat pump, against gas?',
        ['heat pump running cost old house', 'https://homes.example/costs/winter'],
        'With a flow temperature of 50 °C a winter costs 11 % less than gas; at 60 °C it costs 6 % more.',
        ['cost', 58],
      ),
      angle(
        TECHNOLOGY,
        'Which flow temperature do old houses need on the coldest day?',
        ['flow temperature brick house measured', 'https://homes.example/field/flow-temperature'],
        'In 64 of 90 measured houses 52 °C is enough once two or three radiators are replaced.',
        ['comfort', 73],
      ),
      angle(
        PEOPLE,
        'What do those who live there report after two winters?',
        ['tenants heat pump two winters', 'https://homes.example/surveys/two-winters'],
        'Nine in ten would do it again; what bothers the others is the night noise at a bedroom wall.',
        ['people', 88],
      ),
    ],
  },
  {
    question: 'Can a school water its garden with rain from its own roof from May to September?',
    title: 'Rain from the roof for a school garden',
    angles: [
      angle(
        COST,
        'What does a cistern cost, and when has it paid for itself?',
        ['cistern cost 12 cubic metres', 'https://water.example/cisterns/prices'],
        'A buried cistern of 12 m³ costs 9,400 and saves 510 a year: it is paid for after 18 years, not before.',
        ['cost', 41],
      ),
      angle(
        TECHNOLOGY,
        'Does enough rain fall on 620 m² of roof?',
        ['roof runoff summer rainfall', 'https://water.example/climate/summer-rain'],
        'In 8 of the last 10 summers the roof gave more than the beds need; in 2 the cistern was dry by mid August.',
        ['supply', 79],
      ),
      angle(
        PEOPLE,
        'Who looks after it in the holidays, elsewhere?',
        ['school garden holiday care', 'https://water.example/schools/holidays'],
        'Where parents share a calendar it works; where one teacher does it alone, it ends after three years.',
        ['care', 66],
      ),
    ],
  },
  {
    question: 'Would a night train between two cities 900 km apart fill its beds?',
    title: 'A night train over 900 km',
    angles: [
      angle(
        COST,
        'What does a bed cost per night, with track fees?',
        ['night train cost per bed', 'https://rail.example/costs/beds'],
        'At 70 % of beds sold one bed costs 84; track fees are a third of that.',
        ['cost', 55],
      ),
      angle(
        TECHNOLOGY,
        'Is there a path at night between the freight trains?',
        ['night freight path capacity', 'https://rail.example/capacity/night'],
        'There is one from 22:40, with 25 minutes to spare at the one border station.',
        ['path', 68],
      ),
      angle(
        PEOPLE,
        'Who flies this way today, and would sleep instead?',
        ['survey flights night train switch', 'https://rail.example/surveys/switch'],
        'Of 3,100 who fly 38 % would change if they arrive before 8:30 and can lie in a room of their own.',
        ['demand', 77],
      ),
    ],
  },
]
