namespace Portal.Core.Jobs.Savepoints;

/// <summary>The savepoint of the catalogue that a start was requested from.</summary>
/// <param name="Number">Its id in the catalogue.</param>
/// <param name="GoesBack">The job has run since, or may have: what it wrote is written again.</param>
/// <param name="IsSameVersion">What made it runs the same as what is started; null where that isn't known.</param>
public sealed record RestoredSavepoint(long Number, DateTimeOffset TakenAt, bool GoesBack, bool? IsSameVersion);
