using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Resources;

namespace Portal.Core.Topics;

/// <summary>Topics that are there, but Kafka's own.</summary>
internal sealed class SeenTopicNames : ISeenNames
{
    public ResourceKind Kind => TopicKind.Word;

    public IQueryable<SeenName> In(DbContext store) =>
        store
            .Set<SeenTopic>()
            .Where(topic => topic.GoneAt == null && !topic.IsInternal)
            .Select(topic => new SeenName
            {
                ClusterId = topic.ClusterId,
                Name = topic.Name,
                FirstSeenAt = topic.FirstSeenAt,
            });

    // A cluster that answered once has named its brokers.
    public IQueryable<ClusterId> NeverRead(DbContext store) =>
        store
            .Set<Endpoint>()
            .FromSql(
                $"""
                select e.* from endpoint e
                where e.kind = 'kafka'
                    and not exists (select from collector c where c.cluster_id = e.cluster_id and c.brokers <> '[]')
                """
            )
            .Select(e => e.ClusterId);
}
