using Portal.Core;
using Portal.Core.Access;
using Portal.Web.Parts;

namespace Portal.Web.Features.Access;

/// <summary>How a grant is, in a word: worst first.</summary>
internal static class AccessWords
{
    private const int Denied = 3;

    public static (Tone Tone, string Word) Of(AccessRow row, DateTimeOffset now) =>
        Severity(row, now) switch
        {
            7 => (Tone.Bad, "Expired, still on the cluster"),
            6 => (Tone.Bad, "Dropped"),
            5 => (Tone.Bad, "Expired"),
            4 => (Tone.Bad, "Not in force"),
            Denied => (Tone.Bad, "Denied"),
            2 => (Tone.Warn, "Drifted"),
            1 => (Tone.Warn, "Expires soon"),
            _ => (Tone.Ok, "In force"),
        };

    /// <summary>The change to look at: it keeps the removal waiting, or makes what isn't managed yet. Null: none has to be.</summary>
    public static ChangeId? ShownHolder(AccessRow row, DateTimeOffset now) =>
        row.IsOverdue(now) || !row.IsManaged ? row.HeldBy : null;

    /// <summary>The DENY that wins over it, where that is what is wrong with it; null: none.</summary>
    public static string? Deny(AccessRow row, DateTimeOffset now) =>
        Severity(row, now) == Denied
            ? $"{row.Denies[0].Principal}: {row.Denies[0].InWords()}{(row.Denies.Count > 1 ? $"; and {row.Denies.Count - 1} more" : "")}"
            : null;

    /// <summary>What stands where the ACLs would be that no grant holds, where none was seen.</summary>
    public static string NoUnmanaged(IReadOnlyList<AclSource> sources)
    {
        var unread = sources.Where(source => source.Reading?.ReadAt is null).Select(source => source.Cluster).ToList();
        return (sources.Count - unread.Count, unread.Count) switch
        {
            (0, 0) => "No cluster with Kafka is registered here.",
            (_, 0) when sources.Any(source => source.Reading?.Failure is not null) =>
                "As last read, every ACL on these clusters belongs to a grant.",
            (_, 0) => "Every ACL on these clusters belongs to a grant.",
            (0, _) => $"The ACLs of {string.Join(", ", unread)} have not been read yet.",
            _ =>
                $"The ACLs of {string.Join(", ", unread)} have not been read yet. Every other one belongs to a grant, as last read.",
        };
    }

    /// <summary>The same of what counts for one topic or principal.</summary>
    public static string NoUnmanaged(AccessAround around) =>
        around.Source switch
        {
            { Reading: { ReadAt: not null, Failure: null } } => "Every ACL that counts for it belongs to a grant.",
            { Reading.ReadAt: not null } => "As last read, every ACL that counts for it belongs to a grant.",
            { } unread => NoUnmanaged([unread]),
            null => NoUnmanaged([]),
        };

    public static int Severity(AccessRow row, DateTimeOffset now) =>
        row switch
        {
            _ when row.IsOverdue(now) => 7,
            { IsDropped: true } => 6,
            _ when row.Expires <= now => 5,
            { Granted: null } => 4,
            { Denies.Count: > 0 } => Denied,
            { Missing: > 0 } => 2,
            _ when row.ExpiresSoon(now) => 1,
            _ => 0,
        };
}
