// A recording of the microphone, as a WAV file that the server's ear takes. Nothing of it is kept.

const RATE = 16_000; // samples a second, as the ear wants them
const HEADER = 44; // bytes
// As the microphone gives it: what browsers do to sound is made for calls and not for recognisers.
const RAW = { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: false };

/**
 * Records until `end()` is called, which gives the WAV file.
 * `piece` gets the peak of each piece, 0 to 1, and the seconds so far. Rejects as getUserMedia does.
 */
export async function record(piece) {
  if (!navigator.mediaDevices) throw new DOMException("no microphone for this page", "NotFoundError");
  const stream = await navigator.mediaDevices.getUserMedia({ audio: RAW });
  const context = new AudioContext();
  const pieces = [];
  let taken = 0;
  const close = () => {
    for (const track of stream.getTracks()) track.stop();
    return context.close();
  };
  try {
    await context.audioWorklet.addModule("page/pieces.js");
    const node = new AudioWorkletNode(context, "pieces");
    node.port.onmessage = ({ data }) => {
      pieces.push(data);
      taken += data.length;
      piece(data.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0), taken / context.sampleRate);
    };
    // Its output is silence; what leads nowhere is not played, and so not recorded.
    context.createMediaStreamSource(stream).connect(node).connect(context.destination);
  } catch (error) {
    close();
    throw error;
  }
  return {
    async end() {
      await close();
      return wavOf(await resampled(pieces, taken, context.sampleRate));
    },
  };
}

async function resampled(pieces, taken, rate) {
  const offline = new OfflineAudioContext(1, Math.max(1, Math.ceil((taken * RATE) / rate)), RATE);
  const buffer = new AudioBuffer({ length: Math.max(1, taken), sampleRate: rate });
  let at = 0;
  for (const piece of pieces) {
    buffer.copyToChannel(piece, 0, at);
    at += piece.length;
  }
  const source = new AudioBufferSourceNode(offline, { buffer });
  source.connect(offline.destination);
  source.start();
  return (await offline.startRendering()).getChannelData(0);
}

/** Signed 16 bit samples, mono. */
function wavOf(samples) {
  const size = samples.length * 2;
  const view = new DataView(new ArrayBuffer(HEADER + size));
  const words = (at, text) => [...text].forEach((letter, place) => view.setUint8(at + place, letter.charCodeAt(0)));
  words(0, "RIFF");
  view.setUint32(4, HEADER - 8 + size, true);
  words(8, "WAVEfmt ");
  view.setUint32(16, 16, true); // bytes of what follows
  view.setUint16(20, 1, true); // whole numbers
  view.setUint16(22, 1, true); // channel
  view.setUint32(24, RATE, true);
  view.setUint32(28, RATE * 2, true); // bytes a second
  view.setUint16(32, 2, true); // bytes a sample
  view.setUint16(34, 16, true); // bits
  words(36, "data");
  view.setUint32(40, size, true);
  samples.forEach((sample, place) => view.setInt16(HEADER + place * 2, Math.max(-1, Math.min(1, sample)) * 0x7fff, true));
  return view.buffer;
}
