import { recipes } from '#src/connect/recipes.ts'

const INTRODUCTION = `# Connecting an agent

The contents of the page _Connect an agent_ of the app, with the default address of Runlens. Generated from \`src/connect/recipes.ts\` by \`npm run docs:connect\`.

A trace becomes a run, whose id is the trace id as a UUID. An agent, a workflow step or a graph node becomes a node, and model calls and tool calls become the events of that node. Exporters send spans when they end, so a run
in progress shows only agents with at least one finished span.

A model or tool call on its own doesn't create a run. It is kept and listed on the page _Unassigned calls_, which shows how to wrap it in a span that creates one.
`

/** The expected contents of docs/connect.md. */
export const connectDoc = (): string =>
  [
    INTRODUCTION,
    ...recipes('http://127.0.0.1:4400').flatMap(({ name, about, snippets }) => [
      `## ${name}\n\n${about}\n`,
      ...snippets.map(({ says, language, code }) => `${says}\n\n\`\`\`${language}\n${code}\n\`\`\`\n`),
    ]),
  ].join('\n')
