using System.Collections.Immutable;

namespace Portal.LocalCluster.Quotas;

/// <param name="Name">Null stands for everybody who has no quota by name.</param>
public readonly record struct QuotaName(string? Name);

/// <summary>Who a quota is for: a user, a client id, both, or an address. What is null isn't part of it.</summary>
public sealed record QuotaEntity(QuotaName? User, QuotaName? ClientId, QuotaName? Ip)
{
    public const string UserType = "user";
    public const string ClientIdType = "client-id";
    public const string IpType = "ip";

    public static readonly ImmutableArray<string> Types = [UserType, ClientIdType, IpType];

    public IEnumerable<(string Type, string? Name)> Parts =>
        Types
            .Select(type => (type, Part: Of(type)))
            .Where(each => each.Part is not null)
            .Select(each => (each.type, each.Part!.Value.Name));

    public QuotaName? Of(string type) =>
        type switch
        {
            UserType => User,
            ClientIdType => ClientId,
            _ => Ip,
        };

    public QuotaEntity With(string type, QuotaName part) =>
        type switch
        {
            UserType => this with { User = part },
            ClientIdType => this with { ClientId = part },
            _ => this with { Ip = part },
        };
}
