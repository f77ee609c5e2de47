/**
 * Stand-ins for missing sort values. Every store sorts and pages by these, so that a page begins at the same row
 * whichever store answers. They never leave the server but inside a cursor.
 */

/** For a missing execution_order or order_index: after every real one. The largest integer that a JSON number holds exactly. */
export const ORDER_MISSING = Number.MAX_SAFE_INTEGER

/** For a missing time in an ascending list: last. */
export const TIME_MISSING_ASCENDING = '9999-12-31T23:59:59.999999Z'

/** For a missing time in a descending list: last as well. */
export const TIME_MISSING_DESCENDING = '0001-01-01T00:00:00.000000Z'
