import { StoreUnavailableError } from '#server/store/ports/errors.ts'

/** The result of the work, or `StoreUnavailableError` after so many milliseconds; the work goes on then, and nobody hears of it. */
export async function within<Result>(limitMs: number, work: Promise<Result>): Promise<Result> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new StoreUnavailableError(`no answer within ${limitMs} ms`, { trouble: 'timeout' })),
      limitMs,
    )
  })
  try {
    return await Promise.race([work, tooLate])
  } finally {
    clearTimeout(timer)
  }
}
