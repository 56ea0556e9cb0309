using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Runs;
using Portal.Core.Store;
using Portal.Core.Wording;

namespace Portal.Core.Jobs.Artifacts;

/// <summary>How much of the store the JARs fill that one person uploaded and nothing uses. What is used counts for nobody.</summary>
internal static class UnusedArtifacts
{
    /// <summary>Until the transaction ends, no other upload of this person begins or ends.</summary>
    /// <param name="bytes">Of the JAR that is to be kept; null: it is only to begin, and those under way count as if each were as long as it may be.</param>
    /// <returns>Why there is no room; null when there is.</returns>
    public static async Task<Refusal?> Full(
        PortalDb db,
        string person,
        ArtifactOptions options,
        long? bytes,
        CancellationToken stop
    )
    {
        var key = $"artifacts of {person}";
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({key}, 0))", stop);
        var uploaded = await db.Set<Artifact>()
            .Where(a => a.UploadedBy == person)
            .Select(a => new Held(a.Id, a.Digest, a.Name, a.Bytes))
            .ToListAsync(stop);
        var underWay = bytes is null ? uploaded.Count(a => a.Digest is null) * options.LongestBytes : 0;
        var kept = uploaded.Where(a => a.Digest is not null).ToList();
        if (Fits(kept))
        {
            return null;
        }

        var used = await ArtifactUse.OfAll(db, stop);
        kept.RemoveAll(a => used.Contains(a.Digest!));
        return Fits(kept)
            ? null
            : Refusal.Invalid(
                new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["artifact"] =
                        $"JARs that you uploaded and nothing uses have at most {Quantity.Binary(options.UnusedBytes)} together. {Now(kept, bytes)}{await Next(db, kept, stop)} Platform can raise Portal:Jobs:Artifacts:UnusedBytes.",
                }
            );

        bool Fits(List<Held> held) =>
            bytes is { } more
                ? held.Sum(a => a.Bytes) + more <= options.UnusedBytes
                : held.Sum(a => a.Bytes) + underWay < options.UnusedBytes;
    }

    private static string Now(List<Held> kept, long? bytes) =>
        (kept.Count, bytes) switch
        {
            (0, null) => "Wait until those that are being uploaded are stored.",
            (0, { } alone) => $"This one has {Quantity.Binary(alone)}.",
            var (count, _) =>
                $"{Quantity.Of(count, "is", "are")} stored, with {Quantity.Binary(kept.Sum(a => a.Bytes))}.",
        };

    private static async Task<string> Next(PortalDb db, List<Held> kept, CancellationToken stop)
    {
        var ids = kept.Select(a => a.Id).ToArray();
        var next = await db.Set<Due>()
            .Where(d => d.Kind == JobDues.ArtifactEnds && ids.Contains(d.SubjectId))
            .OrderBy(d => d.DueAt)
            .Select(d => new { d.SubjectId, d.DueAt })
            .FirstOrDefaultAsync(stop);
        return next is null
            ? ""
            : $" The next to be deleted is {kept.Single(a => a.Id == next.SubjectId).Name}, at {UtcTime.InWords(next.DueAt)} or later.";
    }

    private sealed record Held(long Id, string? Digest, string Name, long Bytes);
}
