/** Milliseconds between two polls of an integrity report while its runs are still being checked. */
export const CHECKING_MS = 2000
