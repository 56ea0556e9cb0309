using Microsoft.EntityFrameworkCore;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Changes.Runs;

/// <summary>
/// What is recorded of a change whose resources stay as they are on their engines: those that are as wanted already, and those that are
/// adopted, whose live state becomes what is wanted.
/// </summary>
public sealed class UnchangedRecords(ResourceKinds kinds, ManagedRecords managed)
{
    /// <param name="found">What was recorded before <paramref name="live"/> was read.</param>
    /// <returns>
    /// What was found, in words; null when something else is recorded by now, as by a run that ended meanwhile: what was found may not hold any more,
    /// and the caller's transaction must be undone.
    /// </returns>
    public async Task<string?> Write(
        PortalDb db,
        Change change,
        IReadOnlyList<LiveEngine> live,
        RecordedSpecs found,
        CancellationToken stop
    )
    {
        if (change.Resources.Exists(r => r.Operation == ResourceOperation.Transfer))
        {
            // Nothing is recorded: whose it is by now, another transfer may have decided.
            return "It belongs to that team already: there is nothing to do.";
        }

        var adopted = await db.Set<ChangeResource>()
            .Where(r => r.ChangeId == change.Id && r.Operation == ResourceOperation.Adopt)
            .OrderBy(r => r.Ordinal)
            .ToListAsync(stop);
        var moves = adopted.Count == 0 ? [] : await Adopt(db, adopted, live, stop);
        var there = live.SelectMany(engine => engine.There).ToDictionary();
        return !await managed.Write(db, change, there, stop, found) ? null
            : adopted.Count == 0 ? "The cluster is already as wanted: there is nothing to do."
            : moves.Count == 0 ? "Nothing differs from what is wanted: there is nothing to adopt."
            : $"Adopted as it is. {string.Join("; ", moves)}.";
    }

    private async Task<List<string>> Adopt(
        PortalDb db,
        List<ChangeResource> adopted,
        IReadOnlyList<LiveEngine> live,
        CancellationToken stop
    )
    {
        var names = adopted.Select(r => r.Name).ToArray();
        var rows = await db.Set<Resource>()
            .AsNoTracking()
            .Where(r => names.Contains(r.Name) && r.GoneAt == null)
            .ToListAsync(stop);
        var known = rows.ToDictionary(r => r.On);
        var moves = new List<string>();
        foreach (var asked in adopted)
        {
            var engine = live.Single(l => l.Cluster == asked.ClusterId && l.Kind == asked.Kind);
            var managed = known.GetValueOrDefault(asked.On)?.Read(kinds);
            // What was managed when this was requested, and isn't any more, says nothing of what is wanted.
            if (
                engine.Resources[asked.Name] is not { } there
                || (managed ?? asked.Read(kinds).Wanted) is not { } wanted
            )
            {
                continue;
            }

            var kind = kinds.Of(asked.Kind);
            var spec = kind.AsSpec(there, wanted);
            asked.Wanted = kind.WriteSpec(spec);
            moves.AddRange(
                managed is null
                    ? [$"{asked.Name}: managed from now on, owned by {spec.Owner}"]
                    : kind.Between(wanted, spec).Select(move => $"{asked.Name}: {move.InWords()}")
            );
        }

        await db.SaveChangesAsync(stop);
        return moves;
    }
}
