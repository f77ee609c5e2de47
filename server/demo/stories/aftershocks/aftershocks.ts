import { dedent } from '../../dedent.ts'
import type { Story } from '../Story.ts'
import { forecastStep } from './forecastStep.ts'
import { sequenceOf } from './Sequence.ts'

export const aftershocks: Story = {
  topic: 'seismology',
  sessions: ['Aftershock forecasts', 'Catalogue quality', 'b-value maps'],
  tell: (brief) => {
    const sequence = sequenceOf(brief.random)
    const { region, magnitude, events, b, p, days, chance } = sequence
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
      step: forecastStep(brief, sequence),
      impasse: {
        query: 'Omori-Utsu fit divide by zero catalogue duplicates',
        found: 'note on duplicate origin times in merged catalogues',
        idea: 'Merge duplicates within 2 s and 10 km, then fit again.',
        conclusion: `A third of the ${region} catalogue are duplicates from two agencies with different magnitudes. The catalogue must be merged by somebody who knows both.`,
      },
      ending: `${region}: ${chance} % for M ≥ 5 within ${days} days.`,
    }
  },
}
