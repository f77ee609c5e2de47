/** Milliseconds between two readings of an integrity report whose runs are still being looked through. */
export const CHECKING_MS = 2000
