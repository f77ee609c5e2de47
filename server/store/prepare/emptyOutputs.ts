/** Outputs that say nothing, as JSON text. */
export const EMPTY_OUTPUTS = ['null', '{}', '[]', '""'] as const
