import type { DAGEdge, ExecutionEvent, Message } from '#contract/entities.ts'
import { FileId, MessageId } from '#contract/ids.ts'
import type { Random } from '#server/demo/random.ts'
import type { NewFile } from '#server/store/ports/writer.ts'
import type { PlannedNode } from './generatedGraph.ts'
import type { GenerateOptions } from './generateOptions.ts'
import { numberedUuid } from './numberedUuid.ts'
import { hostileFiles } from './oddities.ts'

/** Messages along the edges, asked and answered in turn, each at the receiver's start or the sender's end. */
export function messagesOf(
  nodes: readonly PlannedNode[],
  edges: readonly DAGEdge[],
  count: number,
  random: Random,
): readonly Message[] {
  const byId = new Map(nodes.map((node) => [node.node_id, node]))
  return Array.from({ length: edges.length === 0 ? 0 : count }, (_, index): readonly Message[] => {
    const edge = edges[index % edges.length]
    const from = edge && byId.get(edge.from_node_id)
    const to = edge && byId.get(edge.to_node_id)
    if (!from || !to) return []
    const isAnswer = Math.floor(index / edges.length) % 2 === 1
    const [sender, recipient] = isAnswer ? [to, from] : [from, to]
    return [
      {
        run_id: from.run_id,
        message_id: MessageId.parse(numberedUuid(random, index)),
        node_id: to.node_id,
        event_id: null,
        sender: sender.agent ?? sender.label,
        recipient: recipient.agent ?? recipient.label,
        content: isAnswer
          ? `Understood. I begin **${to.label}** with the ${random.int(2, 40)} rows that you marked.`
          : `**${from.label}** is done: ${random.int(2, 400)} rows kept, ${random.int(0, 9)} dropped.\n\nGo on with \`${to.node_id}\`.`,
        timestamp: isAnswer ? to.started_at : from.completed_at,
        tokens: random.int(10, 80),
        meta: {},
      },
    ]
  }).flat()
}

const encoder = new TextEncoder()

/** Reports, tables and logs of the nodes; each fourth path is written again by a later node, in another version. */
export function filesOf(
  nodes: readonly PlannedNode[],
  events: readonly ExecutionEvent[],
  options: Pick<GenerateOptions, 'files' | 'hostile'>,
  random: Random,
): readonly NewFile[] {
  const firstEvent = new Map(events.toReversed().map((event) => [event.node_id, event.event_id]))
  const files = Array.from({ length: options.files }, (_, index): readonly NewFile[] => {
    const node = nodes[index % nodes.length]
    if (!node) return []
    const path = index % 4 === 3 ? index - 3 : index
    const [name, file_type, text] = contentOf(path, index, node, random)
    return [
      {
        run_id: node.run_id,
        file_id: FileId.parse(numberedUuid(random, index)),
        node_id: node.node_id,
        event_id: firstEvent.get(node.node_id) ?? null,
        file_path: name,
        file_type,
        size_bytes: null,
        sha256: null,
        created_at: node.completed_at,
        meta: {},
        content: encoder.encode(text),
      },
    ]
  }).flat()
  return options.hostile ? [...files, ...hostileFiles(nodes[0])] : files
}

function contentOf(
  path: number,
  version: number,
  node: PlannedNode,
  random: Random,
): readonly [name: string, file_type: string, text: string] {
  const rows = Array.from({ length: 40 }, (_, row) => `${row},${random.int(1, 900)},${random.number(0, 1, 4)}`)
  switch (path % 3) {
    case 0:
      return [
        `reports/section_${path}.md`,
        'report',
        `# Section ${path}\n\nBy ${node.agent ?? 'nobody'}, version ${version}.\n\n- kept ${random.int(1, 90)} rows\n- see table ${path + 1}\n`,
      ]
    case 1:
      return [`data/table_${path}.csv`, 'data', `row,amount,score\n${rows.join('\n')}\n`]
    default:
      return [
        `logs/step_${path}.log`,
        'log',
        rows.map((row) => `\u001b[32minfo\u001b[0m read ${row} in version ${version}`).join('\n'),
      ]
  }
}
