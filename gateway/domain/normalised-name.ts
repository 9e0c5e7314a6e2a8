/** Keys under which names are stored and searched: differences that are no discrepancy disappear (Q7). */

/** Letter case, ё/е, spaces and hyphens do not distinguish names (Q7). */
export function normalisedName(name: string): string {
  return name
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[\s\-‐‑–—]+/gu, '')
}
