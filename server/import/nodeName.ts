/** What a node's id reveals if nothing else is known. */

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** "step_1" → "Step 1"; undefined for a UUID, which means nothing to a reader. */
export function readableName(node_id: string): string | undefined {
  if (UUID.test(node_id)) return undefined
  const words = node_id.replace(/[_\s]+/g, ' ').trim()
  return words === '' ? undefined : words.slice(0, 1).toUpperCase() + words.slice(1)
}

const TYPE_BY_NAME: readonly (readonly [RegExp, string])[] = [
  [/^plan(?:ning|ner)?\b/i, 'planning'],
  [/^(?:terminat|end$|finish$)/i, 'terminator'],
  [/approv/i, 'approval'],
  [/^(?:parallel|fork|join)/i, 'parallel'],
  [/^control/i, 'control'],
]

/** The type that a name suggests; most nodes are agents. */
export const typeOfName = (node_id: string): string =>
  TYPE_BY_NAME.find(([pattern]) => pattern.test(node_id))?.[1] ?? 'agent'
