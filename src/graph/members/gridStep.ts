/** Rows per page key. */
const PAGE = 5

/** The cell that a key leads to, in a grid filled row by row; undefined if there is none. */
export function gridStep(key: string, at: number, columns: number, count: number): number | undefined {
  const target = targetOf(key, at, columns, count)
  return target === undefined || target === at || target < 0 || target >= count ? undefined : target
}

function targetOf(key: string, at: number, columns: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowLeft':
      return at - 1
    case 'ArrowRight':
      return at + 1
    case 'ArrowUp':
      return at - columns
    case 'ArrowDown':
      return below(at, 1, columns, count)
    case 'PageUp':
      return Math.max(at % columns, at - PAGE * columns)
    case 'PageDown':
      return below(at, PAGE, columns, count)
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return undefined
  }
}

/** The cell `rows` rows below, or in the last row, even if that row is shorter. */
function below(at: number, rows: number, columns: number, count: number): number {
  const lastRow = Math.floor((count - 1) / columns)
  const row = Math.min(lastRow, Math.floor(at / columns) + rows)
  return row === Math.floor(at / columns) ? at : Math.min(count - 1, row * columns + (at % columns))
}
