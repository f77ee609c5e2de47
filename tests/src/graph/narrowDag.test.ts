import { NodeId } from '#contract/ids.ts'
import type { DagReply } from '#contract/scoped.ts'
import { aNode, anEdge, EMPTY_CARD } from '#mocks/fixtures/builders.ts'
import { narrowDag } from '#src/graph/narrowing/narrowDag.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'

const id = (text: string) => z.parse(NodeId, text)

/** `ties`: ids with `>` between. */
const dagOf = (ids: readonly string[], ties: readonly string[], failed: readonly string[] = []): DagReply => ({
  scope: { run_id: aNode({}).run_id },
  topology_hash: 'hash',
  nodes: ids.map((node_id) => ({
    ...aNode({ node_id, status: failed.includes(node_id) ? 'failed' : 'completed' }),
    ...EMPTY_CARD,
  })),
  edges: ties.map((tie) => {
    const [from_node_id = '', to_node_id = ''] = tie.split('>')
    return { ...anEdge({ from_node_id, to_node_id }), message_count: 0 }
  }),
  events_without_node: 0,
  unplaced_messages: [],
})

const idsOf = ({ nodes }: DagReply) => nodes.map(({ node_id }) => node_id)
const toFlowEdges = ({ edges }: DagReply) =>
  edges.map(({ from_node_id, to_node_id }) => `${from_node_id}>${to_node_id}`)

//  plan ─┬─ read ── sum ─┬─ end
//        └─ look ─ write ┘        alone
const run = dagOf(
  ['plan', 'read', 'look', 'sum', 'write', 'end', 'alone'],
  ['plan>read', 'plan>look', 'read>sum', 'look>write', 'sum>end', 'write>end'],
  ['sum'],
)

describe('a graph that is narrowed', () => {
  it('to failures has the failed nodes and all that led to them', () => {
    const narrowed = narrowDag(run, { kind: 'failed' }, undefined)
    expect(idsOf(narrowed)).toEqual(['plan', 'read', 'sum'])
    expect(toFlowEdges(narrowed)).toEqual(['plan>read', 'read>sum'])
  })

  it('to what is upstream of a node has the node and whatever leads there', () => {
    expect(idsOf(narrowDag(run, { kind: 'upstream', node_id: id('write') }, undefined))).toEqual([
      'plan',
      'look',
      'write',
    ])
  })

  it('to what is downstream of a node has the node and whatever it leads to', () => {
    expect(idsOf(narrowDag(run, { kind: 'downstream', node_id: id('look') }, undefined))).toEqual([
      'look',
      'write',
      'end',
    ])
  })

  it('keeps the node that is open', () => {
    expect(idsOf(narrowDag(run, { kind: 'failed' }, id('alone')))).toEqual(['plan', 'read', 'sum', 'alone'])
  })

  it('is empty where nothing is as asked', () => {
    expect(narrowDag(run, { kind: 'upstream', node_id: id('nowhere') }, id('plan')).nodes).toEqual([])
    expect(narrowDag(dagOf(['a'], []), { kind: 'failed' }, undefined).nodes).toEqual([])
  })

  it('is the same object where the whole graph is asked for or left', () => {
    expect(narrowDag(run, undefined, undefined)).toBe(run)
    const chain = dagOf(['a', 'b'], ['a>b'], ['b'])
    expect(narrowDag(chain, { kind: 'failed' }, undefined)).toBe(chain)
  })

  it('goes around a cycle once', () => {
    const cycle = dagOf(['a', 'b', 'c'], ['a>b', 'b>a', 'b>c'], ['a'])
    expect(idsOf(narrowDag(cycle, { kind: 'failed' }, undefined))).toEqual(['a', 'b'])
  })

  it('shows upstream what shows the node downstream', () => {
    const edges = fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 20 })
    fc.assert(
      fc.property(edges, fc.nat(9), fc.nat(9), (pairs, a, b) => {
        const dag = dagOf(
          Array.from({ length: 10 }, (_, at) => `n${at}`),
          pairs.map(([from, to]) => `n${from}>n${to}`),
        )
        const up = idsOf(narrowDag(dag, { kind: 'upstream', node_id: id(`n${a}`) }, undefined))
        const down = idsOf(narrowDag(dag, { kind: 'downstream', node_id: id(`n${b}`) }, undefined))
        expect(up.includes(id(`n${b}`))).toBe(down.includes(id(`n${a}`)))
      }),
    )
  })
})
