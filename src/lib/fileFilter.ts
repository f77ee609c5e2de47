/** The filter and sort order of a file list. Both are stored in the link as is. */
export type FileFilter = {
  /** Part of the path, ignoring case; empty for all. */
  readonly text: string
  /** Undefined for all. */
  readonly type: string | undefined
}

export const FILE_ORDERS = ['path', 'type', 'size', 'time'] as const
export type FileOrder = { readonly by: (typeof FILE_ORDERS)[number]; readonly direction: 'ascending' | 'descending' }
