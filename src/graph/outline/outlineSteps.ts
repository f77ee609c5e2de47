import type { NodeId } from '#contract/ids.ts'
import { rowSteps, stepped } from '#src/ui/hooks/rowSteps.ts'
import type { Outline } from './outlineOf.ts'
import type { OutlineRow } from './outlineRows.ts'

/**
 * What a key does in the outline. Moving to a node unfolds the path to it; moving to a row refers to an existing row.
 */
export type OutlineStep =
  | { readonly kind: 'row'; readonly index: number }
  | { readonly kind: 'node'; readonly node_id: NodeId }
  | { readonly kind: 'fold'; readonly node_id: NodeId }
  | { readonly kind: 'open'; readonly node_id: NodeId }

export type Press = { readonly key: string; readonly shiftKey: boolean }

/**
 * Keys of a tree as in the ARIA practices: up and down move between rows, right unfolds and then goes in, left folds
 * and then goes out, Enter and Space open. On a reference, right goes to the full row of its node. In addition, `[`
 * goes to the predecessor and `]` to the successor, F8 to the next failed node and Shift+F8 to the previous one,
 * wrapping around.
 */
export function outlineStep(
  press: Press,
  at: number,
  rows: readonly OutlineRow[],
  outline: Outline,
  failed: readonly NodeId[],
): OutlineStep | undefined {
  const row = rows[at]
  if (!row) return undefined
  const { key, shiftKey } = press
  const { node_id } = row
  if (key === 'F8') return toNode(nextFailed(failed, row, shiftKey ? -1 : 1))
  if (shiftKey) return undefined
  switch (key) {
    case 'Enter':
    case ' ':
      return { kind: 'open', node_id }
    case 'ArrowRight':
      if (row.kind === 'reference') return toNode(node_id)
      if (row.fold === 'closed') return { kind: 'fold', node_id }
      return row.fold === 'open' ? { kind: 'row', index: at + 1 } : undefined
    case 'ArrowLeft':
      if (row.kind === 'node' && row.fold === 'open') return { kind: 'fold', node_id }
      return toRow(rows.findLastIndex((other, index) => index < at && other.level < row.level))
    case '[':
      return toNode(row.kind === 'reference' ? row.from : outline.predecessors.get(node_id)?.[0])
    case ']':
      return toNode(row.kind === 'reference' ? node_id : successorOf(node_id, outline))
    default: {
      const steps = rowSteps(key)
      return steps === undefined ? undefined : toRow(stepped(at, steps, rows.length))
    }
  }
}

/** The first successor shown in full under the node, else the first successor. */
function successorOf(node_id: NodeId, { branches, successors }: Outline): NodeId | undefined {
  const next = successors.get(node_id) ?? []
  const home = branches.get(node_id)?.find(({ to, as }) => as === 'home' && next.includes(to))
  return home?.to ?? next[0]
}

/** The failed node after (1) or before (-1) this row's in outline order; the first or last if this row has not failed. */
export function nextFailed(failed: readonly NodeId[], row: OutlineRow | undefined, by: 1 | -1): NodeId | undefined {
  const place = failed.findIndex((id) => id === row?.node_id)
  if (place < 0) return by === 1 ? failed[0] : failed.at(-1)
  return failed.at((place + by) % failed.length)
}

const toNode = (node_id: NodeId | undefined): OutlineStep | undefined => node_id && { kind: 'node', node_id }
const toRow = (index: number): OutlineStep | undefined => (index < 0 ? undefined : { kind: 'row', index })
