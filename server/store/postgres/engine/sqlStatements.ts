/**
 * Tokens that may contain a semicolon without ending a statement: comments, quoted texts and names, dollar-quoted
 * bodies.
 */
const TOKEN = /--[^\n]*|\/\*[^]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\w*)\$[^]*?\$\1\$|;|[^-/'"$;]+|[^]/g

/**
 * The statements of a script, in order, without the semicolons between them. For our own scripts, which have neither
 * backslash escapes nor `begin atomic` bodies. Takes linear time.
 */
export function sqlStatements(script: string): readonly string[] {
  const statements: string[] = []
  let statement = ''
  let isEmpty = true
  const end = () => {
    if (!isEmpty) statements.push(statement.trim())
    statement = ''
    isEmpty = true
  }
  for (const [token] of script.matchAll(TOKEN)) {
    if (token === ';') {
      end()
      continue
    }
    statement += token
    if (!/^(?:--|\/\*|\s*$)/.test(token)) isEmpty = false
  }
  end()
  return statements
}
