/** What runs can be listed by having: `rows`, a node, event, file or message; `errors`, a failed event. */
export const RUN_CONTENTS = ['rows', 'errors'] as const
export type RunContent = (typeof RUN_CONTENTS)[number]
