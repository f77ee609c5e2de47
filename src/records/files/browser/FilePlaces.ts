import type { RunFile } from '#contract/entities.ts'

/**
 * Where a file was made, with actions to go there. Provided by the feature that shows files, because it knows
 * navigation and the nodes; undefined if not recorded.
 */
export type FilePlaces = {
  readonly nodeOf: (file: RunFile) => { readonly label: string; readonly open: () => void } | undefined
  readonly eventOf: (file: RunFile) => (() => void) | undefined
}
