/** Code or settings to paste. */
export type Snippet = {
  /** Its purpose, as a sentence. */
  readonly says: string
  readonly language: 'bash' | 'typescript' | 'python'
  readonly code: string
}

/** How to make one kind of agent report to a server. */
export type Recipe = {
  /** A word without spaces, used in ids in the page. */
  readonly id: string
  /** The name of the framework, or another term that readers look for. */
  readonly name: string
  /** What to know about it, in a sentence or two. */
  readonly about: string
  readonly snippets: readonly [Snippet, ...Snippet[]]
}

export const bash = (says: string, code: string): Snippet => ({ says, language: 'bash', code: code.trim() })
export const typescript = (says: string, code: string): Snippet => ({ says, language: 'typescript', code: code.trim() })
export const python = (says: string, code: string): Snippet => ({ says, language: 'python', code: code.trim() })
