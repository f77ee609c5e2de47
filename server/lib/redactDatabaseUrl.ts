/** Host, port and database of a connection string; user and password stay out of every terminal and log. */
export function redactDatabaseUrl(url: string): string {
  const { host, pathname } = new URL(url)
  return `${host}${pathname}`
}
