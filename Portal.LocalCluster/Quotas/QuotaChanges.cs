using System.Net;
using Portal.Kafka.Messages;

namespace Portal.LocalCluster.Quotas;

/// <param name="Value">Null takes the quota away.</param>
public sealed record QuotaChange(QuotaEntity Entity, string Key, double? Value);

/// <summary>What a request changes for one entity, or why it can't, in Kafka's words.</summary>
public static class QuotaChanges
{
    public static (IReadOnlyList<QuotaChange> Changes, string? Fault) Of(AlterClientQuotasRequest.Entry asked)
    {
        var (entity, fault) = Entity(asked.Entity);
        if (entity is null)
        {
            return ([], fault);
        }

        fault = asked
            .Ops.Where(operation => !operation.Remove)
            .Select(operation => QuotaKeys.Fault(entity, operation.Key, operation.Value))
            .FirstOrDefault(each => each is not null);
        return fault is null
            ? (
                [
                    .. asked.Ops.Select(operation => new QuotaChange(
                        entity,
                        operation.Key,
                        operation.Remove ? null : operation.Value
                    )),
                ],
                null
            )
            : ([], fault);
    }

    private static (QuotaEntity? Entity, string? Fault) Entity(AlterClientQuotasRequest.QuotaEntity[] parts)
    {
        var entity = new QuotaEntity(null, null, null);
        foreach (var part in parts)
        {
            var fault =
                !QuotaEntity.Types.Contains(part.EntityType) ? $"Unhandled client quota entity type: {part.EntityType}"
                : entity.Of(part.EntityType) is not null
                    ? $"Invalid client quota entity, duplicate entity entry {part.EntityType}"
                : part.EntityName?.Length == 0 ? $"Empty {part.EntityType} not supported"
                : null;
            if (fault is not null)
            {
                return (null, fault);
            }

            entity = entity.With(part.EntityType, new(part.EntityName));
        }

        return entity switch
        {
            { User: null, ClientId: null, Ip: null } => (null, "Invalid empty client quota entity"),
            { Ip: not null } and ({ User: not null } or { ClientId: not null }) => (
                null,
                "Invalid quota entity combination, IP entity shouldnot be combined with User or ClientId"
            ),
            { Ip.Name: { } name } when !IPAddress.TryParse(name, out _) => (
                null,
                $"{name} is not a valid IP or resolvable host."
            ),
            _ => (entity, null),
        };
    }
}
