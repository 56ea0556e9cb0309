// Blazor tries ten times in a row to join again, and then every 5 s: where a proxy hasn't noticed yet that a process ended, the ten are over
// in an instant. A try a second finds the next process as soon as there is one. Blazor counts in whole seconds.
const retryIntervalMilliseconds = tries => (tries === 0 ? 0 : tries < 60 ? 1_000 : 5_000);

const start = () => Blazor.start({ circuit: { reconnectionOptions: { maxRetries: 120, retryIntervalMilliseconds } } });

// A page that is looked at is painted first: it has its data, and the circuit takes the same processors. A tab in the background isn't painted.
const painted = new Promise(resolve => new PerformanceObserver(resolve).observe({ type: "paint", buffered: true }));
const longEnough = new Promise(resolve => setTimeout(resolve, document.hidden ? 0 : 250));
Promise.race([painted, longEnough]).then(start);
