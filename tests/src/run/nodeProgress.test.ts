import { expect, test } from 'vitest'
import { nodeProgress, progressInWords } from '#src/run/nodeProgress.ts'

const inWords = (...statuses: readonly string[]) =>
  progressInWords(nodeProgress(statuses.map((status) => ({ status }))))

test.each([
  [['completed', 'completed', 'completed'], '3 of 3 nodes'],
  [['completed', 'failed', 'skipped', 'skipped'], '1 of 4 nodes, 1 failed, 2 skipped'],
  [['completed', 'running', 'pending'], '1 of 3 nodes, 1 running'],
  [['waiting_approval'], '0 of 1 node, 1 waiting for approval'],
  [['teleported'], '0 of 1 node, 1 teleported'],
])('nodes that are %j are counted as %j', (statuses, words) => {
  expect(inWords(...statuses)).toBe(words)
})
