/** Something to paste. */
export type Snippet = {
  /** What it is for, as a sentence. */
  readonly says: string
  readonly language: 'bash' | 'typescript' | 'python'
  readonly code: string
}

/** How one kind of agent is made to report to a server. */
export type Recipe = {
  /** A word without spaces, as a part of ids in the page. */
  readonly id: string
  /** The name of the framework, or whatever else the reader looks for. */
  readonly name: string
  /** What is known of it, in a sentence or two. */
  readonly about: string
  readonly snippets: readonly [Snippet, ...Snippet[]]
}

export const bash = (says: string, code: string): Snippet => ({ says, language: 'bash', code: code.trim() })
export const typescript = (says: string, code: string): Snippet => ({ says, language: 'typescript', code: code.trim() })
export const python = (says: string, code: string): Snippet => ({ says, language: 'python', code: code.trim() })
