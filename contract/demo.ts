import * as z from 'zod/mini'

const count = z.int().check(z.minimum(0))

/** `runs`: the number of stored demo runs, generated ones included. */
export const DemoState = z.strictObject({ runs: count })
export type DemoState = Readonly<z.output<typeof DemoState>>

/** `removed_runs`: the number of runs that were deleted. */
export const DemoRemoval = z.strictObject({ removed_runs: count })
export type DemoRemoval = Readonly<z.output<typeof DemoRemoval>>
