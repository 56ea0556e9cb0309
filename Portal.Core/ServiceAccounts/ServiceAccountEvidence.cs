using System.Collections.Immutable;
using Portal.Core.Resources;

namespace Portal.Core.ServiceAccounts;

/// <summary>What is seen beside an account's plan.</summary>
/// <param name="Grants">The grants that it still holds, by name.</param>
/// <param name="IsRead">False: a preview of a cluster whose credentials weren't read yet.</param>
[StoredAs("service-account")]
public sealed record ServiceAccountEvidence(
    ResourceRef On,
    ImmutableArray<string> Grants,
    bool IsRead,
    DateTimeOffset SeenAt
) : ResourceEvidence(On, SeenAt);
