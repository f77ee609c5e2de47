import { dedent } from '../../dedent.ts'
import type { Story } from '../Story.ts'
import { evaluationOf } from './Evaluation.ts'
import { evaluationStep } from './evaluationStep.ts'

export const routerEval: Story = {
  topic: 'support quality',
  sessions: ['Ticket router evaluation', 'Prompt variants for triage', 'Queue quality'],
  tell: (brief) => {
    const evaluation = evaluationOf(brief.random)
    const { version, tickets, before, after, weak, share } = evaluation
    return {
      task: `Evaluate router prompt ${version} on ${tickets} labelled tickets. Where does it go wrong, and is it safe to roll out to ${share} % of the traffic?`,
      plan: dedent`
        ## Evaluation of router ${version}

        1. Draw a *stratified* sample, ${tickets} tickets, two labels each
        2. Run old and new prompt on the same tickets
        3. Confusion by queue; read **all** errors in \`${weak}\`
        4. Check cost and latency
        5. Recommend: roll out, hold, or change

        Roll-out rule: no queue may lose more than 1 point.
        `,
      agent: 'analyst',
      assignment: `Compare ${version} with the live prompt on ${tickets} tickets`,
      result: `${before} % → ${after} %, every queue at least as good; ${weak} is still the weakest`,
      step: evaluationStep(brief, evaluation),
      impasse: {
        query: '429 Too Many Requests evaluation key quota',
        found: 'dashboard: daily token quota used up by the nightly job',
        idea: 'Evaluate a third of the sample, the part that was answered before the limit.',
        conclusion: `${Math.round(tickets / 3)} answers are too few for five queues: the interval would be wider than the gain. Repeat after midnight, when the quota is new.`,
      },
      ending: `${version}: ${after} %, recommended for ${share} % of the traffic.`,
    }
  },
}
