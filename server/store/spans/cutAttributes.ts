/** The attribute that lists the names of the attributes that were cut. */
export const CUT = 'runlens.cut'

/** The attribute that gives the original length, in bytes, of the texts that were cut. */
export const CUT_BYTES = 'runlens.cut_bytes'
