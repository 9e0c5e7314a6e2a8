/** What the main thread and the thread of the surname scan tell each other. */

export type ToScan =
  | { readonly kind: 'ADD'; readonly keys: readonly string[] }
  | { readonly kind: 'SCAN'; readonly words: readonly string[]; readonly edits: number }
  | { readonly kind: 'END' }

export type FromScan = { readonly kind: 'READY' } | { readonly kind: 'NEAR'; readonly near: readonly string[] }
