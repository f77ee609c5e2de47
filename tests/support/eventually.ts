import { vi } from 'vitest'

/** Waits until the check holds. Patient, for a machine that is busy may take seconds over what takes a moment; a failure takes as long. */
export const eventually = <Result>(check: () => Result | Promise<Result>): Promise<Result> =>
  vi.waitFor(check, { timeout: 10_000, interval: 20 })
