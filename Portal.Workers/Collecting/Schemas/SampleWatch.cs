using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.Schemas;
using Portal.Core.Store;
using Portal.Engines;
using Portal.Engines.Kafka;
using Portal.Workers.Calendar;
using Quartz;

namespace Portal.Workers.Collecting.Schemas;

/// <summary>
/// Samples the newest records of topics on clusters with a registry, for the schema ids that they carry: a few topics each time, those
/// first that wait longest, so that its cost doesn't grow with how many there are. What nobody wrote to isn't read again.
/// </summary>
[DisallowConcurrentExecution]
public sealed class SampleWatch(IDbContextFactory<PortalDb> store, IKafkaClusters clusters, TimeProvider clock)
    : IKindWatch
{
    private const int TopicsAtOnce = 40;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await Look(cancellationToken);

    public async Task Look(CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var with = await db.Set<Cluster>()
            .Where(c =>
                c.DeregisteredAt == null
                && c.Endpoints.Any(e => e.Kind == EndpointKind.Registry)
                && c.Endpoints.Any(e => e.Kind == EndpointKind.Kafka)
            )
            .Select(c => c.Id)
            .ToListAsync(stop);
        await Task.WhenAll(with.Select(cluster => Look(cluster, stop)));
    }

    private async Task Look(ClusterId cluster, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var due = await Due(db, cluster, stop);
        var names = due.Select(d => d.Topic).ToArray();
        var samples = db.Set<SchemaSample>().Where(s => s.ClusterId == cluster && names.Contains(s.Topic));
        var before = await samples.AsNoTracking().ToDictionaryAsync(s => s.Topic, StringComparer.Ordinal, stop);
        IReadOnlyDictionary<string, SchemaIdAnswer>? answers = null;
        string? failure = null;
        try
        {
            var kafka = await clusters.Open(cluster, stop);
            answers = await kafka.SchemaIds([.. due.Select(d => Question(d, before))], stop);
        }
        catch (EngineException unanswered)
        {
            // The collector says that the cluster is silent; what was seen stays as it is, and is tried again.
            failure = unanswered.Message;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        await SeenLock.Take(db, cluster, stop);
        var known = await samples.ToDictionaryAsync(s => s.Topic, StringComparer.Ordinal, stop);
        foreach (var (topic, topicId) in due)
        {
            if (answers is not null)
            {
                Take(known.GetValueOrDefault(topic) ?? Added(db, cluster, topic, topicId), topicId, answers[topic]);
            }
            else if (known.TryGetValue(topic, out var sample))
            {
                (sample.TriedAt, sample.Failure) = (clock.GetUtcNow(), failure);
            }
        }

        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
    }

    private SchemaSample Added(PortalDb db, ClusterId cluster, string topic, Guid topicId)
    {
        var sample = new SchemaSample
        {
            ClusterId = cluster,
            Topic = topic,
            TopicId = topicId,
            TriedAt = clock.GetUtcNow(),
        };
        db.Add(sample);
        return sample;
    }

    private static SchemaIdQuestion Question(DueTopic due, Dictionary<string, SchemaSample> samples) =>
        samples.GetValueOrDefault(due.Topic) is { TakenAt: not null, Failure: null } sample
        && sample.TopicId == due.TopicId
            ? new(due.Topic, due.TopicId, sample.Ends)
            : new(due.Topic, due.TopicId, null);

    private void Take(SchemaSample sample, Guid topicId, SchemaIdAnswer answer)
    {
        var now = clock.GetUtcNow();
        sample.TriedAt = now;
        if (sample.TopicId != topicId)
        {
            (sample.TopicId, sample.Ends, sample.Records, sample.Unread) = (topicId, 0, 0, 0);
            (sample.Ids, sample.Carried, sample.TakenAt) = ([], [], null);
        }

        switch (answer)
        {
            case SchemaIdAnswer.Found found:
                (sample.Ends, sample.Records, sample.Unread) = (found.Ends, found.Records, found.Unread);
                (sample.Ids, sample.Carried) = (found.Ids, [.. found.Ids.Select(use => use.Id).Distinct()]);
                (sample.TopicId, sample.TakenAt, sample.Failure) = (found.TopicId, now, null);
                break;
            case SchemaIdAnswer.Same:
                (sample.TakenAt, sample.Failure) = (now, null);
                break;
            case SchemaIdAnswer.Unanswered unanswered:
                sample.Failure = unanswered.Words;
                break;
        }
    }

    /// <summary>Topics that a subject is named after every minute, others every half hour.</summary>
    private async Task<List<DueTopic>> Due(PortalDb db, ClusterId cluster, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        return await db
            .Database.SqlQuery<DueTopic>(
                $"""
                select t.name as "Topic", t.topic_id as "TopicId"
                from seen_topic t left join schema_sample s on s.cluster_id = t.cluster_id and s.topic = t.name
                where t.cluster_id = {cluster.Value} and t.gone_at is null and not t.is_internal
                  and (s.topic is null or s.topic_id <> t.topic_id or s.tried_at <= {now} - case
                       when exists (select from seen_subject u where u.cluster_id = t.cluster_id and u.gone_at is null
                            and u.topic = t.name)
                       then interval '1 minute' else interval '30 minutes' end)
                order by s.tried_at nulls first, t.name
                limit {TopicsAtOnce}
                """
            )
            .ToListAsync(stop);
    }

    private sealed record DueTopic(string Topic, Guid TopicId);
}
