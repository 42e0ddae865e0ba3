// A classic script, so that it runs right after Amazon's viewer.

// The engine starts by itself. Asked after it is up already, it would never answer.
globalThis.engine = Module.calledRun ? Promise.resolve() : AplRenderer.initEngine();

fonts.disconnect();
