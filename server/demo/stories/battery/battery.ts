import { dedent } from '../../dedent.ts'
import type { Story } from '../Story.ts'
import { cellsOf } from './Cells.ts'
import { fadeStep } from './fadeStep.ts'

export const battery: Story = {
  topic: 'battery lab',
  sessions: ['Cell ageing campaign', 'Knee point study', 'Warranty model'],
  tell: (brief) => {
    const cells = cellsOf(brief.random)
    const { batch, count, celsius, knee, rate, end, rmse } = cells
    return {
      task: `Fit the capacity fade of batch ${batch} (${count} cells at ${celsius} °C) and predict when 80 % is reached. Is there a knee?`,
      plan: dedent`
        ## Capacity fade, ${batch} at ${celsius} °C

        1. Load the cycler exports, align **check-up** cycles
        2. Remove rests and aborted cycles (they look like sudden fade)
        3. Fit √n fade, then √n with a knee; compare by AIC
        4. Bootstrap over cells, not over cycles
        5. Say when 80 % is reached, with an interval
        `,
      agent: 'engineer',
      assignment: `Fit both fade models to ${count} cells of ${batch}`,
      result: `Knee at ${knee} cycles, rate ${rate} %/√cycle, RMSE ${rmse} %`,
      step: fadeStep(brief, cells),
      impasse: {
        query: 'scipy curve_fit knee model does not converge',
        found: 'paper: knee identification needs 15 % fade at least',
        idea: 'Fit the plain model and bound the knee from below.',
        conclusion: `No cell of ${batch} has lost more than 9 %. The knee cannot be told from noise yet; measure ${brief.random.int(150, 320)} more cycles.`,
      },
      ending: `${batch}: 80 % at ${end} cycles.`,
    }
  },
}
