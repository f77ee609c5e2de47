/** What a list of files is narrowed to and how it is sorted. Both stand in the link as they are. */
export type FileFilter = {
  /** Part of the path, without regard to case; empty for all. */
  readonly text: string
  /** Undefined for all. */
  readonly type: string | undefined
}

export const FILE_ORDERS = ['path', 'type', 'size', 'time'] as const
export type FileOrder = { readonly by: (typeof FILE_ORDERS)[number]; readonly direction: 'ascending' | 'descending' }
