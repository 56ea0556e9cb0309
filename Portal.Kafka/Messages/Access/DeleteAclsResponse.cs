using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>What was deleted, filter by filter, in the order of the filters.</summary>
public sealed record DeleteAclsResponse : IWireFormat<DeleteAclsResponse>
{
    public int ThrottleTimeMs { get; init; }
    public FilterResult[] FilterResults { get; init; } = [];

    public static DeleteAclsResponse Read(ref KafkaReader r, short v)
    {
        var m = new DeleteAclsResponse { ThrottleTimeMs = r.Int32(), FilterResults = r.Array<FilterResult>(v) };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.Int32(ThrottleTimeMs);
        w.Array(FilterResults, v);
        w.NoTags();
    }

    public sealed record FilterResult : IWireFormat<FilterResult>
    {
        public ErrorCode Error { get; init; }
        public string? ErrorMessage { get; init; }
        public MatchingAcl[] MatchingAcls { get; init; } = [];

        public static FilterResult Read(ref KafkaReader r, short v)
        {
            var m = new FilterResult
            {
                Error = r.Error(),
                ErrorMessage = r.NullableString(),
                MatchingAcls = r.Array<MatchingAcl>(v),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Error(Error);
            w.NullableString(ErrorMessage);
            w.Array(MatchingAcls, v);
            w.NoTags();
        }
    }

    public sealed record MatchingAcl : IWireFormat<MatchingAcl>
    {
        public ErrorCode Error { get; init; }
        public string? ErrorMessage { get; init; }
        public AclBinding Acl { get; init; } = new();

        public static MatchingAcl Read(ref KafkaReader r, short v) =>
            new()
            {
                Error = r.Error(),
                ErrorMessage = r.NullableString(),
                Acl = AclBinding.Read(ref r, v),
            };

        public void Write(KafkaWriter w, short v)
        {
            w.Error(Error);
            w.NullableString(ErrorMessage);
            Acl.Write(w, v);
        }
    }
}
