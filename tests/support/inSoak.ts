/** `npm run test:soak` repeats what is random, or large, more often than `npm test`. */
export const inSoak = (soak: number, usual: number): number => (process.env['SOAK'] === undefined ? usual : soak)
