/** Statuses that a reader must see at first sight, worst first. */
export const ATTENTION = ['failed', 'waiting_approval', 'retrying', 'running', 'paused'] as const

const REASON_OF = new Map<string, number>(ATTENTION.map((status, at) => [status, at + 1]))

/** Why a node of this status is not folded among others, 1 the worst reason; 0 where nothing about it calls for a look. */
export const reasonOf = (status: string): number => REASON_OF.get(status) ?? 0
