/** Where Runlens shows the run of a trace: it names the run by the trace's 128 bits, written as a UUID. */
export function runUrl(endpoint: string, traceId: string): string {
  const uuid = traceId.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  return `${endpoint}/runs/${uuid}`
}
