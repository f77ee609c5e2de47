/** Rows as CSV (RFC 4180), numbers as they print; a cell with a comma, quote or line break is quoted. */
export const csv = (columns: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [columns, ...rows].map((row) => `${row.map(cell).join(',')}\n`).join('')

function cell(value: string | number): string {
  const text = String(value)
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
