namespace Portal.Workers.Collecting;

/// <summary>The job that commits as a group, while it runs.</summary>
/// <param name="CheckpointEvery">How often it commits.</param>
/// <param name="Reads">The topics of this cluster that it reads; null: not known, as of a program, which alone knows.</param>
internal sealed record GroupJob(TimeSpan CheckpointEvery, IReadOnlySet<string>? Reads);
