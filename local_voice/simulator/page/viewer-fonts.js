// A classic script, so that it is there before Amazon's viewer is.

// The viewer's own style sheet names Amazon's fonts, elsewhere: taken out as soon as it comes,
// before anything is drawn and they are fetched.
globalThis.fonts = new MutationObserver(() => {
  for (const sheet of document.styleSheets) {
    for (let at = sheet.cssRules.length - 1; at >= 0; at -= 1) {
      if (sheet.cssRules[at] instanceof CSSFontFaceRule) sheet.deleteRule(at);
    }
  }
});
fonts.observe(document, { childList: true, subtree: true });
