// A classic script, so that it runs right after Amazon's viewer.

// The engine starts by itself. Asked after it is up already, it would never answer.
globalThis.engine = Module.calledRun ? Promise.resolve() : AplRenderer.initEngine();

// The viewer's own style sheet names Amazon's fonts, elsewhere: taken out before they are fetched.
for (const sheet of document.styleSheets) {
  for (let at = sheet.cssRules.length - 1; at >= 0; at -= 1) {
    if (sheet.cssRules[at] instanceof CSSFontFaceRule) sheet.deleteRule(at);
  }
}
