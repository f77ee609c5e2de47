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
  mixed: 'Rows that the old system mixed between runs',
  broken: 'References that lead nowhere',
  odd: 'Records that contradict themselves',
  lost: 'Rows that belong to no run',
  mended: 'Put right, and marked',
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
    title: 'Events whose node was stored for another run only',
    explanation:
      'The old system kept one row for each node name, owned by the first run that used it. It showed these events under that row, together with the events of every other run. Here each stands under its own run.',
  },
  file_node_elsewhere: {
    aspect: 'mixed',
    title: 'Files whose node was stored for another run only',
    explanation:
      'A click on the node listed these files in runs that never wrote them. Here each stands under its own run.',
  },
  message_node_elsewhere: {
    aspect: 'mixed',
    title: 'Messages whose node was stored for another run only',
    explanation: 'A click on the node listed these messages in other runs. Here each stands under its own run.',
  },
  node_missing: {
    aspect: 'broken',
    title: 'Rows that name a node which was stored nowhere',
    explanation: 'Events, files or messages name the node, but no run has a row for it. The node is drawn from them.',
  },
  run_missing: {
    aspect: 'lost',
    title: 'Rows whose run is not stored',
    explanation: 'They name no run, or one that is not in the database. They are never put into another run.',
  },
  edge_end_missing: {
    aspect: 'lost',
    title: 'Edges that lead to or from a node that is not stored',
    explanation: 'One of the two nodes that such an edge joins does not exist, so that no graph can show it.',
  },
  edge_between_runs: {
    aspect: 'lost',
    title: 'Edges between nodes of different runs',
    explanation: 'No run has both ends of such an edge. A graph shows one run, so none can show it.',
  },
  edge_cycle: {
    aspect: 'broken',
    title: 'Cycles of edges',
    explanation: 'The edges lead from a node back to itself, so that none of its nodes can be said to come first.',
  },
  event_parent_missing: {
    aspect: 'broken',
    title: 'Events whose parent event is not stored',
    explanation: 'The event says that another one caused it, but there is no such event. It is shown at the top level.',
  },
  event_parent_elsewhere: {
    aspect: 'broken',
    title: 'Events whose parent event is in another run',
    explanation: 'Events are nested within their run only, so that such an event is shown at the top level.',
  },
  event_parent_cycle: {
    aspect: 'broken',
    title: 'Events that are their own ancestors',
    explanation: 'Following the parents leads back to the event. Each of them is shown once.',
  },
  node_parent_missing: {
    aspect: 'broken',
    title: 'Nodes whose parent node is not stored',
    explanation: 'The node names a parent that no run has.',
  },
  node_parent_elsewhere: {
    aspect: 'broken',
    title: 'Nodes whose parent node is in another run only',
    explanation: 'The node names a parent that its own run does not have, though another run does.',
  },
  node_parent_cycle: {
    aspect: 'broken',
    title: 'Nodes that are their own ancestors',
    explanation: 'Following the parents leads back to the node.',
  },
  run_parent_missing: {
    aspect: 'broken',
    title: 'Runs whose parent run is not stored',
    explanation: 'The run was started or branched from a run that is not in the database.',
  },
  run_parent_cycle: {
    aspect: 'broken',
    title: 'Runs that are their own ancestors',
    explanation: 'Following the parents leads back to the run.',
  },
  order_gap: {
    aspect: 'odd',
    title: 'Gaps in the numbering of events',
    explanation:
      'Events are numbered one after the other. Where numbers are left out, events may never have been stored.',
  },
  order_duplicate: {
    aspect: 'odd',
    title: 'Events with the number of another',
    explanation: 'Two events of the run claim the same place in its order. Their times decide which is shown first.',
  },
  start_unfinished: {
    aspect: 'odd',
    title: 'Starts that were never completed',
    explanation: 'The record says that the work began, and the run is over, but nothing says that the work ended.',
  },
  status_contradiction: {
    aspect: 'odd',
    title: 'Runs whose status contradicts their nodes',
    explanation: 'For example a run that says it is completed while one of its nodes says that it is still running.',
  },
  run_unreadable: {
    aspect: 'broken',
    title: 'Runs that could not be looked through',
    explanation:
      'A row of the run holds what Runlens cannot read, so that nothing else can be said of the run. All other runs were looked through. It is tried again when the run is written next.',
  },
  unreadable_row: {
    aspect: 'lost',
    title: 'Rows without an id, or too large to be read',
    explanation:
      'Nothing can refer to a row without an id. Of a row of more than 32 MiB the long values are left in the old database.',
  },
  unusable_key: {
    aspect: 'lost',
    title: 'Rows whose id cannot be taken',
    explanation:
      'The id is too long, no UUID where one is needed, or holds control characters or invisible ones. Ids are never altered.',
  },
  duplicate_key: {
    aspect: 'lost',
    title: 'Rows that repeat the id of another',
    explanation: 'An id stands for one thing. The row that was read first was kept.',
  },
  run_refused: {
    aspect: 'lost',
    title: 'Rows of runs that the store refused',
    explanation: 'A run is stored whole or not at all, and one of its rows could not be stored.',
  },
  run_left_alone: {
    aspect: 'lost',
    title: 'Rows of runs whose id another writer’s run has',
    explanation:
      'Telemetry, batches, imports and the demo never write each other’s runs. The run that was there stayed as it was.',
  },
  session_left_alone: {
    aspect: 'lost',
    title: 'Sessions whose id another writer’s session has',
    explanation: 'Name, user and meta of a session are those that its first writer told. Only its times were widened.',
  },
  node_reconstructed: {
    aspect: 'mended',
    title: 'Nodes drawn from the events of their run',
    explanation:
      'The old key allowed one row for each node name, so that the nodes of all later runs were never stored. Their events were: from them come times, status and order; type and label come from the one row of the same name.',
  },
  edge_inferred: {
    aspect: 'mended',
    title: 'Edges known from the same chain in another run',
    explanation: 'Both ends are nodes of the run, and the old table ties the two names. Drawn dashed.',
  },
  session_missing: {
    aspect: 'mended',
    title: 'Runs whose session is not stored',
    explanation: 'The session was made, without a name, so that the run has a place.',
  },
  unreadable_time: {
    aspect: 'mended',
    title: 'Times that cannot be read',
    explanation: 'The time is shown as unknown; the original text is kept in the meta of its row.',
  },
  unreadable_number: {
    aspect: 'mended',
    title: 'Numbers that cannot be read',
    explanation: 'The number is shown as unknown; the original text is kept in the meta of its row.',
  },
  unusable_word: {
    aspect: 'mended',
    title: 'Statuses or types that are too long to be a word',
    explanation: 'The original is kept in the meta of its row.',
  },
  unusable_reference: {
    aspect: 'mended',
    title: 'References to ids that no row can have',
    explanation: 'The original is kept in the meta of its row.',
  },
  json_too_deep: {
    aspect: 'mended',
    title: 'Payloads that are nested too deeply',
    explanation: 'They are kept as text.',
  },
  json_unreadable: {
    aspect: 'mended',
    title: 'Payloads that are no JSON',
    explanation: 'They are kept as text.',
  },
}
