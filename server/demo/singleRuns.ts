import { become, giveUp, think, type Act } from './act.ts'
import { january, MINUTE, SECOND } from './calendar.ts'
import { inState, node, type NodeDraft, PLAIN, type RunDraft } from './drafts.ts'
import type { Model } from './models.ts'
import type { Random } from './random.ts'
import { aQuestion, type Question } from './stories/questions.ts'

/** How many runs were left in which state: old data is full of drafts and of runs that nobody finished. */
type Tally = readonly (readonly [status: string, runs: number])[]

/** Runs of one question with one UUID node and no event of it. */
const WITH_NODE: Tally = [
  ['completed', 46],
  ['failed', 6],
  ['executing', 9],
  ['planning', 8],
  ['waiting_approval', 4],
  ['paused', 7],
]
/** Drafts with two nodes that never ran. */
const DRAFTED: Tally = [['draft', 6]]
/** Runs without a node. */
const EMPTY: Tally = [
  ['completed', 62],
  ['draft', 31],
  ['planning', 14],
  ['executing', 12],
  ['failed', 6],
  ['paused', 6],
]

/** Empty runs that left one event of the run as a whole; failed ones all do. */
const WORDS: ReadonlyMap<string, number> = new Map([
  ['failed', 6],
  ['completed', 8],
  ['executing', 4],
])

export const singleRuns = (random: Random): readonly RunDraft[] => [
  ...runsOf('with node', WITH_NODE, random, (question, status, own) => ({
    nodes: [nodeOf(question, nodeStatus(status), own)],
  })),
  ...runsOf('drafted', DRAFTED, random, (question, _, own) => ({
    nodes: [
      nodeOf(question, 'pending', own),
      nodeOf({ ...question, label: 'Check the answer', agent: 'reviewer' }, 'pending', own),
    ],
  })),
  ...runsOf('empty', EMPTY, random, (question, status, own, index) => ({
    opening: index < (WORDS.get(status) ?? 0) ? [lastWords(question, status, own)] : [],
  })),
]

type Rest = Partial<Pick<RunDraft, 'nodes' | 'opening'>>

const runsOf = (
  kind: string,
  tally: Tally,
  random: Random,
  rest: (question: Question, status: string, own: Random, index: number) => Rest,
): readonly RunDraft[] =>
  tally.flatMap(([status, runs]) =>
    Array.from({ length: runs }, (_, index): RunDraft => {
      const own = random.for(`${kind} ${status} ${index}`)
      const question = aQuestion(own)
      return {
        ...PLAIN,
        run_id: own.uuid(),
        topic: question.topic,
        started: momentOf(own, kind === 'empty' ? LAST_EMPTY_DAY : LAST_DAY),
        mode: 'one_shot',
        agent: question.agent,
        model: own.pick<Model>(['gpt-5-mini', 'claude-haiku-4-5', 'gemini-2.5-flash', 'claude-sonnet-4-5']),
        status,
        task: question.task,
        ...rest(question, status, own, index),
      }
    }),
  )

/** The last day of the demo, and the last one on which runs recorded nothing: a list that begins with what can be read. */
const LAST_DAY = 20
const LAST_EMPTY_DAY = 8

/** A moment of a working day, before the last morning's end. */
const momentOf = (random: Random, lastDay: number) =>
  january(random.int(2, lastDay), 6) +
  random.int(0, 5 * 60 + 30) * MINUTE +
  random.int(0, 59) * SECOND +
  random.int(0, 999_999)

const nodeOf = ({ label, agent }: Question, status: string, random: Random): NodeDraft =>
  inState(status, node(random.uuid(), 'agent', label, agent))

function nodeStatus(run: string): string {
  switch (run) {
    case 'executing':
      return 'running'
    case 'planning':
      return 'pending'
    default:
      return run
  }
}

const TIMEOUT = [
  'Traceback (most recent call last):',
  '  File "/srv/agents/one_shot.py", line 58, in answer',
  '    reply = client.ask(prompt, timeout=60)',
  '  File "/srv/agents/client.py", line 112, in ask',
  '    raise ModelTimeout(f"no answer within {timeout} s")',
  'agents.errors.ModelTimeout: no answer within 60 s',
].join('\n')

function lastWords({ task, agent }: Question, status: string, random: Random): Act {
  switch (status) {
    case 'failed':
      return { ...giveUp(TIMEOUT), seconds: 60, inputs: { task } }
    case 'executing':
      return { ...become('draft', 'executing', `${agent} took the question`), status: 'running', isOpen: true }
    default:
      return think(
        'gpt-5-mini',
        task,
        random.pick([
          'Done, the answer is in the reply. Two sources agree, one is older than a year.',
          'Yes. The figure changed last week; the newer one is right.',
          'No. What looks like a change is a different time zone in the export.',
          'The short answer: three cases, all of the same kind. The list is in the reply.',
        ]),
        random.number(2.2, 14, 1),
      )
  }
}
