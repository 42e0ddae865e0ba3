// Speech to text through the browser's own recogniser, where there is one.

const Recogniser = globalThis.SpeechRecognition ?? globalThis.webkitSpeechRecognition;
const button = document.getElementById("microphone");
const REASONS = {
  network: "the browser’s recogniser needs a network",
  "not-allowed": "the browser may not use the microphone",
  "no-speech": "nothing was heard",
  "audio-capture": "there is no microphone",
};

/** `locale()` is the language to hear; `heard` gets what was said, `failed` why nothing was. */
export function setUpMicrophone({ locale, starting, heard, failed }) {
  if (!Recogniser) return;
  button.hidden = false;
  let at;
  button.addEventListener("click", () => {
    if (at) {
      at.stop();
      return;
    }
    starting();
    at = new Recogniser();
    at.lang = locale();
    at.onresult = (event) => heard(event.results[0][0].transcript);
    at.onerror = ({ error }) => failed(`Not heard: ${REASONS[error] ?? error}. Typing works.`);
    at.onend = () => {
      at = undefined;
      button.setAttribute("aria-pressed", "false");
    };
    button.setAttribute("aria-pressed", "true");
    at.start();
  });
}
