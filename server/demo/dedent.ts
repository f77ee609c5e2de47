/**
 * A text of several lines that is indented in the source and not in the result: the indentation of its first line is
 * taken from every line that the template itself writes. What is filled in stays as it is.
 */
export function dedent(template: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  const indent = /^\n( *)/.exec(template[0] ?? '')?.[1] ?? ''
  const parts = template.map((part) => part.replaceAll(`\n${indent}`, '\n'))
  return parts
    .map((part, index) => part + String(values[index] ?? ''))
    .join('')
    .replace(/^\n/, '')
    .replace(/\n *$/, '\n')
}
