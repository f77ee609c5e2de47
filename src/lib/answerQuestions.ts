import { wordsOf, type Answered, type Asked } from './askWorker.ts'

/**
 * The worker's side of `askWorker`: answers each question with its number, and reports errors as such. Call once, in a
 * worker.
 */
// The types match those of the client on the other side.
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
export function answerQuestions<Q, A>(answer: (question: Q) => A): void {
  addEventListener('message', ({ data }: MessageEvent<Asked<Q>>) => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker takes no origin; the rule is about windows
    postMessage(reply(data))
  })

  function reply({ number, question }: Asked<Q>): Answered<A> {
    try {
      return { number, answer: answer(question) }
    } catch (error) {
      return { number, failed: wordsOf(error) }
    }
  }
}
