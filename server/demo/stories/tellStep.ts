import {
  type Act,
  become,
  callTool,
  codeFailed,
  delegate,
  fitActs,
  giveUp,
  handOver,
  optional,
  runCode,
  think,
} from '../act.ts'
import type { Model } from '../models.ts'
import type { Course, Telling } from './Story.ts'

/** The step of a telling as exactly `count` events, 14 to 16: one agent's call and all that it did. */
export function tellStep(telling: Telling, course: Course, model: Model, count: number): readonly Act[] {
  const call = delegate(telling.agent, telling.assignment, telling.result, actsOf(telling, course, model), 2.5)
  if (course !== 'fatal') return fitActs([call], count)
  const { outputs: _, ...unanswered } = call
  const error_message = lastLineOf(telling.step.trouble.failed.traceback)
  return fitActs([{ ...unanswered, status: 'failed', error_message }], count)
}

function actsOf({ step, impasse }: Telling, course: Course, model: Model): readonly Act[] {
  const { begin, attempt, check, trouble, finish } = step
  const { language, code, output, seconds } = attempt
  const { diagnosis, mended } = trouble
  const failed = codeFailed(language, code, trouble.failed.traceback, trouble.failed.seconds)
  switch (course) {
    case 'smooth':
      return [...begin, runCode(language, code, output, seconds), ...check, ...finish]
    case 'mended':
      return [...begin, failed, diagnosis, retry(runCode(language, mended.code, output, mended.seconds)), ...finish]
    case 'fatal':
      return [
        ...begin,
        failed,
        diagnosis,
        retry(failed),
        optional(callTool('docs.search', { query: impasse.query }, { hits: 3, best: impasse.found }, 1.8)),
        think(model, 'The retry failed in the same way. What else could work?', impasse.idea, 5.4, 4200),
        retry(failed),
        optional(think(model, 'Decide: try again, ask, or stop?', impasse.conclusion, 3.1, 5100)),
        giveUp(trouble.failed.traceback),
        handOver('planner', impasse.conclusion),
        become('running', 'failed', 'three attempts, none succeeded'),
      ]
  }
}

const retry = (act: Act): Act => ({ ...act, meta: { ...act.meta, retry: true } })

const lastLineOf = (text: string): string => text.trimEnd().split('\n').at(-1) ?? text
