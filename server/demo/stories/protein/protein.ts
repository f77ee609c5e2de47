import { dedent } from '../../dedent.ts'
import type { Story } from '../Story.ts'
import { screenOf } from './Screen.ts'
import { screenStep } from './screenStep.ts'

export const protein: Story = {
  topic: 'protein design',
  sessions: ['Stability screen', 'Lipase thermostability', 'Library for round 3'],
  tell: (brief) => {
    const screen = screenOf(brief.random)
    const { enzyme, structure, best, gain, variants, stable, pearson } = screen
    return {
      task: `Screen all single mutants of ${enzyme} (PDB ${structure}) for stability and propose 12 for the bench. Keep the active site as it is.`,
      plan: dedent`
        ## Stability screen, ${enzyme} (${structure})

        1. Prepare the structure: protonate at pH 7.4, close two loops
        2. Score **${variants}** single mutants with the language model *and* the physics score
        3. Drop everything within 8 Å of the catalytic residues
        4. Check the ranking against ${brief.random.int(28, 90)} measured variants
        5. Choose 12 that differ in mechanism, not only in score
        `,
      agent: 'researcher',
      assignment: `Rank all single mutants of ${structure} by ΔΔG and validate the ranking`,
      result: `${stable} stabilising mutants; best ${best} at ${gain} kcal/mol; r = ${pearson} against measurements`,
      step: screenStep(brief, screen),
      impasse: {
        query: 'CUDA out of memory batch 1 sequence length',
        found: 'model card: peak memory 23 GiB for more than 300 residues',
        idea: 'Score on the CPU, on a random tenth of the variants.',
        conclusion: `Another job holds the GPU until tomorrow and the CPU would need ${brief.random.int(19, 40)} hours. The run should be repeated when a card is free.`,
      },
      ending: `Twelve variants of ${enzyme} proposed, ${best} first.`,
    }
  },
}
