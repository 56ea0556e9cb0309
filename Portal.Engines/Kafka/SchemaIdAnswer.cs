using System.Collections.Immutable;
using Portal.Core.Schemas;

namespace Portal.Engines.Kafka;

/// <summary>What came back about the schema ids in a topic's newest records.</summary>
public abstract record SchemaIdAnswer
{
    private SchemaIdAnswer() { }

    /// <param name="Ends">The end offsets of all partitions, added up.</param>
    /// <param name="Records">How many were looked at.</param>
    /// <param name="Unread">How many couldn't be unpacked.</param>
    public sealed record Found(Guid TopicId, long Ends, int Records, int Unread, ImmutableArray<SchemaIdUse> Ids)
        : SchemaIdAnswer;

    /// <summary>Nothing was written since the end that was named.</summary>
    public sealed record Same : SchemaIdAnswer;

    /// <summary>Not all of its partitions answered, or they may not be read.</summary>
    public sealed record Unanswered(string Words) : SchemaIdAnswer;
}

/// <summary>A topic to sample.</summary>
/// <param name="Ends">What <see cref="SchemaIdAnswer.Found.Ends"/> was the last time, of the same topic; null: sample it anyway.</param>
public sealed record SchemaIdQuestion(string Topic, Guid TopicId, long? Ends);
