import type { RunFile } from '#contract/entities.ts'

/**
 * Where a file was made, and the way there. The feature that shows files provides it, since it knows navigation and the
 * nodes; undefined where the writer did not tell.
 */
export type FilePlaces = {
  readonly nodeOf: (file: RunFile) => { readonly label: string; readonly open: () => void } | undefined
  readonly eventOf: (file: RunFile) => (() => void) | undefined
}
