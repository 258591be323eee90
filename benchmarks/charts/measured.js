// Calls `draw` when the page is at rest, and says when the picture is on the screen. The time of
// the main thread is read from outside, by bench.mjs.
export function measured(draw) {
  window.draw = () =>
    new Promise((resolve) => {
      const began = performance.now();
      draw();
      // The second frame after the last change has been painted.
      let last = performance.now();
      const observer = new MutationObserver(() => {
        last = performance.now();
      });
      observer.observe(document.body, { subtree: true, childList: true, attributes: true });
      const wait = () => {
        if (document.querySelector('canvas, path.recharts-curve') && performance.now() - last > 300) {
          observer.disconnect();
          resolve(last - began);
        } else requestAnimationFrame(wait);
      };
      requestAnimationFrame(wait);
    });
}
