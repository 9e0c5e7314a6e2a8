/** Bytes written one piece after another. Pieces are short, so that a loop copies them sooner than a call would. */
export class ByteWriter {
  #bytes = new Uint8Array(16_384)
  #length = 0

  /** A view: it changes when more is added. */
  get written(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }

  add(piece: Uint8Array): void {
    this.addRange(piece, 0, piece.length)
  }

  addRange(source: Uint8Array, start: number, end: number): void {
    this.#makeRoom(end - start)
    const bytes = this.#bytes
    let length = this.#length
    for (let at = start; at < end; at++) bytes[length++] = source[at] ?? 0
    this.#length = length
  }

  /** As UTF-8. */
  addString(text: string): void {
    this.#makeRoom(3 * text.length)
    this.#length += new TextEncoder().encodeInto(text, this.#bytes.subarray(this.#length)).written
  }

  #makeRoom(count: number): void {
    const needed = this.#length + count
    if (needed <= this.#bytes.length) return
    const larger = new Uint8Array(Math.max(needed, 2 * this.#bytes.length))
    larger.set(this.written)
    this.#bytes = larger
  }
}
