// Frames: a four-byte length and a payload.
