/** Statuses that a reader must see at first sight, worst first. */
export const ATTENTION = ['failed', 'waiting_approval', 'retrying', 'running', 'paused'] as const

const REASON_OF = new Map<string, number>(ATTENTION.map((status, at) => [status, at + 1]))

/** Why a node of this status is not folded among others, 1 the worst reason; 0 where nothing about it calls for a look. */
export const reasonOf = (status: string): number => REASON_OF.get(status) ?? 0

/** Orders statuses: what calls for a look first, the worst of it before the rest; 0 where neither comes first. */
export const byUrgency = (a: string, b: string): number => Math.sign(rankOf(a) - rankOf(b)) || 0

const rankOf = (status: string): number => reasonOf(status) || Number.POSITIVE_INFINITY
