/** The kinds of findings in the integrity report, in display order. */
export const INTEGRITY_KINDS = [
  'event_node_elsewhere',
  'file_node_elsewhere',
  'message_node_elsewhere',
  'node_missing',
  'run_missing',
  'edge_end_missing',
  'edge_between_runs',
  'edge_cycle',
  'event_parent_missing',
  'event_parent_elsewhere',
  'event_parent_cycle',
  'node_parent_missing',
  'node_parent_elsewhere',
  'node_parent_cycle',
  'run_parent_missing',
  'run_parent_cycle',
  'order_gap',
  'order_duplicate',
  'start_unfinished',
  'status_contradiction',
  'run_unreadable',
  'unreadable_row',
  'unusable_key',
  'duplicate_key',
  'run_refused',
  'run_left_alone',
  'session_left_alone',
  'node_reconstructed',
  'edge_inferred',
  'session_missing',
  'unreadable_time',
  'unreadable_number',
  'unusable_word',
  'unusable_reference',
  'json_too_deep',
  'json_unreadable',
] as const
type Kind = (typeof INTEGRITY_KINDS)[number]

/**
 * The category of a finding: `mixed` rows would have been shown in other runs, `broken` references lead nowhere,
 * `odd` records contradict themselves, `lost` rows belong to no run, `mended` ones were repaired and say so.
 */
export const INTEGRITY_ASPECTS = ['mixed', 'broken', 'odd', 'lost', 'mended'] as const
export type IntegrityAspect = (typeof INTEGRITY_ASPECTS)[number]

export const ASPECT_TITLES: Readonly<Record<IntegrityAspect, string>> = {
  mixed: 'Rows mixed between runs by the old system',
  broken: 'Broken references',
  odd: 'Contradicting records',
  lost: 'Rows that belong to no run',
  mended: 'Repaired and marked',
}

export type KindWords = {
  readonly aspect: IntegrityAspect
  /** What is counted, in the plural. */
  readonly title: string
  /** What it means and how Runlens handled it, for readers who don't know the schema. */
  readonly explanation: string
}

