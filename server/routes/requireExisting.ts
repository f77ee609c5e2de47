import type { NodeRef, RunId } from '#contract/ids.ts'
import { type Refusal, refuse } from '#server/http/context.ts'
import type { Repositories } from '#server/store/ports/store.ts'

/** The same words whether the thing is unknown or belongs to another run: a reply must not tell which. */
export const notFound = (what: string): Refusal => refuse('not_found', `There is no such ${what}.`)

/*
 * The check and the read start together, because nearly all requested runs and nodes exist. If the check fails, what
 * was read is dropped.
 */

export async function inExistingRun<Reply>(
  repositories: Repositories,
  run_id: RunId,
  answer: () => Promise<Reply | Refusal>,
): Promise<Reply | Refusal> {
  const [known, reply] = await Promise.all([repositories.runs.hasRun(run_id), answer()])
  return known ? reply : notFound('run')
}

export async function inExistingNode<Reply>(
  repositories: Repositories,
  ref: NodeRef,
  answer: () => Promise<Reply | Refusal>,
): Promise<Reply | Refusal> {
  const [known, reply] = await Promise.all([repositories.nodes.hasNode(ref), answer()])
  return known ? reply : notFound('node in this run')
}
