import type { ExecutionEvent } from '#contract/entities.ts'
import { EventId, FileId, type RunId } from '#contract/ids.ts'
import type { NewFile } from '#server/store/ports/writer.ts'
import type { PlannedNode } from './generatedGraph.ts'

const LINES = 200_000
const MEGABYTE = 1_000_000

/** Payloads that are too large to be drawn whole. */
export const largeEvents = (run_id: RunId, node: PlannedNode | undefined): readonly ExecutionEvent[] => [
  odd(run_id, node, 'large-json', 'code_exec', {
    rows: Array.from({ length: 80_000 }, (_, id) => ({
      id,
      name: `row ${id}`,
      score: (id * 7919) % 1000,
      tags: ['a', 'b'],
    })),
  }),
  odd(run_id, node, 'large-lines', 'code_exec', {
    stdout: Array.from({ length: LINES }, (_, line) => `line ${line} of a long log`).join('\n'),
  }),
  odd(run_id, node, 'large-line', 'tool_call', { text: 'wide '.repeat(MEGABYTE / 5) }),
]

/** Texts that try to run, to reorder, to hide or to flood. */
export const hostileEvents = (run_id: RunId, node: PlannedNode | undefined): readonly ExecutionEvent[] =>
  [
    '<img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script>',
    '[click](javascript:document.title="owned") ![pixel](http://tracker.invalid/p.png)',
    'invoice\u202Efdp.exe and a \u2066hidden\u2069 part',
    '\u001b[2J\u001b[31mred\u001b[0m \u001b]8;;http://evil.invalid\u0007link\u001b]8;;\u0007 \u0007\u0008\u000b',
    'z\u0334\u0321a\u0337\u0322l\u0335g\u0336o'.repeat(40),
  ].map((text, index) => odd(run_id, node, `hostile-${index}`, 'llm_call', { response: text, text }))

/** Files that would run where somebody opened them as a page. */
export function hostileFiles(node: PlannedNode | undefined): readonly NewFile[] {
  if (!node) return []
  const script = '<script>document.title="owned"</script>'
  return Object.entries({
    'page.html': `<!doctype html><title>page</title>${script}<img src=x onerror="document.title='owned'">`,
    'drawing.svg': `<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40" onload="document.title='owned'">${script}<rect width="80" height="40" fill="red"/></svg>`,
    'notes.md': `# Notes\n\n${script}\n\n<img src=x onerror="document.title='owned'">\n\n[go](javascript:document.title='owned')`,
    'formula.csv': 'name,value\n=cmd|calc!A0,1\n<script>1</script>,2\n',
    '..\\..\\up.txt': 'a path that climbs',
  }).map(([file_path, text], index) => ({
    run_id: node.run_id,
    file_id: FileId.parse(`${node.run_id.slice(0, 8)}-hostile-${index}`),
    node_id: node.node_id,
    event_id: null,
    file_path,
    file_type: 'other',
    size_bytes: null,
    sha256: null,
    created_at: node.completed_at,
    meta: {},
    content: new TextEncoder().encode(text),
  }))
}

function odd(
  run_id: RunId,
  node: PlannedNode | undefined,
  name: string,
  event_type: string,
  outputs: ExecutionEvent['outputs'],
): ExecutionEvent {
  return {
    run_id,
    event_id: EventId.parse(`${run_id.slice(0, 8)}-${name}`),
    node_id: node?.node_id ?? null,
    parent_event_id: null,
    event_type,
    event_subtype: 'execution',
    agent_name: node?.agent ?? null,
    timestamp: null,
    started_at: null,
    completed_at: null,
    duration_ms: 12,
    error_message: null,
    status: 'completed',
    execution_order: null,
    depth: 0,
    inputs: { what: name },
    outputs,
    meta: {},
  }
}
