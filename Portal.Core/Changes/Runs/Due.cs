namespace Portal.Core.Changes.Runs;

/// <summary>
/// What is to be done when a row's time has come, by the word it is stored by. A word never changes: old rows have it. Each domain
/// declares its own, as <see cref="ChangeExpires"/> is the one of changes.
/// </summary>
public readonly record struct DueKind(string Word)
{
    /// <summary>A change that nobody carried on ends. The subject is the change.</summary>
    public static readonly DueKind ChangeExpires = new("change.expires");

    public override string ToString() => Word;
}

/// <summary>What waits for a time, as a row, so that it survives restarts.</summary>
public sealed class Due
{
    public long Id { get; private set; }
    public required DueKind Kind { get; init; }
    public required long SubjectId { get; init; }
    public required DateTimeOffset DueAt { get; set; }
}
