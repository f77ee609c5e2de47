import { type Act, become, by, delegate, think } from './act.ts'
import { january, MINUTE, SECOND } from './calendar.ts'
import { namedNode, PLAIN, type RunDraft } from './drafts.ts'
import type { Model } from './models.ts'
import { longChain } from './longChain/longChain.ts'
import type { Random } from './random.ts'
import { STORIES } from './stories/allStories.ts'
import { demandOf } from './stories/supplyChain/Demand.ts'
import type { Course, Telling } from './stories/Story.ts'
import { tellStep } from './stories/tellStep.ts'

/**
 * The 35 runs whose nodes bear the names `planning`, `step_1` and `terminator`. The first of them owns the names' rows,
 * as the old key allowed one row a name; the nodes of the others live in their events only.
 */
const RUNS = 35

/** Runs of an older recorder, which left one event of the whole step. */
const SHORT: ReadonlyMap<number, string | undefined> = new Map([
  [3, undefined],
  [8, '4870fb7a-4d8a-4e1d-8ee8-78091fbacc08'],
  [12, undefined],
  [17, undefined],
  [23, undefined],
])
const FATAL = new Set([4, 10, 17, 21, 26])
const MENDED = new Set([0, 2, 6, 9, 13, 15, 19, 22, 24, 28, 30, 31, 34])
/** The last run of each story keeps its files: two each. */
const KEEPS_FILES_FROM = RUNS - STORIES.length

/** Events of `step_1` in the other thirty runs: eleven times 14, nine times 15, ten times 16, which makes 449. */
const LENGTHS = [14, 15, 16].flatMap((length, index) => Array.from({ length: [11, 9, 10][index] ?? 0 }, () => length))

/** Runs with an event of their own before the first node's. */
const OPENED = 12

export function namedRuns(random: Random): readonly RunDraft[] {
  const lengths = random.for('lengths').shuffled(LENGTHS)
  let next = 0
  return Array.from({ length: RUNS }, (_, index) => {
    const length = SHORT.has(index) ? 1 : (lengths[next++] ?? 0)
    return namedRun(index, length, random.for(`named ${index}`))
  })
}

function namedRun(index: number, length: number, random: Random): RunDraft {
  const story = STORIES[index % STORIES.length] ?? STORIES[0]
  const model = random.pick<Model>(['claude-sonnet-4-5', 'gpt-5-mini', 'claude-haiku-4-5', 'gpt-5', 'gemini-2.5-flash'])
  const course: Course = FATAL.has(index) ? 'fatal' : MENDED.has(index) ? 'mended' : 'smooth'
  const telling = story.tell({ random: random.for('telling'), model, keepsFiles: index >= KEEPS_FILES_FROM })
  const isOwner = index === 0
  const step = length === 1 ? shortStep(telling, course) : tellStep(telling, course, model, length)
  const planning = planningAct(telling, model)
  const end = endingAct(telling, course)
  const draft: RunDraft = {
    ...PLAIN,
    run_id: SHORT.get(index) ?? random.uuid(),
    topic: story.topic,
    started:
      january(2, 7, 40) + index * (12 * 60 + 43) * MINUTE + random.int(0, 90 * 60) * SECOND + random.int(0, 999_999),
    mode: random.pick(['planning_control', 'planning_control', 'human_in_the_loop']),
    agent: 'planner',
    model,
    status: course === 'fatal' ? 'failed' : 'completed',
    task: telling.task,
    opening: index >= RUNS - OPENED ? [become('draft', 'executing', `plan accepted, ${model} starts`)] : [],
    nodes: [
      namedNode('planning', 'planning', 'planner', 'completed', [planning], isOwner),
      namedNode('step_1', 'agent', telling.agent, course === 'fatal' ? 'failed' : 'completed', step, isOwner),
      namedNode('terminator', 'terminator', 'terminator', 'completed', [end], isOwner),
    ],
  }
  // The demand is what a supply chain telling draws first, so that the same random gives the chain the telling's figures.
  return isOwner ? longChain(draft, demandOf(random.for('telling')), model, random.for('chain')) : draft
}

const planningAct = ({ task, plan }: Telling, model: Model): Act =>
  by('planner', think(model, `Write a plan for this task: ${task}`, plan, 9.5, 950))

function shortStep({ agent, assignment, result, step }: Telling, course: Course): readonly Act[] {
  const call = { ...delegate(agent, assignment, result, [], 184), event_subtype: 'complete' }
  if (course !== 'fatal') return [call]
  return [{ ...call, status: 'failed', error_message: step.trouble.failed.traceback }]
}

const endingAct = ({ ending, impasse }: Telling, course: Course): Act =>
  by(
    'terminator',
    course === 'fatal'
      ? { ...become('running', 'failed', impasse.conclusion), event_subtype: 'complete', status: 'completed' }
      : become('running', 'completed', ending),
  )
