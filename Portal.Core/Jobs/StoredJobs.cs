using Microsoft.EntityFrameworkCore;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Jobs;

/// <summary>What the store has of the jobs of one Flink: all that their rows are made of, beside what was read of Kafka and the time.</summary>
/// <param name="Runs">The run that counts of each job that was seen, by its name.</param>
/// <param name="Owned">Those that the portal manages, by name.</param>
/// <param name="Wanted">What is wanted of these.</param>
/// <param name="Writers">Managed jobs that write to dead-letter topics of these, by environment and topic.</param>
internal sealed record StoredJobs(
    FlinkRow Flink,
    IReadOnlyDictionary<string, SeenJob> Runs,
    IReadOnlyDictionary<string, ManagedJob> Owned,
    IReadOnlyDictionary<string, JobSpec> Wanted,
    ILookup<(string Environment, string Topic), DeadLetterSharer> Writers
)
{
    /// <summary>Those of each of these Flinks, in a few queries.</summary>
    /// <param name="name">Null: of all names.</param>
    /// <param name="owners">Null: of all teams, and of none.</param>
    public static async Task<IReadOnlyList<StoredJobs>> Read(
        PortalDb db,
        ResourceKinds kinds,
        IReadOnlyList<FlinkRow> flinks,
        string? name,
        IReadOnlyCollection<TeamId>? owners,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        var ids = flinks.Select(f => f.Id).ToList();
        var managed = await ManagedJob.Read(db, ids, name, owners, stop);
        var names =
            owners is not null ? managed.Select(m => m.Resource.Name).ToArray()
            : name is not null ? [name]
            : null;
        var runs = (await NewestRuns.Of(db, ids, names).ToListAsync(stop)).ToLookup(run => run.ClusterId);
        var owned = managed.ToLookup(m => m.Resource.ClusterId);
        var wanted = managed.ToDictionary(m => m.Resource.Id, m => (JobSpec)m.Resource.Read(kinds));
        var dead = runs.SelectMany(on => on)
            .Select(run => run.Definition?.DeadLetters)
            .Concat(wanted.Values.Select(spec => spec.Definition.DeadLetters));
        var writers = await DeadLetterSharer.Of(
            db,
            kinds,
            [.. dead.OfType<string>().Distinct(StringComparer.Ordinal)],
            now,
            stop
        );
        return
        [
            .. flinks.Select(flink => new StoredJobs(
                flink,
                runs[flink.Id].ToDictionary(run => run.Name, StringComparer.Ordinal),
                owned[flink.Id].ToDictionary(m => m.Resource.Name, StringComparer.Ordinal),
                owned[flink.Id].ToDictionary(m => m.Resource.Name, m => wanted[m.Resource.Id], StringComparer.Ordinal),
                writers
            )),
        ];
    }
}
