using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Asks a broker which groups it coordinates.</summary>
public sealed record ListGroupsRequest : IKafkaRequest<ListGroupsRequest, ListGroupsResponse>
{
    public static ApiKey Key => ApiKey.ListGroups;

    public static VersionRange Versions => new(0, 5, 3);

    /// <summary>A filter that is not understood would let everything through.</summary>
    public short LeastVersion =>
        (short)(
            TypesFilter.Length > 0 ? 5
            : StatesFilter.Length > 0 ? 4
            : Versions.Min
        );

    public string[] StatesFilter { get; init; } = [];
    public string[] TypesFilter { get; init; } = [];

    public static ListGroupsRequest Read(ref KafkaReader r, short v)
    {
        var m = new ListGroupsRequest
        {
            StatesFilter = v >= 4 ? r.StringArray() : [],
            TypesFilter = v >= 5 ? r.StringArray() : [],
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        if (v >= 4)
        {
            w.StringArray(StatesFilter);
        }
        if (v >= 5)
        {
            w.StringArray(TypesFilter);
        }
        w.NoTags();
    }
}
