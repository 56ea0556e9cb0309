using Portal.Kafka.Messages;

namespace Portal.Tests.Interop;

/// <summary>Sets and takes away one client quota.</summary>
internal static class QuotaEdit
{
    /// <param name="value">Null takes it away.</param>
    /// <param name="entity">A part without a name is everybody's default.</param>
    public static async Task<AlterClientQuotasResponse.Entry> Set(
        this RawClient raw,
        string key,
        double? value,
        params (string Type, string? Name)[] entity
    )
    {
        var request = new AlterClientQuotasRequest
        {
            Entries =
            [
                new()
                {
                    Entity =
                    [
                        .. entity.Select(part => new AlterClientQuotasRequest.QuotaEntity
                        {
                            EntityType = part.Type,
                            EntityName = part.Name,
                        }),
                    ],
                    Ops =
                    [
                        new()
                        {
                            Key = key,
                            Value = value ?? 0,
                            Remove = value is null,
                        },
                    ],
                },
            ],
        };
        return (await raw.ToController(request, 1)).Entries[0];
    }
}
