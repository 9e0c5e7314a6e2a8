const ENCODER = new TextEncoder()

/** Bytes written one piece after another. Pieces are short, so that a loop copies them sooner than a call would. */
export class ByteWriter {
  #bytes = new Uint8Array(8192)
  #length = 0

  get length(): number {
    return this.#length
  }

  /** A view: it changes when more is added. */
  get written(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }

  addByte(byte: number): void {
    this.#makeRoom(1)
    this.#bytes[this.#length++] = byte
  }

  addRange(source: Uint8Array, start: number, end: number): void {
    this.#makeRoom(end - start)
    const bytes = this.#bytes
    let length = this.#length
    for (let at = start; at < end; at++) bytes[length++] = source[at] ?? 0
    this.#length = length
  }

  /** What was written from `start` up to `end`, once more. */
  repeat(start: number, end: number): void {
    this.#makeRoom(end - start)
    this.addRange(this.#bytes, start, end)
  }

  /** As UTF-8. */
  addString(text: string): void {
    this.#makeRoom(3 * text.length)
    const bytes = this.#bytes
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (code > 0x7f) {
        this.#length += ENCODER.encodeInto(text.slice(at), bytes.subarray(this.#length)).written
        return
      }
      bytes[this.#length++] = code
    }
  }

  #makeRoom(count: number): void {
    const needed = this.#length + count
    if (needed <= this.#bytes.length) return
    const larger = new Uint8Array(Math.max(needed, 4 * this.#bytes.length))
    larger.set(this.written)
    this.#bytes = larger
  }
}
