namespace Portal.Core.Audit;

/// <summary>How far the log was sealed at a time: whoever knows it can tell a chain that was made anew, or cut off, from the one there was.</summary>
public sealed record AuditHead(long Number, byte[] Hash, DateTimeOffset At);

/// <param name="Signed">Those that were kept and whose signature holds, in no order.</param>
/// <param name="Forged">How many were kept whose signature doesn't hold.</param>
public sealed record KeptHeads(IReadOnlyList<AuditHead> Signed, int Forged);

/// <summary>
/// Where heads are kept, signed: outside the database, so that whoever has the database can't make them fit. A file beside the keys of
/// Data Protection today; a log on another machine would do as well.
/// </summary>
public interface IAuditHeads
{
    Task Keep(AuditHead head, CancellationToken stop);

    Task<KeptHeads> Read(CancellationToken stop);

    /// <summary>From then on none is kept, and the next one is the first. Those that were stay where they don't count.</summary>
    /// <returns>The place; null where none was kept.</returns>
    Task<string?> SetAside(DateTimeOffset at, CancellationToken stop);
}
