using Portal.Core.Resources;
using Portal.Core.Topics;

namespace Portal.Core.Changes.Requests;

/// <summary>
/// What the audit keeps of a request beside its words: all that was asked for. A mended request replaces the former one in
/// the tables, and the audit is what is sealed, so it has to tell each of them by itself.
/// </summary>
internal sealed record RequestRecord(
    string Title,
    string Reason,
    string Owner,
    IReadOnlyList<RequestRecord.Asked> Resources
)
{
    /// <param name="change">With its resources as they are asked for now.</param>
    public static RequestRecord Of(Change change, DraftReading read)
    {
        var clusters = read.Clusters.Values.ToDictionary(c => c.Id, c => c.Name);
        return new(
            change.Title,
            change.Reason,
            read.Owner!.Name,
            [
                .. change.Resources.Select(r => new Asked(
                    r.Kind,
                    r.Operation,
                    clusters[r.ClusterId],
                    r.Name,
                    r.WantedTopic(),
                    r.BaseTopic(),
                    r.DependsOn
                )),
            ]
        );
    }

    public string ToJson() => CoreJson.Write(this);

    /// <param name="Wanted">Null for a delete.</param>
    /// <param name="Base">For an update: only what differs from it was asked for.</param>
    internal sealed record Asked(
        ResourceKind Kind,
        ResourceOperation Operation,
        string Cluster,
        string Name,
        TopicSpec? Wanted,
        TopicSpec? Base,
        int[] DependsOn
    );
}
