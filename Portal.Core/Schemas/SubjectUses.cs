using Microsoft.EntityFrameworkCore;
using Portal.Core.Health;
using Portal.Core.Registries;
using Portal.Core.Store;
using Portal.Core.Topics;

namespace Portal.Core.Schemas;

/// <summary>Who uses subjects, out of what was last seen of topics, their readers and the other subjects. No engine is asked.</summary>
public sealed class SubjectUses(
    IDbContextFactory<PortalDb> store,
    ITopicReaders readers,
    ITopicJobs jobs,
    TimeProvider clock
)
{
    // Several intervals of the collector of subjects.
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    public Task<SubjectUse> Of(ClusterId cluster, string subject, CancellationToken stop) =>
        Of(cluster, subject, UsedVersions.All, stop);

    public async Task<SubjectUse> Of(ClusterId cluster, string subject, UsedVersions of, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var use = await Of(db, cluster, subject, of, stop);
        // A subject of a registry that several clusters share may be in use on each.
        foreach (var other in (await SharedRegistries.Of(db, [cluster], stop))[cluster].DistinctBy(c => c.Id))
        {
            use = use.And((await Of(db, other.Id, subject, of, stop)).On(other.Name));
        }

        return use;
    }

    private async Task<SubjectUse> Of(
        PortalDb db,
        ClusterId cluster,
        string subject,
        UsedVersions of,
        CancellationToken stop
    )
    {
        var topic = await TopicOf(db, cluster, subject, of.Registered, stop);
        var isThere = topic is null ? null : await IsThere(db, cluster, topic, stop);
        var use = new SubjectUse(
            topic,
            isThere,
            [],
            AreAllReaders: true,
            WrittenPerSecond: null,
            [.. await ReferringSubjects.To(db, cluster, subject, of, stop)],
            // One that is older, or was never read, may refer to others by now.
            await SubjectAges.AreAllSince(db, cluster, clock.GetUtcNow() - Fresh, stop),
            await SchemaSamples.OfSubject(db, cluster, subject, of, topic, stop),
            of.ArePermanentlyGone
        );
        return use.Topics is [_, ..] topics ? await ReadBy(db, use, cluster, subject, topics, of, stop) : use;
    }

    private async Task<SubjectUse> ReadBy(
        PortalDb db,
        SubjectUse use,
        ClusterId cluster,
        string subject,
        IReadOnlyList<string> topics,
        UsedVersions of,
        CancellationToken stop
    )
    {
        var seen = await readers.Of(cluster, topics, stop);
        var named = await jobs.Of(cluster, topics, of.Planned, stop);
        var distinct = topics.SelectMany(topic => named[topic]).DistinctBy(job => (job.Cluster, job.Name));
        return use with
        {
            Readers = [.. topics.SelectMany(topic => seen[topic].Groups).DistinctBy(reader => reader.Group)],
            AreAllReaders = topics.All(topic => seen[topic].AreAll),
            WrittenPerSecond = use.IsTopicThere == true ? seen[use.Topic!].WrittenPerSecond : null,
            InRecords =
                use is { IsTopicThere: true, InRecords.Own: { } own } && seen[own.Topic].Ends is { } ends
                    ? use.InRecords with
                    {
                        Own = own with { IsWrittenSince = ends != own.Ends },
                    }
                    : use.InRecords,
            Jobs = await JobsWithVersions.Of(db, cluster, subject, [.. distinct], of.Registered, stop),
        };
    }

    // The newest text decides: the one that is about to be registered, or the one that was seen.
    private static async Task<string?> TopicOf(
        PortalDb db,
        ClusterId cluster,
        string subject,
        RegisterSchema? registered,
        CancellationToken stop
    )
    {
        var seen = await db.Set<SeenSubject>()
            .Where(s => s.ClusterId == cluster && s.Name == subject)
            .Select(s => s.Topic)
            .SingleOrDefaultAsync(stop);
        return seen ?? SubjectName.TopicOf(subject, registered?.Type ?? default, registered?.Text);
    }

    private async Task<bool?> IsThere(PortalDb db, ClusterId cluster, string topic, CancellationToken stop) =>
        await db.Set<SeenTopic>().AnyAsync(t => t.ClusterId == cluster && t.Name == topic && t.GoneAt == null, stop)
            ? true
        : await readers.AreWhole(cluster, stop) ? false
        : null;
}
