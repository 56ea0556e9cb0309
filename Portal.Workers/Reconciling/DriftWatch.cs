using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Audit;
using Portal.Core.Changes.Runs;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Quartz;

namespace Portal.Workers.Reconciling;

/// <summary>
/// Records where managed topics differ from what is wanted, and ends the record when they no longer do. It looks at what
/// the collectors saw, writes to no cluster, and repairs nothing: somebody may have had a reason. A look costs what has
/// changed since the one before, in what was seen or in what is wanted.
/// </summary>
[DisallowConcurrentExecution]
public sealed class DriftWatch(IDbContextFactory<PortalDb> store, TimeProvider clock) : IJob
{
    // Until then a new topic may not have come to the broker that the collector asks.
    private static readonly TimeSpan Shown = TimeSpan.FromMinutes(1);
    private readonly Dictionary<ClusterId, DriftMark> marks = [];

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await Look(cancellationToken);

    public async Task Look(CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var clusters = await db.Set<Resource>()
            .Where(r => r.GoneAt == null)
            .Select(r => r.ClusterId)
            .Distinct()
            .ToListAsync(stop);
        foreach (var cluster in clusters)
        {
            await Look(cluster, stop);
        }
    }

    private async Task Look(ClusterId cluster, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var mark = marks.GetValueOrDefault(cluster) ?? DriftMark.Nothing;
        var began = clock.GetUtcNow();
        // The locks before what they guard: a change that ends meanwhile is left to the next look.
        var locked = await db.Set<RunTarget>()
            .Where(t => t.ClusterId == cluster && t.Kind == TopicKind.Word)
            .Select(t => t.Name)
            .ToHashSetAsync(StringComparer.Ordinal, stop);
        // The time before the rows: what they tell is then as young as it says, or younger.
        var looked = await db
            .Database.SqlQuery<Looked>(
                $"""select settings_at as "SettingsAt", whole_at as "WholeAt", structure as "Structure" from collector where cluster_id = {cluster.Value}"""
            )
            .SingleOrDefaultAsync(stop);
        var resources = await mark.Changed(db, cluster).AsNoTracking().ToListAsync(stop);
        var names = resources.Select(r => r.Name).ToArray();
        var seen = (
            await db.Set<SeenTopic>()
                .AsNoTracking()
                .Where(t => t.ClusterId == cluster && names.Contains(t.Name))
                .ToListAsync(stop)
        ).ToLookup(t => t.Name, StringComparer.Ordinal);
        var ids = resources.Select(r => r.Id).ToArray();
        var open = (
            await db.Set<Drift>().Where(d => d.EndedAt == null && ids.Contains(d.ResourceId)).ToListAsync(stop)
        ).ToLookup(d => d.ResourceId);
        var undecided = new List<ResourceId>();
        foreach (var resource in resources)
        {
            // One at most isn't gone, and then it is the topic.
            var newest = seen[resource.Name].MaxBy(t => t.GoneAt ?? DateTimeOffset.MaxValue);
            var isLocked = locked.Contains(TopicName.CollisionKey(resource.Name));
            if (!isLocked && Drifted(resource, newest, looked) is { } drifted)
            {
                Compare(db, resource, drifted, [.. open[resource.Id]]);
            }
            else
            {
                undecided.Add(resource.Id);
            }
        }

        await db.SaveChangesAsync(stop);
        marks[cluster] = mark.Next(began, looked?.Structure ?? -1, undecided);
    }

    /// <summary>Null: what was seen of it is older than what is wanted, and tells nothing.</summary>
    private static IReadOnlyList<DriftedField>? Drifted(Resource resource, SeenTopic? newest, Looked? looked) =>
        newest?.AsOf(looked?.SettingsAt) > resource.UpdatedAt
            ? TopicDrift.Of(CoreJson.Read<TopicSpec>(resource.Spec), newest.GoneAt is null ? newest.ToLive() : null)
        : newest is not { GoneAt: null } && looked?.WholeAt - resource.UpdatedAt > Shown ? TopicDrift.Unseen
        : null;

    private void Compare(PortalDb db, Resource resource, IReadOnlyList<DriftedField> drifted, List<Drift> open)
    {
        var now = clock.GetUtcNow();
        foreach (var field in drifted)
        {
            if (open.Find(d => d.Field == field.Field) is { } known)
            {
                (known.Wanted, known.Live, known.SeenAt) = (field.Wanted, field.Live, now);
                continue;
            }

            db.Add(
                new Drift
                {
                    ResourceId = resource.Id,
                    Field = field.Field,
                    Wanted = field.Wanted,
                    Live = field.Live,
                    FirstSeenAt = now,
                    SeenAt = now,
                }
            );
            Note(
                db,
                resource,
                "drift.seen",
                $"{field.Field} of {resource.Name} is {field.Live ?? "its default"}; wanted is {field.Wanted ?? "its default"}."
            );
        }

        foreach (var gone in open.Where(d => drifted.All(f => f.Field != d.Field)))
        {
            gone.EndedAt = now;
            Note(db, resource, "drift.ended", $"{gone.Field} of {resource.Name} is as wanted again.");
        }
    }

    private void Note(PortalDb db, Resource resource, string kind, string words) =>
        db.Add(
            new AuditEvent
            {
                At = clock.GetUtcNow(),
                Actor = Actor.Reconciler,
                Kind = kind,
                ClusterId = resource.ClusterId,
                Subject = resource.Name,
                Words = words,
            }
        );

    /// <param name="WholeAt">When every topic was last told, whether new or as before.</param>
    private sealed record Looked(DateTimeOffset? SettingsAt, DateTimeOffset? WholeAt, long Structure);
}
