import { wordsOf, type Answered, type Asked } from './askWorker.ts'

/** The worker's side of `askWorker`: answers every question under its number, and tells an error as one. To be called once, in a worker. */
// The types are those of the client on the other side.
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
export function answerQuestions<Q, A>(answer: (question: Q) => A): void {
  addEventListener('message', ({ data }: MessageEvent<Asked<Q>>) => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker takes no origin; the rule means windows
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
