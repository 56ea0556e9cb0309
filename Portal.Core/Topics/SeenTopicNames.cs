using Microsoft.EntityFrameworkCore;
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
}
