import type { Random } from '../random.ts'

/** Names that stories and questions of one topic share. */
export const aStar = (random: Random): string => `TIC ${random.int(120_000_000, 460_000_000)}`
export const aSku = (random: Random): string => `SKU-${random.int(10_000, 99_999)}`
export const aLedger = (random: Random): string => random.pick(['payments', 'refunds', 'payouts', 'invoices'])
export const aService = (random: Random): string =>
  random.pick(['checkout-gateway', 'search-api', 'billing-worker', 'session-store', 'media-proxy'])
