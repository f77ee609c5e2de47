import { FakeListChatModel } from '@langchain/core/utils/testing'
import { tool } from '@langchain/core/tools'
import { Annotation, END, START, StateGraph } from '@langchain/langgraph'
import * as z from 'zod'

const Brief = Annotation.Root({
  topic: Annotation<string>(),
  plan: Annotation<string>(),
  notes: Annotation<readonly string[]>({ reducer: (before, added) => [...before, ...added], default: () => [] }),
  report: Annotation<string>(),
})

const search = tool(({ query }) => `3 pages about ${query}`, {
  name: 'web_search',
  description: 'Looks for pages about something.',
  schema: z.object({ query: z.string() }),
})

/**
 * An ordinary LangGraph: a plan, three researchers at once, and a writer who waits for all of them. It knows nothing of
 * telemetry. The model gives the same answers each time.
 *
 * @param answerMs how long the model takes for an answer
 */
export function briefGraph(answerMs: number) {
  const ask = async (question: string, answer: string): Promise<string> =>
    (await new FakeListChatModel({ responses: [answer], sleep: answerMs }).invoke(question)).text
  const researcher =
    (angle: string, finding: string) =>
    async ({ topic }: typeof Brief.State) => {
      const pages = await search.invoke({ query: `${topic}: ${angle}` })
      return { notes: [await ask(`${pages}. What do they say of the ${angle}?`, finding)] }
    }
  return new StateGraph(Brief)
    .addNode('planner', async ({ topic }) => ({
      plan: await ask(`Plan a brief: ${topic}`, 'Cost, noise, range; then write.'),
    }))
    .addNode('cost', researcher('cost', 'It costs 4 % less over twelve years.'))
    .addNode('noise', researcher('noise', 'It is 7 dB quieter at the kerb.'))
    .addNode('range', researcher('range', 'In winter it goes 148 km.'))
    .addNode('writer', async ({ topic, notes }) => ({
      report: await ask(
        `Write a brief on ${topic} from: ${notes.join(' ')}`,
        `${topic}: cheaper, quieter, and far enough.`,
      ),
    }))
    .addEdge(START, 'planner')
    .addEdge('planner', 'cost')
    .addEdge('planner', 'noise')
    .addEdge('planner', 'range')
    .addEdge(['cost', 'noise', 'range'], 'writer')
    .addEdge('writer', END)
    .compile()
}
