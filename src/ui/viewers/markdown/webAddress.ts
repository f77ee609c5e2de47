/**
 * The address if it leads to the web or to a mailbox, else undefined. Relative addresses are rejected too: in
 * agent-written text they would lead into this app.
 */
export function webAddress(address: string | undefined): string | undefined {
  if (address === undefined || !URL.canParse(address)) return undefined
  const { protocol, href } = new URL(address)
  return protocol === 'https:' || protocol === 'http:' || protocol === 'mailto:' ? href : undefined
}
