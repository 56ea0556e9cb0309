using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.LocalCluster.Quotas;

/// <summary>Which quotas a request asks for, or why it can't ask so, in Kafka's words.</summary>
public sealed class QuotaFilter
{
    private const sbyte Exact = 0;
    private const sbyte Default = 1;
    private const sbyte AnyName = 2;

    private readonly DescribeClientQuotasRequest _asked;

    private QuotaFilter(DescribeClientQuotasRequest asked) => _asked = asked;

    public static (QuotaFilter? Filter, ErrorCode Error, string? Fault) Of(DescribeClientQuotasRequest asked)
    {
        var types = new HashSet<string>(StringComparer.Ordinal);
        foreach (var component in asked.Components)
        {
            var type = component.EntityType;
            if (type.Length > 0 && !QuotaEntity.Types.Contains(type))
            {
                return (null, ErrorCode.UnsupportedVersion, $"Unsupported entity type {type}");
            }

            var fault =
                type.Length == 0 ? "Invalid empty entity type."
                : !types.Add(type) ? $"Entity type {type} cannot appear more than once in the filter."
                : component switch
                {
                    { MatchType: Exact, Match: null } =>
                        "Request specified MATCH_TYPE_EXACT, but set match string to null.",
                    { MatchType: Default, Match: not null } =>
                        "Request specified MATCH_TYPE_DEFAULT, but also specified a match string.",
                    { MatchType: AnyName, Match: not null } =>
                        "Request specified MATCH_TYPE_SPECIFIED, but also specified a match string.",
                    { MatchType: Exact or Default or AnyName } => null,
                    _ => $"Unknown match type {component.MatchType}",
                };
            if (fault is not null)
            {
                return (null, ErrorCode.InvalidRequest, fault);
            }
        }

        return types.Contains(QuotaEntity.IpType) && types.Count > 1
            ? (
                null,
                ErrorCode.InvalidRequest,
                "Invalid entity filter component combination. IP filter component should not be used with user or clientId "
                    + "filter component."
            )
            : (new(asked), ErrorCode.None, null);
    }

    public bool Means(QuotaEntity entity) =>
        (!_asked.Strict || entity.Parts.Count() == _asked.Components.Length)
        && _asked.Components.All(component =>
            entity.Of(component.EntityType) is { } part
            && (component.MatchType == AnyName || part.Name == component.Match)
        );
}
