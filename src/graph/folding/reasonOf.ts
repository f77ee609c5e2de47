/** Statuses that the reader must see at first glance, worst first. */
export const ATTENTION = ['failed', 'waiting_approval', 'retrying', 'running', 'paused'] as const

const REASON_OF = new Map<string, number>(ATTENTION.map((status, at) => [status, at + 1]))

/** Why a node of this status is not folded, 1 the most urgent; 0 if the status needs no attention. */
export const reasonOf = (status: string): number => REASON_OF.get(status) ?? 0

/** Compares statuses: those that need attention first, worst first; 0 if neither comes first. */
export const byUrgency = (a: string, b: string): number => Math.sign(rankOf(a) - rankOf(b)) || 0

const rankOf = (status: string): number => reasonOf(status) || Number.POSITIVE_INFINITY
