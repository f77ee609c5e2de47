const isSource = import.meta.url.endsWith('.ts')

/**
 * A file or folder that the program reads at run time. `inSource` is its path from `server/`, `inBuild` its path from
 * `dist/server/`, where the built server lies.
 */
export const programFile = (inSource: string, inBuild: string): URL =>
  new URL(isSource ? inSource : inBuild, import.meta.url)