export const INTEGRITY_WORDS: Readonly<Record<Kind, KindWords>> = {
  event_node_elsewhere: {
    aspect: 'mixed',
    title: 'Events whose node is stored only in another run',
    explanation:
      'The old system kept one row per node name, owned by the first run that used it. It showed these events under that row, mixed with the events of every other run. Runlens shows each event in its own run.',
  },
  file_node_elsewhere: {
    aspect: 'mixed',
    title: 'Files whose node is stored only in another run',
    explanation:
      'The old system listed these files in runs that never wrote them. Runlens shows each file in its own run.',
  },
  message_node_elsewhere: {
    aspect: 'mixed',
    title: 'Messages whose node is stored only in another run',
    explanation: 'The old system listed these messages in other runs. Runlens shows each message in its own run.',
  },
  node_missing: {
    aspect: 'broken',
    title: 'Rows that name a missing node',
    explanation:
      'Events, files or messages name this node, but no run has a row for it. Runlens rebuilds the node from them.',
  },
  run_missing: {
    aspect: 'lost',
    title: 'Rows of a missing run',
    explanation: 'These rows name no run, or one that is not in the database. Runlens never moves them to another run.',
  },
  edge_end_missing: {
    aspect: 'lost',
    title: 'Edges to or from a missing node',
    explanation: 'One of the two nodes of the edge does not exist, so no graph can show it.',
  },
  edge_between_runs: {
    aspect: 'lost',
    title: 'Edges between nodes of different runs',
    explanation: 'A graph shows one run, and no run has both ends of the edge.',
  },
  edge_cycle: {
    aspect: 'broken',
    title: 'Edge cycles',
    explanation: 'The edges lead from a node back to itself, so none of these nodes comes first.',
  },
  event_parent_missing: {
    aspect: 'broken',
    title: 'Events with a missing parent event',
    explanation: 'The event names a parent event that does not exist. It is shown at the top level.',
  },
  event_parent_elsewhere: {
    aspect: 'broken',
    title: 'Events whose parent event is in another run',
    explanation: 'Events are nested only within their run, so the event is shown at the top level.',
  },
  event_parent_cycle: {
    aspect: 'broken',
    title: 'Cycles of parent events',
    explanation: 'Following the parent events leads back to the event. Each event is shown once.',
  },
  node_parent_missing: {
    aspect: 'broken',
    title: 'Nodes with a missing parent node',
    explanation: 'The node names a parent node that no run has.',
  },
  node_parent_elsewhere: {
    aspect: 'broken',
    title: 'Nodes whose parent node is only in another run',
    explanation: 'The node names a parent node that is not in its own run but in another.',
  },
  node_parent_cycle: {
    aspect: 'broken',
    title: 'Cycles of parent nodes',
    explanation: 'Following the parent nodes leads back to the node.',
  },
  run_parent_missing: {
    aspect: 'broken',
    title: 'Runs with a missing parent run',
    explanation: 'The run was started or branched from a run that is not in the database.',
  },
  run_parent_cycle: {
    aspect: 'broken',
    title: 'Cycles of parent runs',
    explanation: 'Following the parent runs leads back to the run.',
  },
  order_gap: {
    aspect: 'odd',
    title: 'Gaps in event numbers',
    explanation: 'Events are numbered in sequence. If a number is missing, its event may never have been stored.',
  },
  order_duplicate: {
    aspect: 'odd',
    title: 'Duplicate event numbers',
    explanation: 'Two events of the run have the same number. Their times decide which is shown first.',
  },
  start_unfinished: {
    aspect: 'odd',
    title: 'Starts without an end',
    explanation: 'The run has ended and the start of this work was recorded, but its end was not.',
  },
  status_contradiction: {
    aspect: 'odd',
    title: 'Runs whose status contradicts their nodes',
    explanation: 'For example, a run is completed while one of its nodes is still running.',
  },
  run_unreadable: {
    aspect: 'broken',
    title: 'Runs that could not be checked',
    explanation:
      'A row of the run is unreadable, so Runlens could not check the rest of it. All other runs were checked. The next write to the run triggers another check.',
  },
  unreadable_row: {
    aspect: 'lost',
    title: 'Rows without an id or too large to read',
    explanation: 'Nothing can refer to a row without an id. Long values of rows over 32 MiB stay in the old database.',
  },
  unusable_key: {
    aspect: 'lost',
    title: 'Rows with an invalid id',
    explanation:
      'The id is too long, is not a UUID where one is required, or contains control or invisible characters. Runlens never changes ids.',
  },
  duplicate_key: {
    aspect: 'lost',
    title: 'Rows with a duplicate id',
    explanation: 'Ids must be unique. Runlens kept the row that it read first.',
  },
  run_refused: {
    aspect: 'lost',
    title: 'Rows of rejected runs',
    explanation: 'A run is stored as a whole or not at all, and one of its rows could not be stored.',
  },
  run_left_alone: {
    aspect: 'lost',
    title: 'Rows of runs whose id belongs to another writer',
    explanation:
      'Telemetry, batches, imports and the demo never write to each other’s runs. The existing run was not changed.',
  },
  session_left_alone: {
    aspect: 'lost',
    title: 'Sessions whose id belongs to another writer',
    explanation: 'A session keeps the name, user and meta from its first writer. Only its time range was extended.',
  },
  node_reconstructed: {
    aspect: 'mended',
    title: 'Nodes rebuilt from events',
    explanation:
      'The old key allowed one row per node name, so nodes of later runs were never stored, but their events were. Times, status and order come from these events, type and label from the one stored row of that name.',
  },
  edge_inferred: {
    aspect: 'mended',
    title: 'Edges inferred from another run',
    explanation:
      'Both ends are nodes of the run, and the old table connects nodes of these names. The graph shows the edge dashed.',
  },
  session_missing: {
    aspect: 'mended',
    title: 'Runs with a missing session',
    explanation: 'Runlens created the session, without a name, for the run to belong to.',
  },
  unreadable_time: {
    aspect: 'mended',
    title: 'Unreadable times',
    explanation: 'The time is shown as unknown. The meta of the row keeps the original text.',
  },
  unreadable_number: {
    aspect: 'mended',
    title: 'Unreadable numbers',
    explanation: 'The number is shown as unknown. The meta of the row keeps the original text.',
  },
  unusable_word: {
    aspect: 'mended',
    title: 'Statuses or types that are too long',
    explanation: 'The meta of the row keeps the original.',
  },
  unusable_reference: {
    aspect: 'mended',
    title: 'References with an invalid id',
    explanation: 'The meta of the row keeps the original.',
  },
  json_too_deep: {
    aspect: 'mended',
    title: 'Payloads nested too deeply',
    explanation: 'Kept as text.',
  },
  json_unreadable: {
    aspect: 'mended',
    title: 'Payloads that are not JSON',
    explanation: 'Kept as text.',
  },
}
