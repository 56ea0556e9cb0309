using System.Collections.Immutable;
using System.ComponentModel;
using Portal.Core.Topics;

namespace Portal.Web.Api.Topics;

/// <summary>What was seen of a topic when the plan was computed. Null was not answered; it is not zero.</summary>
public sealed record TopicEvidenceDto(
    long? Records,
    long? Bytes,
    [property: Description("Records that the plan deletes; about, where retention is cut.")] long? RecordsLost,
    [property: Description("Bytes on disk that the plan deletes, all copies; about, where retention is cut.")]
        long? BytesLost,
    IReadOnlyList<ReaderDto> Readers,
    [property: Description(
        "False: the newest readings are old or not whole, so there may be readers that aren't named."
    )]
        bool AreAllReaders,
    [property: Description("Records a second written to it in the ten minutes before; null: not known.")]
        double? WrittenPerSecond,
    [property: Description(
        "What holds where the topic sets nothing, of the settings that the plan moves; one that isn't in it wasn't reported."
    )]
        IReadOnlyDictionary<string, string> Defaults
)
{
    public static TopicEvidenceDto Of(TopicEvidence seen) =>
        new(
            seen.Records,
            seen.Bytes,
            seen.DataLoss.Records,
            seen.DataLoss.Bytes,
            [.. seen.Readers.Select(r => new ReaderDto(r.Group, r.Members, r.LastMovedAt, r.HasGap))],
            seen.AreAllReaders,
            seen.WrittenPerSecond,
            seen.Defaults ?? ImmutableSortedDictionary<string, string>.Empty
        );
}

public sealed record ReaderDto(
    string Group,
    int? Members,
    DateTimeOffset? LastMovedAt,
    [property: Description("The last ten minutes' readings are not whole: silence proves nothing.")] bool HasGap
);
