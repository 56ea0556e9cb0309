using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Topics;

namespace Portal.Core.Health;

/// <summary>A creation can be taken back until somebody writes to the topic. What retention took away was written all the same.</summary>
internal sealed class TopicUndoLimit(ITopicReaders readers) : IUndoLimit
{
    public ResourceKind Kind => TopicKind.Word;

    public async Task<string?> Reached(PortalDb db, Step step, EngineId made, CancellationToken stop)
    {
        if (step is not CreateTopic)
        {
            return null;
        }

        var (cluster, name, id) = (step.On.Cluster, step.On.Name, made.ToTopicId());
        // What is known of its readers goes by the name, which may still be that of a former topic.
        var isSeen = await db.Set<SeenTopic>()
            .AnyAsync(t => t.ClusterId == cluster && t.Name == name && t.TopicId == id && t.GoneAt == null, stop);
        return isSeen && (await readers.Of(cluster, [name], stop))[name].Ends > 0
            ? $"{name} has been written to"
            : null;
    }
}
