import { recipes } from '#src/connect/recipes.ts'

const INTRODUCTION = `# Connecting an agent

What the page _Connect an agent_ of the app tells, with the address that Runlens has by default. Made from \`src/connect/recipes.ts\` by \`npm run docs:connect\`.

A trace becomes a run, whose id is the trace id written as a UUID; an agent, a step of a workflow or a node of a graph becomes a node; model calls and tool calls become the events of that node. Spans come when they end, so a run
that is still going shows the agents of which something has ended.

A call of a model or a tool that comes alone makes no run. It is kept, and listed on the page _Unassigned calls_, which has the lines for a span around it that make it one.
`

/** docs/connect.md, as it has to be. */
export const connectDoc = (): string =>
  [
    INTRODUCTION,
    ...recipes('http://127.0.0.1:4400').flatMap(({ name, about, snippets }) => [
      `## ${name}\n\n${about}\n`,
      ...snippets.map(({ says, language, code }) => `${says}\n\n\`\`\`${language}\n${code}\n\`\`\`\n`),
    ]),
  ].join('\n')
