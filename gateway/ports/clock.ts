/** The one source of «now»: tests, the demo, MessageIDs and certificate dates use it too. */
export interface Clock {
  now(): Date
}
