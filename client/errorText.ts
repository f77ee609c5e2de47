/** The text of a thrown value, on one line if possible. Any value can be thrown. */
export function errorText(error: unknown): string {
  if (error instanceof Error) return error.message === '' ? error.name : `${error.name}: ${error.message}`
  return typeof error === 'string' && error !== '' ? error : 'failed'
}

export const errorMeta = (error: unknown): object =>
  error instanceof Error && error.stack !== undefined ? { stack: error.stack } : {}
