using Portal.Engines.Collecting;

namespace Portal.Workers.Collecting;

// What lies at its committed offset.
internal sealed partial class Position
{
    /// <summary>What was found there; kept while the commit stands, and where it was nothing for its reader while the end does, too.</summary>
    public Found? Looked { get; private set; }

    /// <summary>It wasn't looked at yet, or what was found may have been of a transaction that has ended since.</summary>
    public bool IsLookDue => Looked is not { } looked || (!looked.What.IsCommitted && looked.End != Window.End);

    /// <summary>The newest look was refused: the portal may not read the topic.</summary>
    public bool IsLookRefused { get; set; }

    // So few may be transaction markers alone, and whether they are isn't known. Where the first of it was deleted, nobody can look any more.
    private bool IsUnreadable(TrackedPartition partition) =>
        IsLookRefused && Window.Lag <= OffsetProbe.SmallLag && !(partition.First > Window.Committed);

    /// <summary>Takes in what was found at its committed offset, unless it has moved since.</summary>
    public void Take(Found found)
    {
        if (found.Committed != Window.Committed)
        {
            return;
        }

        Looked = found;
        if (found.What.OnlyMarkers)
        {
            Window.NoteMarkers(found.End);
        }
    }

    // Whether its reader skips aborted records isn't known; where there is no reader, somebody may miss them.
    private bool IsNothingLeft(bool? hasMembers) =>
        Looked?.What is { OnlyMarkers: true } || (Looked?.What is { OnlyAborted: true } && hasMembers != false);

    /// <param name="IsRecalled">It was known before a restart, and whether markers alone or aborted records were found wasn't kept.</param>
    internal sealed record Found(long Committed, long End, Peek What, bool IsRecalled = false);
}
