using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Jobs.Artifacts;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Jobs.Secrets;
using Portal.Core.Jobs.Tables;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Jobs;

/// <summary>Jobs out of what was last seen of their Flink, for previews.</summary>
public sealed class JobPreview(
    IDbContextFactory<PortalDb> store,
    JobTopics topics,
    JobArtifacts artifacts,
    SealedSecrets secrets,
    IOptions<ArtifactOptions> options,
    TimeProvider clock
) : IPreviewReader
{
    private const string FoundLater = "the newest savepoint or checkpoint that is found then";

    public ResourceKind Kind => JobKind.Word;

    public async Task<PreviewState> Read(ClusterId cluster, IReadOnlyCollection<string> names, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var managed = db.Set<Resource>()
            .Where(r => r.Kind == JobKind.Word && r.ClusterId == cluster && r.GoneAt == null)
            .Select(r => r.Name);
        // One that its Flink forgot goes on from what it left, as the plan finds it. What ended under a name that isn't managed is nobody's any more.
        var runs = await db.Set<SeenJob>()
            .AsNoTracking()
            .Where(j => j.ClusterId == cluster && names.Contains(j.Name))
            .Where(j => (j.GoneAt == null && j.EndedAt == null) || managed.Contains(j.Name))
            .OrderByDescending(j => j.StartedAt)
            .ToListAsync(stop);
        var reading = await db.Set<FlinkReading>()
            .AsNoTracking()
            .SingleOrDefaultAsync(r => r.ClusterId == cluster, stop);
        var savepoints = await KnownSavepoint.Of(db, cluster, names, stop);
        var live = names.ToImmutableSortedDictionary(
            name => name,
            name =>
                (ResourceState?)(
                    Of([.. runs.Where(r => r.Name == name)]) is { } found
                        ? found with
                        {
                            Savepoints = [.. savepoints[name]],
                        }
                        : null
                ),
            StringComparer.Ordinal
        );
        return new(new(Kind, cluster, "", live, ImmutableDictionary<string, string>.Empty), reading?.ReadAt);
    }

    /// <summary>Of a JAR whether it is there, and of dead letters whether they have a place: that is the store's to say. Of other SQL, Flink has to be looked at.</summary>
    public async Task<ResourceEvidence?> Evidence(LiveEngine live, ResourcePlan plan, CancellationToken stop)
    {
        if (
            plan.Steps.OfType<StartJob>().SingleOrDefault() is not { Definition: var definition } start
            || definition is { Program: null, DeadLetters: null }
        )
        {
            return null;
        }

        await using var db = await store.CreateDbContextAsync(stop);
        var reading = await db.Set<FlinkReading>()
            .AsNoTracking()
            .SingleOrDefaultAsync(r => r.ClusterId == live.Cluster, stop);
        return new JobEvidence(
            plan.On,
            await topics.Requested(live.Cluster, plan.On.Name, definition, PlannedTopics.Of(plan.Whole), stop),
            reading?.FreeSlots,
            reading?.Slots,
            Running: null,
            clock.GetUtcNow()
        )
        {
            Artifacts = await artifacts.Of([definition.Program, start.Former?.Program], stop),
            Secrets = definition.Program is { } program ? await secrets.Owners(program, stop) : [],
        };
    }

    public async Task<IReadOnlyList<FieldProblem>> Problems(
        ResourceRef on,
        ResourceSpec spec,
        IReadOnlyCollection<ResourceRef> beside,
        CancellationToken stop
    ) =>
        spec is JobSpec job && !JobSpecReview.Of(job).Any()
            ? job switch
            {
                { Definition.Program: { Dependencies.Count: > 0 } program } =>
                [
                    .. DependencyReview.Of(await artifacts.Of(program, stop), options.Value.LongestBytes),
                ],
                { State: JobDesired.Running, Definition: { Program: null } sql } => await OfSql(on, sql, beside, stop),
                _ => [],
            }
            : [];

    private async Task<IReadOnlyList<FieldProblem>> OfSql(
        ResourceRef on,
        JobDefinition wanted,
        IReadOnlyCollection<ResourceRef> beside,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await SqlStart.Problem(db, on, stop) is { } problem ? [problem]
            : wanted.Sources is { Count: > 0 }
                ? SeenSources.Problems(
                    wanted,
                    await topics.Of(on.Cluster, on.Name, wanted, PlannedTopics.None, stop),
                    beside
                )
            : [];
    }

    private static LiveJob? Of(IReadOnlyList<SeenJob> runs)
    {
        var alive = runs.Where(r => r.State == JobRunState.Alive).ToList();
        var live = (alive, runs) switch
        {
            ([var newest, ..], _) => newest.ToLive(null, alive.Count - 1),
            (_, [var newest, ..]) => newest.ToLive(FoundLater, 0),
            _ => null,
        };
        // What carries a definition is the portal's own.
        return live is null ? null : live with { Recorded = runs.FirstOrDefault(r => r.Definition is not null)?.JobId };
    }
}
