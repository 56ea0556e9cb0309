namespace Portal.Core.JobCredentials;

/// <summary>What a test of the way in for jobs came to.</summary>
/// <param name="Untested">Why it couldn't be tested from here, in words; null when it was.</param>
/// <param name="Lacks">What should be different, each with its remedy.</param>
public sealed record JobAccessFacts(string? Untested, IReadOnlyList<string> Lacks);
