using Portal.Core.Access;
using Portal.Kafka.Messages;

namespace Portal.Engines.Kafka;

/// <summary>Client quotas between the wire's entities and the store's principals.</summary>
internal static class QuotaNames
{
    private const string User = "user";
    private const string ClientId = "client-id";
    private const string PrincipalType = "User:";

    /// <summary>Those of principals by name: one for whoever has none of their own says nothing of a principal.</summary>
    public static IEnumerable<PrincipalQuota> Of(DescribeClientQuotasResponse answer) =>
        from entry in answer.Entries ?? []
        let user = entry.Entity.FirstOrDefault(part => part.EntityType == User)?.EntityName
        where user is not null
        let client = entry.Entity.FirstOrDefault(part => part.EntityType == ClientId)
        from value in entry.Values
        select new PrincipalQuota(
            EngineText.Name(PrincipalType + user),
            new(
                client is null ? ClientQuota.AllClients
                    : client.EntityName is { } id ? EngineText.Name(id)
                    : ClientQuota.OtherClients,
                EngineText.Name(value.Key),
                value.Value
            )
        );
}
