/** Host, port and database of a connection string, for terminals and logs. Omits user and password. */
export function redactDatabaseUrl(url: string): string {
  const { host, pathname } = new URL(url)
  return `${host}${pathname}`
}
