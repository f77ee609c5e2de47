import type { Random } from '#server/demo/random.ts'
import { callAgent } from './AgentAtWork.ts'
import { chartOf, reportOf } from './files.ts'
import { inSpan, type Stage } from './Stage.ts'
import type { Angle, Topic } from './topics.ts'

export const WORKFLOW = 'research_brief'

class TimeoutError extends Error {
  override readonly name = 'TimeoutError'
}
class OverloadedError extends Error {
  override readonly name = 'OverloadedError'
}

type Script = {
  readonly topic: Topic
  readonly random: Random
  readonly ending: 'well' | 'badly'
  /** Told as soon as the trace has its id, before anything was done. */
  readonly onStart: (traceId: string) => void
}

/** Plan, three researchers at once, writer, reviewer, and the writer again. Throws where the script ends badly. */
export function research(stage: Stage, { topic, random, ending, onStart }: Script): Promise<void> {
  const attributes = {
    'gen_ai.operation.name': 'invoke_workflow',
    'gen_ai.workflow.name': WORKFLOW,
    'gen_ai.input.messages': JSON.stringify([
      { role: 'user', name: 'reader', parts: [{ type: 'text', content: topic.question }] },
    ]),
  }
  return inSpan(stage, { name: `invoke_workflow ${WORKFLOW}`, attributes }, async (span) => {
    onStart(span.spanContext().traceId)
    const plan = await makePlan(stage, topic)
    const findings = await Promise.all(
      topic.angles.map((angle, index) => look(stage, angle, random.for(angle.agent), plan, index === 1)),
    )
    const draft = await write(stage, topic, findings.join('\n\n'), ending)
    const objection = await review(stage, draft)
    const brief = await writeAgain(stage, topic, objection)
    span.setAttribute(
      'gen_ai.output.messages',
      JSON.stringify([
        { role: 'assistant', name: 'writer', parts: [{ type: 'text', content: brief }], finish_reason: 'stop' },
      ]),
    )
  })
}

const makePlan = (stage: Stage, { question, angles }: Topic): Promise<string> =>
  callAgent(stage, { agent: 'planner', by: 'reader', task: question, operation: 'plan' }, async (planner) => {
    const call = await planner.decide(1.2, 'list_researchers', {})
    await planner.use(0.5, call, () => angles.map(({ agent }) => agent))
    const steps = angles.map(({ agent, question }, index) => `${index + 1}. ${agent}: ${question}`)
    return planner.answer(
      1.6,
      `${steps.join('\n')}\n4. writer: a report of one page\n5. reviewer: read it as a stranger`,
    )
  })

/** A researcher at its angle. The page of one of them does not come the first time, and is asked for again. */
function look(stage: Stage, angle: Angle, random: Random, plan: string, isUnlucky: boolean): Promise<string> {
  const { agent, question, search, page, finding } = angle
  const seconds = (least: number, most: number) => random.number(least, most, 2)
  const task = `${question}\n\nYour part of the plan:\n${plan.split('\n').find((line) => line.includes(agent)) ?? plan}`
  return callAgent(stage, { agent, by: 'planner', task }, async (researcher) => {
    const found = await researcher.decide(seconds(0.9, 1.6), 'web_search', { query: search })
    const hits = random.int(3, 40)
    await researcher.use(seconds(0.7, 1.3), found, () => ({ hits, best: page }))

    const fetched = await researcher.decide(seconds(0.8, 1.4), 'fetch_page', { url: page })
    const fetchPage = (wait: number, work: () => unknown) => researcher.use(wait, fetched, work)
    const read = () => ({ url: page, status: 200, text: finding })
    if (isUnlucky) {
      const late = () => {
        throw new TimeoutError(`${page} sent nothing within 2 s`)
      }
      await fetchPage(2, late).catch(async () => {
        await stage.pause(0.6)
        await fetchPage(seconds(0.9, 1.4), read)
      })
    } else await fetchPage(seconds(1, 2), read)

    const noted = await researcher.decide(seconds(0.7, 1.2), 'take_note', { text: finding })
    await researcher.use(seconds(0.2, 0.4), noted, () => ({ notes: 1 }))
    return researcher.answer(seconds(1.2, 2), `${finding} (${page})`)
  })
}

const write = (stage: Stage, topic: Topic, findings: string, ending: Script['ending']): Promise<string> =>
  callAgent(stage, { agent: 'writer', by: 'researchers', task: findings }, async (writer) => {
    const scores = topic.angles.map(({ label, score }) => ({ label, score }))
    const call = await writer.decide(1.4, 'draw_chart', { scores })
    const chart = chartOf(topic)
    await writer.use(1.1, call, () => ({ drawn: chart.name, bytes: chart.bytes.length }))
    if (ending === 'badly')
      return writer.getNoAnswer(3, new OverloadedError('The model is overloaded (529), also the third time.'))
    const words = `A first draft of "${topic.title}", with a chart of the scores.`
    return writer.answer(2.6, words, [reportOf(topic, 1), chart])
  })

const review = (stage: Stage, draft: string): Promise<string> =>
  callAgent(stage, { agent: 'reviewer', by: 'writer', task: draft }, async (reviewer) => {
    const call = await reviewer.decide(1.5, 'check_claims', { draft: 1 })
    await reviewer.use(1.2, call, () => ({ claims: 3, with_source: 0 }))
    return reviewer.answer(
      1.6,
      'Three figures, and no word where they are from. Name a source for each, then it can go out.',
    )
  })

const writeAgain = (stage: Stage, topic: Topic, objection: string): Promise<string> =>
  callAgent(stage, { agent: 'writer', by: 'reviewer', task: objection }, async (writer) => {
    const call = await writer.decide(1.3, 'read_notes', { of: topic.angles.map(({ agent }) => agent) })
    await writer.use(0.6, call, () => topic.angles.map(({ page }) => page))
    return writer.answer(2.4, `"${topic.title}" is done: every figure has its source now.`, [reportOf(topic, 2)])
  })
