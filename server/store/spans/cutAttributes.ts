/** The attribute that lists the names of those that are not whole. */
export const CUT = 'runlens.cut'

/** Beside it: how many bytes the texts among them had. */
export const CUT_BYTES = 'runlens.cut_bytes'
