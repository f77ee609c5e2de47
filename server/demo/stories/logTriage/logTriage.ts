import { dedent } from '../../dedent.ts'
import type { Story } from '../Story.ts'
import { outageOf } from './Outage.ts'
import { triageStep } from './triageStep.ts'

export const logTriage: Story = {
  topic: 'operations',
  sessions: ['Night shift triage', 'Gateway latency incidents', 'Post-mortems January'],
  tell: (brief) => {
    const outage = outageOf(brief.random)
    const { p99, minutes, began, service, pool, upstream } = outage
    return {
      task: `${service} paged at ${began} UTC with p99 above ${Math.floor(p99 / 1000)} s. Find the cause in the logs of the last 6 hours and say what to do now.`,
      plan: dedent`
        ## Triage: ${service}, paged ${began} UTC

        - [ ] When exactly did it begin, and what *changed* at that moment?
        - [ ] Cluster the log lines, compare with yesterday's templates
        - [ ] Follow the first new template upstream
        - [ ] One cause, one action, one thing to check afterwards

        Do **not** restart anything before the heap and the pool are recorded.
        `,
      agent: 'researcher',
      assignment: `Find what changed for ${service} around ${began} UTC`,
      result: `A migration held a lock on ${upstream}; the pool of ${pool} ran dry within ${minutes} minutes`,
      step: triageStep(brief, outage),
      impasse: {
        query: `log templates ${service} truncated lines`,
        found: 'log shipper changelog: max_line 8 KiB, splits without a marker',
        idea: 'Fetch the raw journal from the hosts instead of the shipped log.',
        conclusion: `The journal of ${service} was rotated ${brief.random.int(20, 50)} minutes ago: the first minutes of the incident exist nowhere any more. A person must decide whether to restart.`,
      },
      ending: `Cause found in ${minutes} minutes: exclusive lock on ${upstream}.`,
    }
  },
}
