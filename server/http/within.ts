import { StoreUnavailableError } from '#server/store/ports/errors.ts'

/**
 * The result of the work, or `StoreUnavailableError` after `limitMs`; the work then continues, and its result is
 * ignored.
 */
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
