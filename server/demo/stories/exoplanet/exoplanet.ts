import { dedent } from '../../dedent.ts'
import type { Story } from '../Story.ts'
import { signalOf, type Star, starOf } from './Star.ts'
import { transitStep } from './transitStep.ts'

export const exoplanet: Story = {
  topic: 'exoplanets',
  sessions: ['TESS transit candidates', 'Follow-up list for the spring semester', 'Vetting of sector light curves'],
  tell: (brief) => {
    const star = starOf(brief.random)
    const found = signalOf(star)
    return {
      task: `Search the light curve of ${star.name} (TESS sector ${star.sector}) for transits and say whether the best candidate deserves follow-up.`,
      plan: planOf(star),
      agent: 'engineer',
      assignment: `Detrend ${star.name}, run a box search from 0.5 to 13 days, vet the strongest signal`,
      result: `One candidate: ${found}. Odd and even transits agree; no secondary eclipse.`,
      step: transitStep(brief, star),
      impasse: {
        query: 'BoxLeastSquares autopower gap between orbits',
        found: 'astropy issue: autopower derives the grid from the longest gap',
        idea: 'Search each orbit alone. That halves the number of transits, but the grid would be sound.',
        conclusion: `The light curve of ${star.name} has a 9-day gap; neither orbit alone holds two transits. I stop rather than report a period that one transit cannot give.`,
      },
      ending: `Candidate around ${star.name} written up, ${found}.`,
    }
  },
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
