// Hands the sound of the microphone on to the page, piece by piece, from the browser's sound thread.

registerProcessor(
  "pieces",
  class extends AudioWorkletProcessor {
    process([[piece]]) {
      if (piece) this.port.postMessage(piece);
      return true;
    }
  },
);
