// Blazor tries ten times in a row to join again, and then every 5 s: where a proxy hasn't noticed yet that a process ended, the ten are over
// in an instant. A try a second finds the next process as soon as there is one. Blazor counts in whole seconds.
const retryIntervalMilliseconds = tries => (tries === 0 ? 0 : tries < 60 ? 1_000 : 5_000);

Blazor.start({ circuit: { reconnectionOptions: { maxRetries: 120, retryIntervalMilliseconds } } });
